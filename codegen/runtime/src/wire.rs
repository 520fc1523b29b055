//! Serialization of JSON values to the texts of paths, queries, headers, cookies and forms, and back.
//!
//! A text has no type of its own, so a [`Kind`] states how to parse it. A text that cannot be parsed as its
//! kind remains a string, which decoding reports.

use serde_json::{Map, Number, Value};

/// The kind of value that a text is parsed as.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any text.
    Text,
    /// A JSON number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Several values of one kind.
    Array(&'static Kind),
    /// Named values.
    Object(&'static [(&'static str, Kind)]),
    /// JSON text.
    Json,
}

/// How arrays and objects are serialized: `style` of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Values with commas between them.
    Simple,
    /// Pairs, or one pair with commas.
    Form,
    /// One pair with spaces.
    SpaceDelimited,
    /// One pair with bars.
    PipeDelimited,
    /// Pairs named `name[property]`.
    DeepObject,
}

/// A parameter, header or form field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The kind of value that its text is parsed as.
    pub kind: Kind,
    /// How arrays and objects are serialized.
    pub style: Style,
    /// Whether each item or property is a pair of its own.
    pub explode: bool,
}

/// The part of a request that contains a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// In a segment of the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Part {
    /// The name, as in the pointers of violations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl Field {
    /// A field.
    pub const fn new(name: &'static str, kind: Kind, style: Style, explode: bool) -> Self {
        Self { name, kind, style, explode }
    }

    /// Parses the field from its texts: none, one, or several if it is repeated.
    pub fn read_text(&self, texts: &[String]) -> Option<Value> {
        let (first, more) = texts.split_first()?;
        if let (Kind::Array(item), true) = (self.kind, self.explode && self.style == Style::Form) {
            return Some(Value::Array(texts.iter().map(|text| scalar(*item, text)).collect()));
        }
        if !more.is_empty() {
            // A repeated scalar is not a scalar; decoding reports it.
            return Some(texts.iter().cloned().map(Value::String).collect());
        }
        Some(match self.kind {
            Kind::Array(item) => {
                let items = first.split(self.separator()).filter(|_| !first.is_empty());
                Value::Array(items.map(|text| scalar(*item, text)).collect())
            }
            Kind::Object(properties) => self.read_object(first, properties),
            kind => scalar(kind, first),
        })
    }

    /// Parses the field from the pairs of a query or a form.
    pub fn read_pairs(&self, pairs: &[(String, String)]) -> Option<Value> {
        let properties = match self.kind {
            Kind::Object(properties) if self.is_spread() => properties,
            // A map declares no properties: every pair of its name is one.
            _ if self.style == Style::DeepObject => &[],
            _ => return self.read_text(&named(pairs, self.name)),
        };
        let spread = properties.iter().filter_map(|(property, kind)| {
            let texts = named(pairs, &self.property_key(property));
            let value = Self::new(property, *kind, Style::Form, true).read_text(&texts)?;
            Some(((*property).to_owned(), value))
        });
        let mut object: Map<String, Value> = spread.collect();
        for (name, text) in pairs {
            // Undeclared properties are kept or rejected by decoding.
            if let Some(property) = self.deep_property(name)
                && !object.contains_key(property)
            {
                object.insert(property.to_owned(), Value::String(text.clone()));
            }
        }
        (!object.is_empty()).then_some(Value::Object(object))
    }

    /// Serializes a value as one text, for a path segment, a header or a cookie.
    pub fn write_text(&self, value: &Value) -> String {
        let separator = self.separator().to_string();
        match value {
            json if matches!(self.kind, Kind::Json) => json.to_string(),
            Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(&separator),
            Value::Object(properties) => {
                let join = if self.explode { "=" } else { separator.as_str() };
                let pairs =
                    properties.iter().map(|(name, value)| format!("{name}{join}{}", text(value)));
                pairs.collect::<Vec<_>>().join(&separator)
            }
            scalar => text(scalar),
        }
    }

    /// Serializes a value as one percent-encoded segment of a path.
    pub fn write_segment<T: serde::Serialize>(&self, value: &T) -> String {
        encode_segment(&self.write_text(&super::serial::to_value(value)))
    }

    /// Serializes a value as pairs, for a query or a form.
    pub fn write_pairs(&self, value: &Value, pairs: &mut Vec<(String, String)>) {
        let is_json = matches!(self.kind, Kind::Json);
        match value {
            Value::Object(properties)
                if self.is_spread() && (!is_json || self.style == Style::DeepObject) =>
            {
                for (property, value) in properties {
                    spread(&self.property_key(property), value, pairs);
                }
            }
            Value::Array(_) if self.explode && self.style == Style::Form && !is_json => {
                spread(self.name, value, pairs);
            }
            value => pairs.push((self.name.to_owned(), self.write_text(value))),
        }
    }

    /// Whether an object is serialized as one pair for each property. Style `deepObject` has no other
    /// form, whatever `explode` is (OpenAPI 3.0.3, Style Examples).
    fn is_spread(&self) -> bool {
        self.explode || self.style == Style::DeepObject
    }

    fn property_key(&self, property: &str) -> String {
        match self.style {
            Style::DeepObject => format!("{}[{property}]", self.name),
            _ => property.to_owned(),
        }
    }

    /// The property that a pair named `name[property]` is for.
    fn deep_property<'a>(&self, pair: &'a str) -> Option<&'a str> {
        let rest = pair.strip_prefix(self.name)?.strip_prefix('[')?;
        let property = rest.strip_suffix(']')?;
        (self.style == Style::DeepObject).then_some(property)
    }

    fn separator(&self) -> char {
        match self.style {
            Style::SpaceDelimited => ' ',
            Style::PipeDelimited => '|',
            Style::Simple | Style::Form | Style::DeepObject => ',',
        }
    }

    fn read_object(&self, text: &str, properties: &[(&str, Kind)]) -> Value {
        let mut items = text.split(self.separator());
        let mut object = Map::new();
        while let Some(item) = items.next() {
            let pair = if self.explode {
                item.split_once('=')
            } else {
                items.next().map(|next| (item, next))
            };
            let Some((name, value)) = pair else {
                return Value::String(text.to_owned());
            };
            let kind = properties
                .iter()
                .find(|(property, _)| *property == name)
                .map_or(Kind::Text, |found| found.1);
            object.insert(name.to_owned(), scalar(kind, value));
        }
        Value::Object(object)
    }
}

/// Percent-encodes one segment of a path: everything but RFC 3986's unreserved characters.
pub fn encode_segment(text: &str) -> String {
    const KEEP: percent_encoding::AsciiSet =
        percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(text, &KEEP).to_string()
}

/// The texts of the pairs with a name.
pub(super) fn named(pairs: &[(String, String)], name: &str) -> Vec<String> {
    let own = pairs.iter().filter(|(key, _)| key == name);
    own.map(|(_, value)| value.clone()).collect()
}

/// Appends a value under one name; an array once for each item.
fn spread(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            pairs.extend(items.iter().map(|item| (name.to_owned(), text(item))));
        }
        one => pairs.push((name.to_owned(), text(one))),
    }
}

fn scalar(kind: Kind, text: &str) -> Value {
    let read = match kind {
        // serde_json accepts white space around a number; a parameter must not have it.
        Kind::Number if text.trim() == text => {
            serde_json::from_str::<Number>(text).ok().map(Value::Number)
        }
        Kind::Boolean => text.parse().ok().map(Value::Bool),
        Kind::Json => serde_json::from_str(text).ok(),
        _ => None,
    };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// The text of a scalar; other values are JSON.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
