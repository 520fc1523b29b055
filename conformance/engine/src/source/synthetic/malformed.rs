//! Bodies that cannot be parsed: broken JSON, JSON truncated or followed by more, and no body where one
//! is required.

use serde_json::{Value, json};
use specs::Pointer;

use super::{Cases, Drafting, Label, draft};
use conformance_core::case::{BodyPlan, CaseKind, Manner, Piece, Slot, Template};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(body) = &drafting.operation.body else {
        return;
    };
    for index in 0..body.content.len() {
        // A body without a writer, such as CSV, is not JSON although it has a schema.
        if !draft::is_writable(&body.content[index]) {
            continue;
        }
        let Some(draft) = drafting.in_media_type(index) else {
            continue;
        };
        let request = draft.write();
        let suffix = drafting.media_suffix(index);
        let rule = &body.content[index].pointer;
        let mut push =
            |variant: &str, title: &str, kind: CaseKind, text: Template, manner: Manner| {
                let mut request = request.clone();
                // Some servers merge forms and queries.
                if let (true, Some(BodyPlan::Form { fields, .. })) =
                    (text.0.is_empty(), &request.body)
                {
                    request.query.extend(fields.iter().cloned());
                }
                let media_type = Some(body.content[index].name.clone());
                request.body = Some(BodyPlan::Text { media_type, text, manner });
                request.carries.retain(|place| !place.starts_with("body/"));
                let label = Label {
                    variant: format!("{variant}{suffix}"),
                    title: title.to_owned(),
                    kind,
                    rule: rule.clone(),
                };
                cases.add(label, request);
            };
        if let Some(BodyPlan::Json { value, slots, .. }) = &request.body {
            let whole = as_template(&value.to_string(), value, slots);
            push(
                "malformed-json",
                "a body that is not JSON",
                CaseKind::Malformed,
                Template::text("{not json"),
                Manner::Json,
            );
            let mut more = whole.clone();
            more.0.push(Piece::Text(" {}".to_owned()));
            let broken = [
                ("truncated", "JSON that is cut short", cut(whole)),
                // RFC 8259 §2: a text is one value. A stream parser stops after the first.
                ("followed", "JSON with more after it", more),
            ];
            for (variant, title, text) in broken {
                let variant = format!("malformed-{variant}");
                push(&variant, title, CaseKind::Malformed, text, Manner::Json);
            }
            for (variant, value, text) in at_the_top(value, slots) {
                if !refuses(drafting, index, &value) {
                    continue;
                }
                let pointer = Pointer::root().child("body");
                push(
                    &format!("invalid-body-a-{variant}-at-the-top"),
                    &format!("a {variant} at the top of the body"),
                    CaseKind::Invalid { pointer, keyword: "type".to_owned() },
                    text,
                    Manner::Json,
                );
            }
        }
        if body.required && refuses_nothing(drafting, index) {
            let pointer = Pointer::root().child("body");
            let kind = CaseKind::Invalid { pointer, keyword: "required".to_owned() };
            push(
                "invalid-body-empty",
                if body.content[index].is_form() {
                    "no body, where one is required: its fields are in the query"
                } else {
                    "no body, where one is required"
                },
                kind,
                Template::default(),
                Manner::Plain,
            );
        }
    }
}

/// A valid value in an array, and as JSON in a string: lenient parsers unwrap either, and a server that
/// does not validate the type of the root accepts both.
fn at_the_top(value: &Value, slots: &[(Pointer, Slot)]) -> [(&'static str, Value, Template); 2] {
    let whole = value.to_string();
    let mut list = Template::text("[");
    list.0.extend(as_template(&whole, value, slots).0);
    list.0.push(Piece::Text("]".to_owned()));
    let mut text = Template::text("\"");
    text.0.extend(as_template(&whole, value, slots).0.into_iter().map(|piece| match piece {
        Piece::Text(text) => Piece::Text(Manner::Json.write(&text)),
        slot => slot,
    }));
    text.0.push(Piece::Text("\"".to_owned()));
    [("list", json!([value]), list), ("text", json!(whole), text)]
}

/// Whether the schema of a JSON body rejects this value.
fn refuses(drafting: &Drafting<'_>, index: usize, value: &Value) -> bool {
    let content = drafting.operation.body.as_ref().and_then(|body| body.content.get(index));
    let schema = content.and_then(|media_type| media_type.schema);
    let validator =
        |schema| drafting.inputs.validators.of(&drafting.inputs.contract.schemas, schema);
    schema.is_some_and(|schema| validator(schema).refuses(value))
}

/// Whether an empty body is invalid: an empty form may be valid.
pub(super) fn refuses_nothing(drafting: &Drafting<'_>, index: usize) -> bool {
    let content = drafting.operation.body.as_ref().and_then(|body| body.content.get(index));
    let Some(media_type) = content else {
        return false;
    };
    let empty = json!({});
    match media_type.schema {
        Some(schema) if media_type.is_form() => {
            drafting.inputs.validators.of(&drafting.inputs.contract.schemas, schema).refuses(&empty)
        }
        Some(_) => media_type.is_json(),
        None => false,
    }
}

/// The text of a JSON value with its slots.
pub(super) fn as_template(text: &str, value: &Value, slots: &[(Pointer, Slot)]) -> Template {
    let mut template = Template::text(text);
    for (pointer, slot) in slots {
        let Some(placeholder) = value.pointer(pointer.as_str()) else {
            continue;
        };
        let shown = placeholder.to_string();
        let inner = shown.trim_matches('"').to_owned();
        let pieces = template.0.into_iter().flat_map(|piece| match &piece {
            Piece::Text(text) => match text.split_once(inner.as_str()) {
                Some((before, after)) if !inner.is_empty() => vec![
                    Piece::Text(before.to_owned()),
                    Piece::Slot(slot.clone()),
                    Piece::Text(after.to_owned()),
                ],
                _ => vec![piece],
            },
            Piece::Slot(_) => vec![piece],
        });
        template = Template(pieces.collect());
    }
    template
}

/// The text without its last character.
fn cut(mut template: Template) -> Template {
    if let Some(Piece::Text(text)) = template.0.last_mut() {
        text.pop();
    }
    template
}
