//! Requirements of the specification on several keys of one object. Each rule checks the copy in the
//! structure and repairs it, so that later stages can go on after an error.

use serde_json::{Map, Value, json};

use crate::diagnostic::codes::{IGNORED_STYLE, MISSING_KEY};
use crate::grammar::amend::Amendments;
use crate::{Diagnostics, Outcome, Pointer};

/// Receives the copy that goes into the structure, its pointer, the diagnostics, and what changes the
/// document; gives `None` where the object has to be left out.
pub(super) type Rule =
    fn(&mut Map<String, Value>, &Pointer, &mut Diagnostics, &mut Amendments) -> Option<()>;

pub(super) fn parameter(
    copy: &mut Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
    amendments: &mut Amendments,
) -> Option<()> {
    schema_or_content("parameter", copy, pointer, diagnostics, amendments);
    // OpenAPI 3.0.4 §4.7.12.3: the styles of each parameter location.
    let allowed: &[&str] = match copy.get("in").and_then(Value::as_str) {
        Some("path") => &["matrix", "label", "simple"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    };
    style(allowed, copy, pointer, diagnostics);
    Some(())
}

pub(super) fn header(
    copy: &mut Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
    amendments: &mut Amendments,
) -> Option<()> {
    schema_or_content("header", copy, pointer, diagnostics, amendments);
    style(&["simple"], copy, pointer, diagnostics);
    Some(())
}

/// OpenAPI 3.0.4 §4.7.12.2: a parameter has a schema or content, not both.
fn schema_or_content(
    name: &str,
    copy: &mut Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
    amendments: &mut Amendments,
) {
    let has_content = copy.get("content").and_then(Value::as_object).is_some_and(|c| !c.is_empty());
    if copy.contains_key("schema") {
        copy.shift_remove("content");
    } else if !has_content {
        let message =
            format!("the {name} has neither `schema` nor `content`; it is read as a string");
        diagnostics.report(
            &MISSING_KEY,
            pointer,
            message,
            "add a `schema`, such as `type: string`",
        );
        let at = pointer.child("schema");
        copy.insert("schema".to_owned(), json!({ "$ref": format!("#{at}") }));
        amendments.set(&at, json!({ "type": "string" }));
    }
}

fn style(
    allowed: &[&str],
    copy: &mut Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let Some(style) = copy.get("style").and_then(Value::as_str) else {
        return;
    };
    if !allowed.contains(&style) {
        let message = format!("the style `{style}` is not allowed here; `{}` is used", allowed[0]);
        let help = format!("use one of: {}", allowed.join(", "));
        diagnostics.report(&IGNORED_STYLE, &pointer.child("style"), message, help);
        copy.shift_remove("style");
    }
}

/// OpenAPI 3.0.4 §4.7.27.1: what each type of scheme requires.
pub(super) fn security_scheme(
    copy: &mut Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
    _amendments: &mut Amendments,
) -> Option<()> {
    let kind = copy.get("type").and_then(Value::as_str)?.to_owned();
    // A header is the usual location of a key, and the names of flows and URLs are of no use here.
    let required = match kind.as_str() {
        "apiKey" => &[("name", None), ("in", Some(json!("header")))][..],
        "http" => &[("scheme", None)],
        "oauth2" => &[("flows", Some(json!({})))],
        _ => &[("openIdConnectUrl", Some(json!("")))],
    };
    for (key, blank) in required {
        if copy.contains_key(*key) {
            continue;
        }
        let message = format!("a security scheme of the type `{kind}` requires `{key}`");
        let found = diagnostics.report(&MISSING_KEY, pointer, message, format!("add `{key}`"));
        let Some(blank) = blank else {
            found.outcome = Outcome::Lost;
            return None;
        };
        copy.insert((*key).to_owned(), blank.clone());
    }
    Some(())
}
