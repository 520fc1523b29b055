//! Unusual values of body properties, repeated properties, and text that JSON allows and Unicode does
//! not.

use serde_json::{Value, json};
use specs::contract::{Additional, Property};

use super::super::draft::{BodyDraft, Draft, is_writable, leaves};
use super::super::malformed::as_template;
use super::super::{Cases, Drafting, Label};
use super::{HUGE, is_integer, unusual, values};
use conformance_core::case::{BodyPlan, CaseKind, Manner, Piece, RequestPlan, Template};
use conformance_core::values::Extent;

/// A placeholder for something that JSON values cannot contain.
const PLACEHOLDER: &str = "conformance-placeholder";
/// The deepest nesting of properties that is tried.
const DEEPER: usize = 16;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    members(drafting, cases);
    deeper(drafting, cases);
    let content = drafting.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    for (index, media_type) in content.iter().enumerate() {
        let draft = drafting.in_media_type(index).filter(|_| is_writable(media_type));
        let Some(draft) = draft else { continue };
        let suffix = drafting.media_suffix(index);
        extra_member(drafting, &draft, &suffix, cases);
        twice(&draft, &suffix, cases);
        not_unicode(drafting, &draft, &suffix, cases);
    }
}

/// Each top-level property, in the first media type that can be written.
fn members(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(body) = &drafting.minimal.body else {
        return;
    };
    for property in properties(drafting, body) {
        let rule = &drafting.inputs.contract.schemas.get(property.schema).pointer;
        let place = format!("unusual/body/{}", property.name);
        let mut rng = super::super::draft::rng(drafting.inputs, drafting.operation, &place);
        for (what, value) in values(drafting, property.schema, &mut rng) {
            let request = with_member(&drafting.minimal, &property.name, value).write();
            cases.add(unusual("body", &property.name, what, rule), request);
        }
        if is_integer(drafting, property.schema) {
            let label = unusual("body", &property.name, "beyond 64 bits", rule);
            let draft = with_member(&drafting.minimal, &property.name, json!(PLACEHOLDER));
            cases.add(label, with_placeholder_replaced(draft.write(), HUGE));
        }
    }
}

/// Nested properties, in the full body of the first media type that can be written.
fn deeper(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(index) = drafting.minimal.body.as_ref().map(|body| body.index) else {
        return;
    };
    let mut full = drafting.minimal.clone();
    let taken = full.take_body(drafting.inputs, drafting.operation, index, Extent::Full);
    let Some(body) = full.body.clone().filter(|_| taken.is_some()) else { return };
    // How a form represents them is undefined.
    if body.media_type.is_form() {
        return;
    }
    let schemas = &drafting.inputs.contract.schemas;
    let leaves = leaves(schemas, body.schema, &body.value);
    for leaf in leaves.into_iter().filter(|leaf| leaf.pointer.tokens().count() > 1).take(DEEPER) {
        let name = leaf.pointer.tokens().collect::<Vec<_>>().join(".");
        let rule = &schemas.get(leaf.schema).pointer;
        let mut rng = super::super::draft::rng(
            drafting.inputs,
            drafting.operation,
            &format!("unusual/body/{name}"),
        );
        for (what, value) in values(drafting, leaf.schema, &mut rng) {
            let mut draft = full.clone();
            let whole = draft.body.as_mut().map(|body| &mut body.value);
            let Some(place) = whole.and_then(|whole| whole.pointer_mut(leaf.pointer.as_str()))
            else {
                continue;
            };
            *place = value;
            cases.add(unusual("body", &name, what, rule), draft.write());
        }
    }
}

fn properties<'a>(drafting: &Drafting<'a>, body: &BodyDraft<'_>) -> &'a [Property] {
    drafting.inputs.contract.schemas.shape(body.schema).properties()
}

fn with_member<'a>(draft: &Draft<'a>, name: &str, value: Value) -> Draft<'a> {
    let mut draft = draft.clone();
    let body = draft.body.as_mut();
    if let Some(members) = body.and_then(|body| body.value.as_object_mut()) {
        members.insert(name.to_owned(), value);
    }
    draft
}

/// Replaces the placeholder text by something that no JSON value can contain.
fn with_placeholder_replaced(mut request: RequestPlan, written: &str) -> RequestPlan {
    match &mut request.body {
        Some(BodyPlan::Json { media_type, value, slots }) => {
            let text = value.to_string().replace(&format!("\"{PLACEHOLDER}\""), written);
            let text = as_template(&text, value, slots);
            let media_type = Some(std::mem::take(media_type));
            request.body = Some(BodyPlan::Text { media_type, text, manner: Manner::Json });
        }
        Some(BodyPlan::Form { fields, .. }) => {
            for (_, template) in fields {
                if *template == Template::text(PLACEHOLDER) {
                    *template = Template::text(written);
                }
            }
        }
        _ => {}
    }
    request
}

/// If the schema allows additional properties, one more property is as valid as none.
fn extra_member(drafting: &Drafting<'_>, draft: &Draft<'_>, suffix: &str, cases: &mut Cases<'_>) {
    let Some(body) = &draft.body else { return };
    let schemas = &drafting.inputs.contract.schemas;
    let is_open = schemas.shape(body.schema).additional() == Some(Additional::Open);
    let more = with_member(draft, "conformanceExtra", json!("any"));
    let value = more.body.as_ref().map_or(&Value::Null, |body| &body.value);
    if !is_open || !drafting.inputs.validators.of(schemas, body.schema).accepts(value) {
        return;
    }
    let label = Label {
        variant: format!("valid-extra-member{suffix}"),
        title: "an additional property, which the document allows".to_owned(),
        kind: CaseKind::Valid,
        rule: schemas.get(schemas.resolve(body.schema)).pointer.clone(),
    };
    cases.add(label, more.write());
}

/// RFC 8259 §4 and RFC 6749 §3.2: the meaning of a repeated name is undefined.
fn twice(draft: &Draft<'_>, suffix: &str, cases: &mut Cases<'_>) {
    let mut request = draft.write();
    let Some(rule) = draft.body.as_ref().map(|body| &body.media_type.pointer) else {
        return;
    };
    let mut label = unusual("body", "", "each member twice", rule);
    label.variant.push_str(suffix);
    match &mut request.body {
        Some(BodyPlan::Form { fields, .. }) if !fields.is_empty() => {
            fields.extend(fields.clone());
        }
        Some(BodyPlan::Json { media_type, value, slots })
            if value.as_object().is_some_and(|members| !members.is_empty()) =>
        {
            let text = value.to_string();
            let inner = text.get(1..text.len() - 1).unwrap_or_default();
            let members = as_template(inner, value, slots);
            let mut pieces = vec![Piece::Text("{".to_owned())];
            pieces.extend(members.0.iter().cloned());
            pieces.push(Piece::Text(",".to_owned()));
            pieces.extend(members.0);
            pieces.push(Piece::Text("}".to_owned()));
            let (text, media_type) = (Template(pieces), Some(std::mem::take(media_type)));
            request.body = Some(BodyPlan::Text { media_type, text, manner: Manner::Json });
        }
        _ => return,
    }
    cases.add(label, request);
}

/// RFC 8259 §8.2: half of a surrogate pair; and bytes in a form that are not UTF-8.
fn not_unicode(drafting: &Drafting<'_>, draft: &Draft<'_>, suffix: &str, cases: &mut Cases<'_>) {
    let Some(body) = &draft.body else { return };
    let schemas = &drafting.inputs.contract.schemas;
    let is_text = |property: &&Property| schemas.shape(property.schema).is_string();
    let Some(property) = properties(drafting, body).iter().find(is_text) else {
        return;
    };
    let mut request = with_member(draft, &property.name, json!(PLACEHOLDER)).write();
    let rule = &schemas.get(property.schema).pointer;
    let mut label = unusual("body", &property.name, "text that is not Unicode", rule);
    label.variant.push_str(suffix);
    if let Some(BodyPlan::Form { media_type, fields }) = &mut request.body {
        let name = Manner::Url.write(&property.name);
        fields.retain(|(field, _)| *field != property.name);
        let mut text = Template::text(format!("{name}=%FF%FE"));
        for (name, template) in fields.iter() {
            text.0.push(Piece::Text(format!("&{}=", Manner::Url.write(name))));
            text.0.extend(template.0.iter().map(|piece| match piece {
                Piece::Text(text) => Piece::Text(Manner::Url.write(text)),
                slot => slot.clone(),
            }));
        }
        let media_type = Some(std::mem::take(media_type));
        request.body = Some(BodyPlan::Text { media_type, text, manner: Manner::Url });
    } else {
        request = with_placeholder_replaced(request, "\"\\ud800\"");
    }
    cases.add(label, request);
}
