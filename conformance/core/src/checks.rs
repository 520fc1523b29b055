//! The registry of checks, in the order in which reports list them.
//!
//! A check is a record in a file of its own, or in `checks/status.rs` where it only reports a kind of wrong status.

mod accepted_malformed_message;
mod accepted_repeated_parameter;
mod accepted_undeclared_method;
mod accepted_wrong_client_credentials;
mod available_after_delete;
mod content_after_204;
mod content_coding_conformance;
mod content_type_conformance;
mod duplicate_property;
mod empty_parameter_not_omitted;
mod foreign_resource_access;
mod idempotency_key_reuse;
mod idempotency_replay_mismatch;
mod ignored_authentication;
mod incomplete_allow_header;
mod incomplete_response;
mod information_disclosure;
mod invalid_basic_challenge;
mod invalid_problem_details;
mod malformed_date;
mod malformed_header;
mod malformed_www_authenticate;
mod missing_allow_on_options;
mod missing_bearer_error;
mod missing_content_type;
mod missing_date;
mod missing_no_store;
mod missing_rate_limit_headers;
mod missing_www_authenticate;
mod nonempty_error_body;
mod recorded_body_mismatch;
mod recorded_header_mismatch;
mod recorded_status_mismatch;
mod rejected_token_type_hint;
mod rejected_unknown_token;
mod rejected_valid_request;
mod repeated_request_id;
mod request_syntax_conformance;
mod response_header_conformance;
mod revocation_form;
mod revocation_status;
mod schema_conformance;
mod side_effect_of_rejected_request;
mod side_effect_on_other_resource;
mod slow_response;
mod status;
mod unavailable_after_create;
mod undeclared_challenge_scheme;
mod undeclared_media_type_status;
mod undeclared_method_status;
mod undocumented_error;
mod undocumented_error_code;
mod unregistered_oauth_error;
mod usable_after_revocation;

use crate::check::{Check, Scope, Severity};
use crate::expectation::ViolationKind;
pub use nonempty_error_body::is_empty as documented_empty;

/// Every check.
pub static ALL: &[&Check] = &[
    &status::UNDECLARED_STATUS,
    &status::UNEXPECTED_ERROR_STATUS,
    &content_type_conformance::CHECK,
    &schema_conformance::CHECK,
    &response_header_conformance::CHECK,
    &content_after_204::CHECK,
    &ignored_authentication::CHECK,
    &status::UNVERIFIED_SIGNATURE,
    &rejected_valid_request::CHECK,
    &status::ACCEPTED_INVALID_REQUEST,
    &accepted_undeclared_method::CHECK,
    &status::ACCEPTED_UNDECLARED_MEDIA_TYPE,
    &accepted_malformed_message::CHECK,
    &side_effect_of_rejected_request::CHECK,
    &side_effect_on_other_resource::CHECK,
    &usable_after_revocation::CHECK,
    &foreign_resource_access::CHECK,
    &unavailable_after_create::CHECK,
    &available_after_delete::CHECK,
    &status::SERVER_ERROR,
    &incomplete_response::CHECK,
    &content_coding_conformance::CHECK,
    &duplicate_property::CHECK,
    &information_disclosure::CHECK,
    &slow_response::CHECK,
    &incomplete_allow_header::CHECK,
    &missing_content_type::CHECK,
    &missing_www_authenticate::CHECK,
    &malformed_www_authenticate::CHECK,
    &missing_date::CHECK,
    &malformed_date::CHECK,
    &malformed_header::CHECK,
    &missing_allow_on_options::CHECK,
    &undeclared_method_status::CHECK,
    &undeclared_media_type_status::CHECK,
    &undeclared_challenge_scheme::CHECK,
    &invalid_basic_challenge::CHECK,
    &missing_bearer_error::CHECK,
    &accepted_wrong_client_credentials::CHECK,
    &accepted_repeated_parameter::CHECK,
    &empty_parameter_not_omitted::CHECK,
    &unregistered_oauth_error::CHECK,
    &missing_no_store::CHECK,
    &revocation_status::CHECK,
    &revocation_form::CHECK,
    &rejected_unknown_token::CHECK,
    &rejected_token_type_hint::CHECK,
    &undocumented_error_code::CHECK,
    &nonempty_error_body::CHECK,
    &repeated_request_id::CHECK,
    &missing_rate_limit_headers::CHECK,
    &idempotency_replay_mismatch::CHECK,
    &idempotency_key_reuse::CHECK,
    &status::STALE_SIGNATURE,
    &invalid_problem_details::CHECK,
    &undocumented_error::CHECK,
    &request_syntax_conformance::CHECK,
    &recorded_status_mismatch::CHECK,
    &recorded_header_mismatch::CHECK,
    &recorded_body_mismatch::CHECK,
];

/// The check that reports a wrong status of this kind.
pub fn of_kind(kind: ViolationKind) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.detect.kind() == Some(kind))
}

/// The ids of the checks that are run on these exchanges.
pub fn ids_of(scope: Scope) -> Vec<&'static str> {
    ALL.iter().filter(|check| check.scope == scope).map(|check| check.id).collect()
}

/// The ids of all checks.
pub fn ids() -> Vec<&'static str> {
    ALL.iter().map(|check| check.id).collect()
}

/// The check with this id.
pub fn find(id: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.id == id)
}

/// The check with this id, or with this name in another tool. Case does not matter.
pub fn find_by_any_name(name: &str) -> Option<&'static Check> {
    let is_named = |check: &&Check| {
        let mut aliases = check.aliases.iter();
        aliases.any(|alias| alias.eq_ignore_ascii_case(name))
    };
    find(name).or_else(|| ALL.iter().copied().find(is_named))
}

/// The table of checks, in Markdown.
pub fn table() -> String {
    let mut table =
        String::from("| check | demands | severity (profile) | clause |\n|---|---|---|---|\n");
    for check in ALL {
        table.push_str(&format!(
            "| `{}` | {} | {}{} | {} |\n",
            check.id,
            check.title,
            check.severity.as_str(),
            check.profile.map_or_else(String::new, |one| format!(" (`{}`)", one.as_str())),
            check.clause
        ));
    }
    table
}

/// The properties of a check beside its title and requirement, each with its name.
pub fn rows(check: &Check) -> Vec<(&'static str, String)> {
    let aliases = (!check.aliases.is_empty()).then(|| ("aliases", check.aliases.join(", ")));
    let rows = [
        ("severity", severity(check)),
        ("clause", check.clause.to_owned()),
        ("example", check.example.to_owned()),
        ("help", check.help.to_owned()),
        ("configure", configure(check)),
    ];
    rows.into_iter().chain(aliases).collect()
}

/// Every check with all its texts, in Markdown.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Checks\n\nWritten from the checks' own records by `conformance explain --markdown`; \
         do not edit. `conformance explain CHECK` prints one of them.\n\n",
    );
    text.push_str(&table());
    for check in ALL {
        text.push_str(&format!("\n## {}\n\n{}\n\n", check.id, check.requirement));
        text.push_str("| | |\n|---|---|\n");
        let title = ("demands", check.title.to_owned());
        for (name, value) in std::iter::once(title).chain(rows(check)) {
            text.push_str(&format!("| {name} | {} |\n", value.replace('|', "\\|")));
        }
    }
    text
}

fn severity(check: &Check) -> String {
    match check.severity {
        Severity::Error => "error: fails the run".to_owned(),
        Severity::Info => "info: is reported, and fails nothing".to_owned(),
        Severity::Warning => "warning: is reported, and fails the run with --strict".to_owned(),
    }
}

fn configure(check: &Check) -> String {
    let own = (!check.configure.is_empty()).then(|| check.configure.to_owned());
    let profile = check
        .profile
        .map(|profile| format!("--profile {} makes violations errors", profile.as_str()));
    let severity = format!("--severity {}=off, info, warning or error", check.id);
    own.into_iter().chain(profile).chain([severity]).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, find_by_any_name, ids};
    use crate::check::Check;
    use crate::expectation::ViolationKind;

    #[test]
    fn checks_are_found_by_the_names_of_other_tools() {
        for (name, id) in [
            ("not_a_server_error", "server-error"),
            ("Status_Code_Conformance", "undeclared-status"),
            ("UseAfterFree", "available-after-delete"),
            ("server-error", "server-error"),
        ] {
            assert_eq!(find_by_any_name(name).map(|check| check.id), Some(id), "{name}");
        }
        assert!(find_by_any_name("no-such-check").is_none());
    }

    #[test]
    fn one_check_reports_each_kind_of_wrong_status() {
        for kind in ViolationKind::ALL {
            let checks = ALL.iter().filter(|check| check.detect.kind() == Some(*kind));
            let ids: Vec<&str> = checks.map(|check| check.id).collect();
            assert_eq!(ids.len(), 1, "{kind:?}: {ids:?}");
        }
    }

    #[test]
    fn every_check_has_all_texts() {
        for check in ALL {
            let Check { id, title, requirement, clause, example, help, .. } = **check;
            for text in [id, title, requirement, clause, example, help] {
                assert!(!text.is_empty() && text.trim() == text, "{id}: {text:?}");
            }
            assert!(requirement.ends_with('.'), "{id}: {requirement}");
            for text in [title, example, help] {
                assert!(!text.ends_with('.'), "{id}: {text}");
            }
        }
    }

    #[test]
    fn no_two_checks_share_a_name() {
        let aliases = ALL.iter().flat_map(|check| check.aliases.iter().copied());
        let names: Vec<&str> = ids().into_iter().chain(aliases).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}
