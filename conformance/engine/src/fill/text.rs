//! Texts as they are sent and as they are shown, and how they are joined.

use serde_json::Value;

use conformance_core::case::Manner;

/// A text as it is sent, and as it is shown if that differs.
#[derive(Debug, Clone, Default)]
pub(super) struct Pair {
    pub(super) sent: String,
    pub(super) shown: Option<String>,
}

impl Pair {
    pub(super) fn push(&mut self, text: &str) {
        self.sent.push_str(text);
        self.shown.iter_mut().for_each(|shown| shown.push_str(text));
    }

    /// A part with its placeholder, if it is a secret.
    pub(super) fn push_part(&mut self, sent: &str, shown: Option<&str>) {
        match shown {
            None => self.push(sent),
            Some(shown) => {
                self.shown.get_or_insert_with(|| self.sent.clone()).push_str(shown);
                self.sent.push_str(sent);
            }
        }
    }

    /// `name=value`, as in queries and forms. A placeholder is not encoded.
    pub(super) fn push_named(&mut self, name: &str, value: &Self, manner: Manner) {
        self.push(&Manner::Url.write(name));
        self.push("=");
        self.push_part(&manner.write(&value.sent), value.shown.as_deref());
    }
}

impl From<String> for Pair {
    fn from(sent: String) -> Self {
        Self { sent, shown: None }
    }
}

pub(super) fn put(value: &mut Value, pointer: &str, part: Value) {
    if let Some(place) = value.pointer_mut(pointer) {
        *place = part;
    }
}

/// The value in the JSON type of the one that it replaces: command lines only have text.
pub(super) fn alike(value: Value, model: Option<&Value>) -> Value {
    match (&value, model) {
        (Value::Number(number), Some(Value::String(_))) => Value::String(number.to_string()),
        (Value::String(text), Some(Value::Number(_))) => match serde_json::from_str(text) {
            Ok(number @ Value::Number(_)) => number,
            _ => value,
        },
        _ => value,
    }
}

pub(super) fn append_query(path: &mut Pair, query: &[(String, Pair)], manner: Manner) {
    for (index, (name, value)) in query.iter().enumerate() {
        path.push(if index == 0 && !path.sent.contains('?') { "?" } else { "&" });
        path.push_named(name, value, manner);
    }
}

/// RFC 6265 §5.4: all cookies are sent in one field.
pub(super) fn append_cookies(headers: &mut Vec<(String, Pair)>, cookies: Vec<(String, Pair)>) {
    if cookies.is_empty() {
        return;
    }
    let place = headers.iter().position(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    let mut line = place.map(|place| headers.remove(place).1).unwrap_or_default();
    for (name, value) in cookies {
        let separator = if line.sent.is_empty() { "" } else { "; " };
        line.push(&format!("{separator}{name}="));
        line.push_part(&value.sent, value.shown.as_deref());
    }
    headers.push(("cookie".to_owned(), line));
}
