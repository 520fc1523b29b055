//! A Bearer challenge that says too much, too little, or what does not fit its status.

use crate::case::CaseKind;
use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::fields::{Challenge, challenges, is_error_text};

/// The id of the check.
pub const ID: &str = "missing-bearer-error";

/// RFC 6750 §3.1: each error with its status.
const ERRORS: [(&str, u16); 3] =
    [("invalid_request", 400), ("invalid_token", 401), ("insufficient_scope", 403)];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a Bearer challenge has the error of the token that was sent",
    requirement: "A Bearer challenge has at least one parameter. Without credentials in the request it has no error; with a wrong token its error is invalid_token. Each error has its own status, and is written in the characters that the standard allows.",
    severity: Severity::Info,
    profile: Some(Profile::Oauth),
    clause: "RFC 6750 §3",
    example: "a request without credentials gets 401 with Bearer error=\"invalid_token\"",
    help: "send Bearer realm=\"NAME\", and error=\"invalid_token\" where a wrong token was sent",
    applies: |context| {
        context.response().is_some_and(|response| response.header("www-authenticate").is_some())
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let text = response.header_values("www-authenticate").collect::<Vec<_>>().join(", ");
    let list = challenges(&text).unwrap_or_default();
    let wrong = list
        .iter()
        .filter(|challenge| challenge.is("Bearer"))
        .flat_map(|challenge| errors(context, response.status, challenge));
    wrong
        .map(|error| Violation {
            clause: Some(error.clause),
            severity: error.severity,
            ..context.violation(
                error.symptom,
                error.expected,
                format!("status {} with WWW-Authenticate: {text}", response.status),
            )
        })
        .collect()
}

/// What is wrong with a challenge.
struct SchemaError {
    symptom: &'static str,
    expected: String,
    clause: &'static str,
    severity: Option<Severity>,
}

fn errors(context: &CheckContext<'_>, status: u16, challenge: &Challenge) -> Vec<SchemaError> {
    let mut list = Vec::new();
    let mut add = |symptom, expected: &str, clause, severity| {
        list.push(SchemaError { symptom, expected: expected.to_owned(), clause, severity });
    };
    let error = challenge.parameter("error");
    if challenge.parameters.is_empty() {
        add("Bearer without parameters", "at least one parameter", "RFC 6750 §3", None);
    }
    match (context.kind, error) {
        (CaseKind::NoCredentials, Some(_)) => add(
            "an error without credentials",
            "no error where no credentials were sent",
            "RFC 6750 §3.1",
            None,
        ),
        (CaseKind::WrongCredentials, None) if status == 401 && !challenge.parameters.is_empty() => {
            add(
                "a wrong token without an error",
                "error=\"invalid_token\" where a token was sent and is not right",
                "RFC 6750 §3",
                None,
            )
        }
        _ => {}
    }
    let fitting = ERRORS.iter().find(|(name, _)| Some(*name) == error).map(|(_, status)| *status);
    if let Some(fitting) = fitting.filter(|fitting| *fitting != status) {
        let expected = format!("{} with status {fitting}", error.unwrap_or_default());
        add("an error of another status", &expected, "RFC 6750 §3.1", None);
    }
    let texts = ["error", "error_description"].map(|name| challenge.parameter(name));
    if texts.into_iter().flatten().any(|text| !is_error_text(text)) {
        let expected =
            "printable ASCII without quotes and backslashes in error and error_description";
        add(
            "an error in signs that are not allowed",
            expected,
            "RFC 6750 §3",
            Some(Severity::Warning),
        );
    }
    list
}
