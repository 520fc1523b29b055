//! Every check, in the order in which reports name them. One check, one file, one record.

mod allow_lists_methods;
mod answers_in_time;
mod authentication_required;
mod basic_challenge;
mod bearer_challenge;
mod body_schema;
mod challenge_scheme;
mod challenge_syntax;
mod challenge_with_401;
mod complete_response;
mod content_coding;
mod content_type;
mod content_type_present;
mod date_present;
mod date_syntax;
mod documented_code;
mod documented_empty_error;
mod empty_parameter;
mod error_code;
mod field_syntax;
mod gone_after_delete;
mod idempotency_conflict;
mod idempotent_replay;
mod invalid_hint_ignored;
mod invalid_refused;
mod media_type_refused;
mod media_type_status;
mod method_refused;
mod method_status;
mod misframed_refused;
mod no_content_after_204;
mod no_leaks;
mod no_server_error;
mod no_store;
mod options_lists_allow;
mod others_refused;
mod problem_details;
mod rate_limit_headers;
mod read_after_create;
mod recorded_body;
mod recorded_header;
mod recorded_status;
mod refused_without_effect;
mod repeated_parameter;
mod request_syntax;
mod response_headers;
mod revocation_answers_200;
mod revocation_takes_a_form;
mod revoked_is_dead;
mod signature_current;
mod signature_verified;
mod state_scripts;
mod status_declared;
mod status_fits_cause;
mod undocumented_cause;
mod unique_members;
mod unique_request_id;
mod unknown_token_succeeds;
mod valid_accepted;
mod wrong_client_credentials;

use crate::check::{Check, Severity};
use crate::expectation::ViolationKind;
pub use documented_empty_error::is_empty as documented_empty;

/// The ids that other modules name.
pub mod id {
    pub use super::authentication_required::ID as AUTHENTICATION_REQUIRED;
    pub use super::gone_after_delete::ID as GONE_AFTER_DELETE;
    pub use super::invalid_refused::ID as INVALID_REFUSED;
    pub use super::media_type_refused::ID as MEDIA_TYPE_REFUSED;
    pub use super::method_refused::ID as METHOD_REFUSED;
    pub use super::misframed_refused::ID as MISFRAMED_REFUSED;
    pub use super::no_server_error::ID as NO_SERVER_ERROR;
    pub use super::others_refused::ID as OTHERS_REFUSED;
    pub use super::read_after_create::ID as READ_AFTER_CREATE;
    pub use super::recorded_body::ID as RECORDED_BODY;
    pub use super::recorded_header::ID as RECORDED_HEADER;
    pub use super::recorded_status::ID as RECORDED_STATUS;
    pub use super::refused_without_effect::ID as REFUSED_WITHOUT_EFFECT;
    pub use super::revoked_is_dead::ID as REVOKED_IS_DEAD;
    pub use super::signature_current::ID as SIGNATURE_CURRENT;
    pub use super::signature_verified::ID as SIGNATURE_VERIFIED;
    pub use super::state_scripts::ID as STATE_SCRIPTS;
    pub use super::status_declared::ID as STATUS_DECLARED;
    pub use super::status_fits_cause::ID as STATUS_FITS_CAUSE;
    pub use super::undocumented_cause::ID as UNDOCUMENTED_CAUSE;
    pub use super::valid_accepted::ID as VALID_ACCEPTED;
}

/// Every check.
pub static ALL: [&Check; 60] = [
    &status_declared::CHECK,
    &status_fits_cause::CHECK,
    &content_type::CHECK,
    &body_schema::CHECK,
    &response_headers::CHECK,
    &no_content_after_204::CHECK,
    &authentication_required::CHECK,
    &signature_verified::CHECK,
    &valid_accepted::CHECK,
    &invalid_refused::CHECK,
    &method_refused::CHECK,
    &media_type_refused::CHECK,
    &misframed_refused::CHECK,
    &refused_without_effect::CHECK,
    &state_scripts::CHECK,
    &revoked_is_dead::CHECK,
    &others_refused::CHECK,
    &read_after_create::CHECK,
    &gone_after_delete::CHECK,
    &no_server_error::CHECK,
    &complete_response::CHECK,
    &content_coding::CHECK,
    &unique_members::CHECK,
    &no_leaks::CHECK,
    &answers_in_time::CHECK,
    &allow_lists_methods::CHECK,
    &content_type_present::CHECK,
    &challenge_with_401::CHECK,
    &challenge_syntax::CHECK,
    &date_present::CHECK,
    &date_syntax::CHECK,
    &field_syntax::CHECK,
    &options_lists_allow::CHECK,
    &method_status::CHECK,
    &media_type_status::CHECK,
    &challenge_scheme::CHECK,
    &basic_challenge::CHECK,
    &bearer_challenge::CHECK,
    &wrong_client_credentials::CHECK,
    &repeated_parameter::CHECK,
    &empty_parameter::CHECK,
    &error_code::CHECK,
    &no_store::CHECK,
    &revocation_answers_200::CHECK,
    &revocation_takes_a_form::CHECK,
    &unknown_token_succeeds::CHECK,
    &invalid_hint_ignored::CHECK,
    &documented_code::CHECK,
    &documented_empty_error::CHECK,
    &unique_request_id::CHECK,
    &rate_limit_headers::CHECK,
    &idempotent_replay::CHECK,
    &idempotency_conflict::CHECK,
    &signature_current::CHECK,
    &problem_details::CHECK,
    &undocumented_cause::CHECK,
    &request_syntax::CHECK,
    &recorded_status::CHECK,
    &recorded_header::CHECK,
    &recorded_body::CHECK,
];

/// The checks that look at probes, of which the document says nothing.
pub static PROBED: [&str; 4] =
    [id::REFUSED_WITHOUT_EFFECT, id::STATE_SCRIPTS, id::REVOKED_IS_DEAD, id::OTHERS_REFUSED];

/// The checks that compare a response with a recorded one: they apply in a replay alone.
pub static OF_REPLAY: [&str; 3] = [id::RECORDED_STATUS, id::RECORDED_HEADER, id::RECORDED_BODY];

/// The id of the check that reports a wrong status of this kind.
pub fn of_kind(kind: ViolationKind) -> &'static str {
    match kind {
        ViolationKind::UndeclaredStatus => id::STATUS_DECLARED,
        ViolationKind::UnexpectedErrorStatus => id::STATUS_FITS_CAUSE,
        ViolationKind::RejectedValidRequest => id::VALID_ACCEPTED,
        ViolationKind::AcceptedInvalidRequest => id::INVALID_REFUSED,
        ViolationKind::AcceptedUndeclaredMethod => id::METHOD_REFUSED,
        ViolationKind::AcceptedUndeclaredMediaType => id::MEDIA_TYPE_REFUSED,
        ViolationKind::AcceptedMalformedMessage => id::MISFRAMED_REFUSED,
        ViolationKind::IgnoredAuthentication => id::AUTHENTICATION_REQUIRED,
        ViolationKind::UnverifiedSignature => id::SIGNATURE_VERIFIED,
        ViolationKind::StaleSignature => id::SIGNATURE_CURRENT,
        ViolationKind::ForeignResourceAccess => id::OTHERS_REFUSED,
        ViolationKind::UsableAfterRevocation => id::REVOKED_IS_DEAD,
        ViolationKind::SideEffectOnOtherResource => id::STATE_SCRIPTS,
        ViolationKind::SideEffectOfRejectedRequest => id::REFUSED_WITHOUT_EFFECT,
        ViolationKind::UnavailableAfterCreate => id::READ_AFTER_CREATE,
        ViolationKind::AvailableAfterDelete => id::GONE_AFTER_DELETE,
        ViolationKind::ServerError => id::NO_SERVER_ERROR,
    }
}

/// The check with this id.
pub fn find(id: &str) -> Option<&'static Check> {
    ALL.into_iter().find(|check| check.id == id)
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
    vec![
        ("severity", severity(check)),
        ("clause", check.clause.to_owned()),
        ("example", check.example.to_owned()),
        ("help", check.help.to_owned()),
        ("configure", configure(check)),
    ]
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
    if check.id == answers_in_time::ID {
        let own = "--max-response-time SECONDS makes longer answers errors; --timeout ends them";
        ways.push(own.to_owned());
    }
    match check.id {
        revoked_is_dead::ID => {
            ways.push("on where the fixtures name a `probe` or an `own-credential`".to_owned());
        }
        others_refused::ID => ways.push("on where the fixtures name `foreign-values`".to_owned()),
        recorded_status::ID => ways.push("on in `conformance replay`".to_owned()),
        recorded_header::ID => ways.push(format!("{IN_REPLAY} header:NAME leaves one out")),
        recorded_body::ID => {
            ways.push(format!(
                "{IN_REPLAY} body:/json/pointer leaves a place out, * for any member"
            ));
        }
        _ => {}
    }
    if let Some(profile) = check.profile {
        ways.push(format!("--profile {} makes violations errors", profile.as_str()));
    }
    if check.id == undocumented_cause::ID {
        ways.push("--strict makes it an error; --status names the statuses that must come".into());
    }
    ways.push(format!("--severity {}=off, info, warning or error", check.id));
    ways.join("; ")
}
