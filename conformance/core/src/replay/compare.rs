//! Compares responses field by field.

use std::borrow::Cow;

use serde_json::Value;
use specs::Pointer;

use super::Ignore;
use super::form::{is_moment, stands_for};
use crate::excerpt::excerpt;
use crate::exchange::HttpResponse;

/// So many differences of one response are reported.
const MOST: usize = 40;
/// The longest value that is shown, in characters.
const LONGEST: usize = 160;

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The header field, or the JSON Pointer with `*` for positions in lists; empty for the whole.
    pub kind: String,
    /// The place itself.
    pub place: String,
    /// What was recorded, in words.
    pub recorded: String,
    /// What came now, in words.
    pub now: String,
    /// Whether it is there now and was not.
    pub is_new: bool,
}

/// The header fields that differ, by name.
pub fn headers(recorded: &HttpResponse, now: &HttpResponse, ignore: &Ignore) -> Vec<Difference> {
    let fields = recorded.headers.iter().chain(now.headers.iter());
    let mut names: Vec<String> = fields.map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    let differing = names.into_iter().filter(|name| !ignore.header(name)).filter_map(|name| {
        let before: Vec<_> = recorded.header_values(&name).collect();
        let after: Vec<_> = now.header_values(&name).collect();
        let is_same = before.len() == after.len()
            && before.iter().zip(&after).all(|(one, other)| same(&name, one, other, ignore));
        let words = |values: &[Cow<'_, str>]| match values {
            [] => "nothing".to_owned(),
            values => shown(&values.join(", ")),
        };
        (!is_same).then(|| Difference {
            kind: name.clone(),
            recorded: words(&before),
            now: words(&after),
            is_new: before.is_empty(),
            place: name.clone(),
        })
    });
    differing.take(MOST).collect()
}

fn same(name: &str, recorded: &str, now: &str, ignore: &Ignore) -> bool {
    // RFC 9110 §8.3.1: types and the names of parameters are compared without case, blanks mean nothing.
    let plain = |text: &str| text.to_ascii_lowercase().replace([' ', '"'], "");
    if name == "content-type" && plain(recorded) == plain(now) {
        return true;
    }
    stands_for(recorded, now, ignore.exact)
}

/// What differs in the content.
pub fn bodies(recorded: &[u8], now: &[u8], ignore: &Ignore) -> Vec<Difference> {
    if recorded == now || ignore.body(&[]) {
        return Vec::new();
    }
    let parsed = (serde_json::from_slice::<Value>(recorded), serde_json::from_slice::<Value>(now));
    if let (Ok(before), Ok(after)) = &parsed {
        let mut walk = Walk { ignore, place: Vec::new(), list: Vec::new() };
        walk.compare(Some(before), Some(after));
        return walk.list;
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (before, after) = (text(recorded), text(now));
    if stands_for(&before, &after, ignore.exact) {
        return Vec::new();
    }
    let words = |text: &str| if text.is_empty() { "nothing".to_owned() } else { shown(text) };
    vec![Difference {
        kind: String::new(),
        place: String::new(),
        recorded: words(&before),
        now: words(&after),
        is_new: before.is_empty(),
    }]
}

struct Walk<'a> {
    ignore: &'a Ignore,
    place: Vec<String>,
    list: Vec<Difference>,
}

impl Walk<'_> {
    fn compare(&mut self, recorded: Option<&Value>, now: Option<&Value>) {
        if self.list.len() >= MOST || self.ignore.body(&self.place) {
            return;
        }
        match (recorded, now) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => {
                let new = after.keys().filter(|name| !before.contains_key(*name));
                for name in before.keys().chain(new) {
                    self.place.push(name.clone());
                    self.compare(before.get(name), after.get(name));
                    self.place.pop();
                }
            }
            (Some(Value::Array(before)), Some(Value::Array(after))) => {
                if before.len() != after.len() {
                    let words = |list: &[Value]| format!("a list of {}", list.len());
                    self.emit(words(before), words(after), false);
                }
                for (index, (one, other)) in before.iter().zip(after).enumerate() {
                    self.place.push(index.to_string());
                    self.compare(Some(one), Some(other));
                    self.place.pop();
                }
            }
            (before, after) if self.is_same(before, after) => {}
            (before, after) => {
                let words = |value: Option<&Value>| {
                    value.map_or_else(|| "nothing".to_owned(), |value| shown(&value.to_string()))
                };
                self.emit(words(before), words(after), before.is_none());
            }
        }
    }

    fn is_same(&self, recorded: Option<&Value>, now: Option<&Value>) -> bool {
        let exact = self.ignore.exact;
        match (recorded, now) {
            (Some(Value::String(before)), Some(Value::String(after))) => {
                stands_for(before, after, exact)
            }
            // What was masked as a text may have been a number.
            (Some(Value::String(before)), Some(after @ Value::Number(_))) => {
                before.contains("{{") && stands_for(before, &after.to_string(), exact)
            }
            (Some(Value::Number(before)), Some(Value::Number(after))) => {
                let moments = (recorded.and_then(is_moment), now.and_then(is_moment));
                before == after
                    || before.as_f64() == after.as_f64()
                    || !exact && moments.0.is_some() && moments.0 == moments.1
            }
            (before, after) => before == after,
        }
    }

    fn emit(&mut self, recorded: String, now: String, is_new: bool) {
        let pointer = |tokens: &mut dyn Iterator<Item = &str>| {
            tokens.fold(Pointer::root(), |at, token| at.child(token)).to_string()
        };
        let is_index = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit());
        let place = pointer(&mut self.place.iter().map(String::as_str));
        let general = self.place.iter().map(|token| if is_index(token) { "*" } else { token });
        let kind = pointer(&mut general.into_iter());
        self.list.push(Difference { kind, place, recorded, now, is_new });
    }
}

fn shown(text: &str) -> String {
    excerpt(text.as_bytes(), LONGEST)
}
