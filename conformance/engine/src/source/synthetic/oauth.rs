//! Requirements of OAuth 2.0 beyond the document: invalid credentials where none are required, form
//! parameters without a value, and token type hints. Checks evaluate the responses.

use serde_json::{Value, json};
use specs::Pointer;
use specs::contract::{Literals, SchemaId, Schemas};

use super::draft::{Draft, is_writable, rightly};
use super::{Cases, Drafting, Label, client};
use conformance_core::case::{CaseKind, Quality, Slot};
use conformance_core::heuristics::{UNHEARD_OF_HINT, body_members, is_oauth, is_revocation};
use conformance_core::slug::slug;

/// A placeholder for the invalid secret.
const PLACEHOLDER: &str = "conformance-wrong-secret";

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    if !is_oauth(drafting.inputs.contract, drafting.operation) {
        return;
    }
    // If credentials are always required, other cases send invalid ones anyway.
    if drafting.operation.security.allows_anonymous() {
        wrong_in_header(drafting, cases);
        wrong_in_body(drafting, cases);
        no_client(drafting, cases);
    }
    empty_parameters(drafting, cases);
    hints(drafting, cases);
}

fn unusual(variant: String, title: &str, rule: &Pointer) -> Label {
    Label { variant, title: title.to_owned(), kind: CaseKind::Unusual, rule: rule.clone() }
}

/// RFC 6749 §5.2: invalid credentials are rejected, even where none are required.
fn wrong_in_header(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    for alternative in &drafting.operation.security.alternatives {
        for (index, requirement) in alternative.requirements.iter().enumerate() {
            let mut draft = drafting.minimal.clone();
            draft.credentials = rightly(alternative);
            draft.credentials[index].quality = Quality::Wrong;
            let variant = format!("wrong-credentials-optional-{}", slug(&requirement.scheme));
            let title = "a wrong credential where none is required";
            cases.add(unusual(variant, title, &alternative.pointer), draft.write());
        }
    }
}

/// RFC 6749 §2.3.1: the same in the body, alone and in addition to valid ones in the header.
fn wrong_in_body(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let fixtures = drafting.inputs.fixtures;
    // Another secret is known to be invalid only if the client has a secret.
    let (Some(id), Some(_)) = (fixtures.value("client_id"), fixtures.value("client_secret")) else {
        return;
    };
    let names = ["client_id", "client_secret"];
    let known = body_members(drafting.inputs.contract, drafting.operation);
    if !names.iter().all(|name| known.iter().any(|property| property.name == *name)) {
        return;
    }
    let Some(mut draft) = form_or_first(drafting) else {
        return;
    };
    let Some(body) = draft.body.as_mut() else { return };
    let Some(members) = body.value.as_object_mut() else { return };
    members.insert("client_id".to_owned(), id.clone());
    members.insert("client_secret".to_owned(), json!(PLACEHOLDER));
    let schemes = drafting.operation.security.alternatives.iter().flat_map(|one| &one.requirements);
    let scheme = schemes.map(|needed| needed.scheme.clone()).next().unwrap_or_default();
    let place = Pointer::root().child("client_secret");
    body.slots.push((place, json!(PLACEHOLDER), Slot::Wrong(scheme)));
    let rule = body.media_type.pointer.clone();
    if !draft.credentials.is_empty() {
        let label = unusual(
            "wrong-client-secret-beside-right-credentials".to_owned(),
            "a wrong `client_secret` beside right credentials in the header",
            &rule,
        );
        cases.add(label, draft.write());
    }
    draft.credentials.clear();
    let title = "a wrong `client_secret`, and no other credentials";
    cases.add(unusual("wrong-client-secret".to_owned(), title, &rule), draft.write());
}

/// RFC 7009 §2.1: whatever the document declares, a server may require client authentication, or not.
fn no_client(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let mut draft = drafting.minimal.clone();
    if client::may_name_client(drafting.inputs.contract, &draft) {
        draft.credentials.clear();
        let title = "no client authentication";
        let label = unusual("unusual-no-client".to_owned(), title, &drafting.operation.pointer);
        cases.add(label, draft.write());
    }
}

/// RFC 6749 §3.2: a parameter without a value counts as omitted.
fn empty_parameters(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(mut draft) = form_or_first(drafting) else {
        return;
    };
    let Some(body) = draft.body.as_mut().filter(|body| body.media_type.is_form()) else {
        return;
    };
    let schemas = &drafting.inputs.contract.schemas;
    let Some(members) = body.value.as_object_mut() else { return };
    let mut is_any = false;
    for property in conformance_core::heuristics::members(schemas, body.schema) {
        if !property.required && is_text(schemas, property.schema) {
            members.insert(property.name.clone(), Value::String(String::new()));
            is_any = true;
        }
    }
    if is_any {
        let title = "optional form parameters without a value";
        let label =
            unusual("unusual-form-empty-parameters".to_owned(), title, &body.media_type.pointer);
        cases.add(label, draft.write());
    }
}

/// RFC 7009 §2.1: a hint helps to find the token, and must not decide whether it is found. If the
/// document has an enum of hints, other cases send each of them.
fn hints(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let schemas = &drafting.inputs.contract.schemas;
    let known = body_members(drafting.inputs.contract, drafting.operation);
    let Some(hint) = known.iter().find(|property| property.name == "token_type_hint") else {
        return;
    };
    let schema = schemas.get(schemas.resolve(hint.schema));
    if !is_revocation(drafting.operation) || !schema.shape.is_string() {
        return;
    }
    for (value, variant, kind) in [
        ("access_token", "valid-hint-access-token", CaseKind::Valid),
        ("refresh_token", "valid-hint-refresh-token", CaseKind::Valid),
        (UNHEARD_OF_HINT, "unusual-hint-unheard-of", CaseKind::Unusual),
    ] {
        let Some(mut draft) = form_or_first(drafting) else {
            return;
        };
        let members = draft.body.as_mut().and_then(|body| body.value.as_object_mut());
        let accepts = drafting.inputs.validators.of(schemas, hint.schema).accepts(&json!(value));
        if let Some(members) = members.filter(|_| accepts) {
            members.insert(hint.name.clone(), json!(value));
            let title = format!("the hint `{value}`");
            let variant = variant.to_owned();
            cases.add(Label { variant, title, kind, rule: schema.pointer.clone() }, draft.write());
        }
    }
}

fn is_text(schemas: &Schemas, id: SchemaId) -> bool {
    let shape = schemas.shape(id);
    shape.is_string() || matches!(shape.literals(), Some(Literals::Strings(_)))
}

/// The plain request as a form, which OAuth 2.0 requires, otherwise as it is.
fn form_or_first<'a>(drafting: &Drafting<'a>) -> Option<Draft<'a>> {
    let content = drafting.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    let form =
        content.iter().position(|media_type| media_type.is_form() && is_writable(media_type));
    match form {
        Some(index) => drafting.in_media_type(index),
        None => Some(drafting.minimal.clone()),
    }
}
