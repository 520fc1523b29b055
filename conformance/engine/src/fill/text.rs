//! Texts as they are sent and as they are shown, and how they are joined.

use serde_json::Value;

use conformance_core::case::Manner;

/// A text as it is sent, and as it is shown where that is not the same.
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

    /// A part with what is shown in its place, if something is.
    pub(super) fn push_part(&mut self, sent: &str, shown: Option<&str>) {
        match shown {
            None => self.push(sent),
            Some(shown) => {
                self.shown.get_or_insert_with(|| self.sent.clone()).push_str(shown);
                self.sent.push_str(sent);
            }
        }
    }

    /// `name=value`, as queries and forms have it. What is shown instead of a value stands bare.
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

/// The value in the JSON type of the one whose place it takes: command lines know only text.
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

/// RFC 6265 §5.4: all cookies go into one field.
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
