//! Requests that are unusual as a whole: repeated or undeclared parameters, a body where the operation
//! declares none.

use specs::contract::{Method, ParameterLocation};

use super::super::{Cases, Drafting};
use super::unusual;
use conformance_core::case::{BodyPlan, Manner, Piece, Template};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    query(drafting, cases);
    undeclared_query(drafting, cases);
    undeclared_body(drafting, cases);
}

/// A query parameter twice, and a required one in bytes that are not UTF-8.
fn query(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let schemas = &drafting.inputs.contract.schemas;
    for parameter in drafting.operation.parameters_in(ParameterLocation::Query) {
        let shape = schemas.shape(parameter.schema);
        if shape.is_array() || shape.is_object() {
            continue;
        }
        let mut draft = drafting.minimal.clone();
        if !parameter.required && draft.take_parameter(drafting.inputs, parameter).is_none() {
            continue;
        }
        let request = draft.write();
        let (same, others): (Vec<_>, Vec<_>) =
            request.query.iter().cloned().partition(|(name, _)| *name == parameter.name);
        let mut twice = request.clone();
        twice.query.extend(same);
        let label = unusual("query", &parameter.name, "said twice", &parameter.pointer);
        cases.add(label, twice);
        if !parameter.required {
            continue;
        }
        let mut broken = request;
        broken.query = others;
        let name = Manner::Url.write(&parameter.name);
        broken.path.0.push(Piece::Text(format!("?{name}=%FF%FE")));
        let what = "text that is not Unicode";
        cases.add(unusual("query", &parameter.name, what, &parameter.pointer), broken);
    }
}

fn undeclared_query(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let mut request = drafting.minimal.write();
    request.query.push(("conformance-extra".to_owned(), Template::text("any")));
    cases.add(unusual("query", "", "not declared", &drafting.operation.pointer), request);
}

fn undeclared_body(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let may_carry = matches!(operation.method, Method::Post | Method::Put | Method::Patch);
    if operation.body.is_some() || !may_carry {
        return;
    }
    let mut request = drafting.minimal.write();
    request.body = Some(BodyPlan::Text {
        media_type: Some("application/json".to_owned()),
        text: Template::text("{\"any\":1}"),
        manner: Manner::Json,
    });
    cases.add(unusual("body", "", "where none is declared", &operation.pointer), request);
}
