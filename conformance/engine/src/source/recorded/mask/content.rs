//! Secrets in bodies: properties of JSON and fields of forms by their names, and texts that look like
//! such properties.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

use super::super::reading::manner;
use super::Mask;
use crate::har::{PostData, Response};
use conformance_core::case::Manner;

/// A property in text that may not be valid JSON.
static MEMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#""([A-Za-z0-9_.\-]{1,64})"(\s*:\s*)"((?:[^"\\]|\\.)*)""#).ok());

impl Mask<'_> {
    pub(super) fn request_body(&mut self, data: &mut PostData) {
        for (name, value) in &mut data.fields {
            if let Some(masked) = self.field(name, &Value::String(value.clone())) {
                *value = masked;
            }
        }
        let manner = manner(&data.media_type);
        data.content.change(|text| match (manner, serde_json::from_str::<Value>(text)) {
            (Manner::Url, _) => *text = self.pairs(text, false),
            (_, Ok(mut value)) if value.is_object() || value.is_array() => {
                if self.members(&mut value) {
                    *text = unmarked(&value.to_string());
                }
            }
            _ => *text = self.loose(text),
        });
    }

    /// Masks the properties of a request's JSON; returns whether it is JSON.
    fn members(&mut self, value: &mut Value) -> bool {
        let mut any = false;
        match value {
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    if member.is_object() || member.is_array() {
                        any |= self.members(member);
                    } else if let Some(masked) = self.field(name, member) {
                        // A number has no quotes, and neither has its placeholder.
                        let bare = member.is_number();
                        *member = if bare { format!("\u{1}{masked}\u{2}") } else { masked }.into();
                        any = true;
                    }
                }
            }
            Value::Array(items) => {
                for item in items.iter_mut() {
                    any |= self.members(item);
                }
            }
            _ => {}
        }
        any
    }

    fn loose(&mut self, text: &str) -> String {
        let Some(member) = &*MEMBER else { return text.to_owned() };
        let replaced = member.replace_all(text, |found: &Captures<'_>| {
            match self.field(&found[1], &Value::String(found[3].to_owned())) {
                Some(masked) => format!("\"{}\"{}\"{masked}\"", &found[1], &found[2]),
                None => found[0].to_owned(),
            }
        });
        replaced.into_owned()
    }

    pub(super) fn response(&mut self, response: &mut Response) {
        for (name, value) in &mut response.headers {
            if value.contains("{{") {
                continue;
            }
            if name.eq_ignore_ascii_case("set-cookie") {
                if let Some((cookie, rest)) = value.split_once('=') {
                    let (held, attributes) = rest.split_once(';').unwrap_or((rest, ""));
                    let separator = if attributes.is_empty() { "" } else { ";" };
                    let masked = self.hold(&format!("cookie:{cookie}"), held);
                    *value = format!("{cookie}={masked}{separator}{attributes}");
                }
            } else if super::names_secret(name) && !value.is_empty() {
                *value = self.hold(name, value);
            }
        }
        response.content.change(|text| {
            let Ok(mut value) = serde_json::from_str::<Value>(text) else {
                *text = self.loose(text);
                return;
            };
            if self.response_parts(&mut value) {
                *text = value.to_string();
            }
        });
    }

    /// Masks the texts of a response's JSON; returns whether it is JSON.
    fn response_parts(&mut self, value: &mut Value) -> bool {
        let mut any = false;
        match value {
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    let text = member.as_str().filter(|text| !text.is_empty());
                    let text = text.filter(|text| !text.contains("{{")).map(str::to_owned);
                    match text.filter(|_| self.masker.is_secret(name)) {
                        Some(text) => {
                            *member = self.hold(name, &text).into();
                            any = true;
                        }
                        None => any |= self.response_parts(member),
                    }
                }
            }
            Value::Array(items) => {
                for item in items.iter_mut() {
                    any |= self.response_parts(item);
                }
            }
            _ => {}
        }
        any
    }
}

/// Removes the quotes around the placeholders of numbers.
fn unmarked(json: &str) -> String {
    // JSON escapes the marks (RFC 8259 §7).
    json.replace("\"\\u0001", "").replace("\\u0002\"", "")
}
