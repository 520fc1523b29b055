//! Content that names another code than the document does for its status.

use serde_json::Value;
use specs::contract::{Property, Response, Shape, StatusRange};

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::heuristics::{examples, response_members};

/// The id of the check.
pub const ID: &str = "undocumented-error-code";

/// Members that hold a code.
const CODES: [&str; 3] = ["code", "statusCode", "status"];

/// Codes that a provider's document shows and that are no statuses: provider, status, member, code.
const SHOWN: [(&str, u16, &str, &str); 1] = [("nomba", 200, "code", "00")];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a code in the body is the one that the document shows",
    requirement: "Where the document's examples for a status contain that status in the body, as `code`, `statusCode` or `status`, a code that is a status must equal it: a body that contradicts its response misleads whoever logs it. Other codes are ignored. Where a provider shows another code for a success, a different one is information.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "the document: examples of the response",
    example: "a 404 with {\"code\":\"401\"}, where the example of 404 shows \"404\"",
    help: "send the code that belongs to the status",
    applies: |context| {
        context.kind.reaches_operation()
            && context.response().is_some_and(|response| !response.body.is_empty())
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(response), Some(declared)) = (context.response(), context.declared) else {
        return Vec::new();
    };
    let content = context.json().unwrap_or(&Value::Null);
    let mut violations = Vec::new();
    let members = response_members(&context.contract.schemas, declared).iter();
    for member in members.filter(|member| CODES.contains(&member.name.as_str())) {
        let Some(sent) = content.get(&member.name) else {
            continue;
        };
        let (expected, severity) = match shown(context, response.status, member) {
            Some(code) if sent.as_str() != Some(code) => (code.to_owned(), Some(Severity::Info)),
            Some(_) => continue,
            None if status(sent).is_some_and(|code| code != response.status)
                && names_status(context, declared, member) =>
            {
                (response.status.to_string(), None)
            }
            None => continue,
        };
        violations.push(Violation {
            place: context.contract.schemas.get(member.schema).pointer.clone(),
            severity,
            ..context.violation(
                format!("another {} with {}", member.name, response.status),
                format!("`{}` that is {expected}", member.name),
                format!("`{}`: {sent} with status {}", member.name, response.status),
            )
        });
    }
    violations
}

/// The code that the provider shows for this status, if it is one of those above.
fn shown(context: &CheckContext<'_>, status: u16, member: &Property) -> Option<&'static str> {
    SHOWN
        .iter()
        .find(|(provider, of, name, _)| {
            (*provider, *of, *name) == (context.contract.id.as_str(), status, member.name.as_str())
        })
        .map(|(.., code)| *code)
}

/// Whether an example of the response shows its own status in this member. A constant is the schema's.
fn names_status(context: &CheckContext<'_>, declared: &Response, member: &Property) -> bool {
    let schemas = &context.contract.schemas;
    let StatusRange::Exact(own) = declared.status else {
        return false;
    };
    let is_fixed = matches!(schemas.get(schemas.resolve(member.schema)).shape, Shape::Literals(_));
    let whole = declared.content.iter().flat_map(|content| &content.examples);
    let inside = whole.filter_map(|example| example.value.get(&member.name));
    let mut all = examples(schemas, member.schema).into_iter().chain(inside);
    !is_fixed && all.any(|example| status(example) == Some(own))
}

/// The status that a code is, as a number or as a text.
fn status(code: &Value) -> Option<u16> {
    let number = match code {
        Value::String(text) if text.len() == 3 => text.parse().ok()?,
        other => other.as_u64()?,
    };
    u16::try_from(number).ok().filter(|status| (100..600).contains(status))
}
