//! A revocation that takes its token in another way than RFC 7009's.

use crate::case::{Cause, Role};
use crate::check::{Check, Profile, Severity, Subject, Violation};
use crate::prose::{is_revocation, members};

/// The id of the check.
pub const ID: &str = "revocation-takes-a-form";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "a revocation takes a form with `token`",
    requirement: "A client sends the token in the parameter `token` of a form. A document that wants JSON, an id in the \
                  path or another name departs from it, and so does the server that follows it.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.1",
    example: "the document declares a JSON body with access_token",
    help: "declare and take application/x-www-form-urlencoded with `token`",
    applies: |subject| {
        subject.step.role == Role::Main
            && *subject.cause == Cause::Valid
            && is_revocation(subject.operation)
            && subject.answer().is_some_and(|answer| answer.class() == 2)
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let content = subject.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    let form = content.iter().find(|media_type| media_type.is_form());
    let schemas = &subject.contract.schemas;
    let named = form
        .and_then(|form| form.schema)
        .is_some_and(|schema| members(schemas, schema).iter().any(|member| member.name == "token"));
    let actual = match form {
        Some(_) if named => return Vec::new(),
        Some(_) => "the document declares a form without `token`",
        None => "the document declares no form",
    };
    vec![subject.violation(actual, "a form with the parameter `token`", actual)]
}
