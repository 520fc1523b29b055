//! A revocation that takes its token in another way than RFC 7009's.

use crate::case::{CaseKind, Role};
use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::heuristics::{is_revocation, members};

/// The id of the check.
pub const ID: &str = "revocation-form";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "a revocation request is a form with `token`",
    requirement: "A client sends the token as the parameter `token` of a form. A document that declares JSON, an id in the path or another name departs from RFC 7009, and so does a server that conforms to it.",
    severity: Severity::Info,
    profile: Some(Profile::Rfc7009),
    clause: "RFC 7009 §2.1",
    example: "the document declares a JSON body with access_token",
    help: "declare and accept application/x-www-form-urlencoded with `token`",
    applies: |context| {
        context.step.role == Role::Main
            && *context.kind == CaseKind::Valid
            && is_revocation(context.operation)
            && context.response().is_some_and(|response| response.class() == 2)
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let content = context.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    let form = content.iter().find(|media_type| media_type.is_form());
    let schemas = &context.contract.schemas;
    let named = form
        .and_then(|form| form.schema)
        .is_some_and(|schema| members(schemas, schema).iter().any(|member| member.name == "token"));
    let actual = match form {
        Some(_) if named => return Vec::new(),
        Some(_) => "the document declares a form without `token`",
        None => "the document declares no form",
    };
    vec![context.violation(actual, "a form with the parameter `token`", actual)]
}
