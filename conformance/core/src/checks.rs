//! Every check, in the order in which reports name them. One check, one file, one record.

mod accepted_invalid_request;
mod accepted_malformed_message;
mod accepted_repeated_parameter;
mod accepted_undeclared_media_type;
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
mod server_error;
mod side_effect_of_rejected_request;
mod side_effect_on_other_resource;
mod slow_response;
mod stale_signature;
mod unavailable_after_create;
mod undeclared_challenge_scheme;
mod undeclared_media_type_status;
mod undeclared_method_status;
mod undeclared_status;
mod undocumented_error;
mod undocumented_error_code;
mod unexpected_error_status;
mod unregistered_oauth_error;
mod unverified_signature;
mod usable_after_revocation;

use crate::check::{Check, Severity};
use crate::expectation::ViolationKind;
pub use nonempty_error_body::is_empty as documented_empty;

/// The ids that other modules name.
pub mod id {
    pub use super::accepted_invalid_request::ID as ACCEPTED_INVALID_REQUEST;
    pub use super::accepted_malformed_message::ID as ACCEPTED_MALFORMED_MESSAGE;
    pub use super::accepted_undeclared_media_type::ID as ACCEPTED_UNDECLARED_MEDIA_TYPE;
    pub use super::accepted_undeclared_method::ID as ACCEPTED_UNDECLARED_METHOD;
    pub use super::available_after_delete::ID as AVAILABLE_AFTER_DELETE;
    pub use super::foreign_resource_access::ID as FOREIGN_RESOURCE_ACCESS;
    pub use super::ignored_authentication::ID as IGNORED_AUTHENTICATION;
    pub use super::recorded_body_mismatch::ID as RECORDED_BODY_MISMATCH;
    pub use super::recorded_header_mismatch::ID as RECORDED_HEADER_MISMATCH;
    pub use super::recorded_status_mismatch::ID as RECORDED_STATUS_MISMATCH;
    pub use super::rejected_valid_request::ID as REJECTED_VALID_REQUEST;
    pub use super::server_error::ID as SERVER_ERROR;
    pub use super::side_effect_of_rejected_request::ID as SIDE_EFFECT_OF_REJECTED_REQUEST;
    pub use super::side_effect_on_other_resource::ID as SIDE_EFFECT_ON_OTHER_RESOURCE;
    pub use super::stale_signature::ID as STALE_SIGNATURE;
    pub use super::unavailable_after_create::ID as UNAVAILABLE_AFTER_CREATE;
    pub use super::undeclared_status::ID as UNDECLARED_STATUS;
    pub use super::undocumented_error::ID as UNDOCUMENTED_ERROR;
    pub use super::unexpected_error_status::ID as UNEXPECTED_ERROR_STATUS;
    pub use super::unverified_signature::ID as UNVERIFIED_SIGNATURE;
    pub use super::usable_after_revocation::ID as USABLE_AFTER_REVOCATION;
}

/// Every check.
pub static ALL: &[&Check] = &[
    &undeclared_status::CHECK,
    &unexpected_error_status::CHECK,
    &content_type_conformance::CHECK,
    &schema_conformance::CHECK,
    &response_header_conformance::CHECK,
    &content_after_204::CHECK,
    &ignored_authentication::CHECK,
    &unverified_signature::CHECK,
    &rejected_valid_request::CHECK,
    &accepted_invalid_request::CHECK,
    &accepted_undeclared_method::CHECK,
    &accepted_undeclared_media_type::CHECK,
    &accepted_malformed_message::CHECK,
    &side_effect_of_rejected_request::CHECK,
    &side_effect_on_other_resource::CHECK,
    &usable_after_revocation::CHECK,
    &foreign_resource_access::CHECK,
    &unavailable_after_create::CHECK,
    &available_after_delete::CHECK,
    &server_error::CHECK,
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
    &stale_signature::CHECK,
    &invalid_problem_details::CHECK,
    &undocumented_error::CHECK,
    &request_syntax_conformance::CHECK,
    &recorded_status_mismatch::CHECK,
    &recorded_header_mismatch::CHECK,
    &recorded_body_mismatch::CHECK,
];

/// The checks that look at probes, of which the document says nothing.
pub static PROBED: [&str; 4] = [
    id::SIDE_EFFECT_OF_REJECTED_REQUEST,
    id::SIDE_EFFECT_ON_OTHER_RESOURCE,
    id::USABLE_AFTER_REVOCATION,
    id::FOREIGN_RESOURCE_ACCESS,
];

/// The checks that compare a response with a recorded one: they apply in a replay alone.
pub static OF_REPLAY: [&str; 3] =
    [id::RECORDED_STATUS_MISMATCH, id::RECORDED_HEADER_MISMATCH, id::RECORDED_BODY_MISMATCH];

/// The id of the check that reports a wrong status of this kind.
pub fn of_kind(kind: ViolationKind) -> &'static str {
    match kind {
        ViolationKind::UndeclaredStatus => id::UNDECLARED_STATUS,
        ViolationKind::UnexpectedErrorStatus => id::UNEXPECTED_ERROR_STATUS,
        ViolationKind::RejectedValidRequest => id::REJECTED_VALID_REQUEST,
        ViolationKind::AcceptedInvalidRequest => id::ACCEPTED_INVALID_REQUEST,
        ViolationKind::AcceptedUndeclaredMethod => id::ACCEPTED_UNDECLARED_METHOD,
        ViolationKind::AcceptedUndeclaredMediaType => id::ACCEPTED_UNDECLARED_MEDIA_TYPE,
        ViolationKind::AcceptedMalformedMessage => id::ACCEPTED_MALFORMED_MESSAGE,
        ViolationKind::IgnoredAuthentication => id::IGNORED_AUTHENTICATION,
        ViolationKind::UnverifiedSignature => id::UNVERIFIED_SIGNATURE,
        ViolationKind::StaleSignature => id::STALE_SIGNATURE,
        ViolationKind::ForeignResourceAccess => id::FOREIGN_RESOURCE_ACCESS,
        ViolationKind::UsableAfterRevocation => id::USABLE_AFTER_REVOCATION,
        ViolationKind::SideEffectOnOtherResource => id::SIDE_EFFECT_ON_OTHER_RESOURCE,
        ViolationKind::SideEffectOfRejectedRequest => id::SIDE_EFFECT_OF_REJECTED_REQUEST,
        ViolationKind::UnavailableAfterCreate => id::UNAVAILABLE_AFTER_CREATE,
        ViolationKind::AvailableAfterDelete => id::AVAILABLE_AFTER_DELETE,
        ViolationKind::ServerError => id::SERVER_ERROR,
    }
}

/// The ids of all checks.
pub fn ids() -> Vec<&'static str> {
    ALL.iter().map(|check| check.id).collect()
}

/// The check with this id.
pub fn find(id: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.id == id)
}

/// The check that has this id, or that other tools call so. Case does not matter.
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

/// What there is to say of a check beside its requirement, each with its name.
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

/// Every check with all that there is to say of it, in Markdown.
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
        for (name, words) in std::iter::once(title).chain(rows(check)) {
            text.push_str(&format!("| {name} | {} |\n", words.replace('|', "\\|")));
        }
    }
    text
}

const IN_REPLAY: &str =
    "on in `conformance replay`; --exact takes values of the same form for different; --ignore";

fn severity(check: &Check) -> String {
    match check.severity {
        Severity::Error => "error: fails the run".to_owned(),
        Severity::Info => "info: is reported, and fails nothing".to_owned(),
        Severity::Warning => "warning: is reported, and fails the run with --strict".to_owned(),
    }
}

fn configure(check: &Check) -> String {
    let mut ways = Vec::new();
    if check.id == slow_response::ID {
        let own = "--max-response-time SECONDS makes longer responses errors; --timeout ends them";
        ways.push(own.to_owned());
    }
    match check.id {
        usable_after_revocation::ID => {
            ways.push("on where the fixtures name a `probe` or an `own-credential`".to_owned());
        }
        foreign_resource_access::ID => {
            ways.push("on where the fixtures name `foreign-values`".to_owned())
        }
        recorded_status_mismatch::ID => ways.push("on in `conformance replay`".to_owned()),
        recorded_header_mismatch::ID => {
            ways.push(format!("{IN_REPLAY} header:NAME leaves one out"))
        }
        recorded_body_mismatch::ID => {
            ways.push(format!(
                "{IN_REPLAY} body:/json/pointer leaves a place out, * for any member"
            ));
        }
        _ => {}
    }
    if let Some(profile) = check.profile {
        ways.push(format!("--profile {} makes violations errors", profile.as_str()));
    }
    if check.id == undocumented_error::ID {
        ways.push("--strict makes it an error; --status names the statuses that must come".into());
    }
    ways.push(format!("--severity {}=off, info, warning or error", check.id));
    ways.join("; ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, find_by_any_name, ids};

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
    fn no_two_checks_share_a_name() {
        let aliases = ALL.iter().flat_map(|check| check.aliases.iter().copied());
        let names: Vec<&str> = ids().into_iter().chain(aliases).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}
