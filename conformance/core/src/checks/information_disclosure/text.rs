//! The text of a body as a reader sees it: JSON strings without escapes, HTML without entities.

use std::borrow::Cow;

use serde_json::Value;

/// Named entities that are in traces on HTML pages. The ampersand is last.
const ENTITIES: [(&str, &str); 9] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&#x2F;", "/"),
    ("&amp;", "&"),
];

/// The text of a body, which may be JSON.
pub(super) fn body<'a>(content: &'a [u8], json: Option<&Value>) -> Cow<'a, str> {
    if let Some(value) = json {
        let mut text = String::with_capacity(content.len());
        strings(value, &mut text);
        return Cow::Owned(text);
    }
    let mut text = crate::exchange::text(content);
    if text.contains('&') && text.contains('<') {
        for (entity, sign) in ENTITIES {
            text = Cow::Owned(text.replace(entity, sign));
        }
    }
    text
}

/// Every string, one a line: frames of a trace may be the items of an array.
fn strings(value: &Value, text: &mut String) {
    match value {
        Value::String(string) => {
            text.push_str(string);
            text.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, text)),
        Value::Object(members) => {
            for (name, member) in members {
                // A name can disclose what the value does not: `"stackTrace": […]`.
                if !is_nothing(member) {
                    text.push_str(name);
                    text.push('\n');
                }
                strings(member, text);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::String(string) => string.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Number(_) => false,
    }
}
