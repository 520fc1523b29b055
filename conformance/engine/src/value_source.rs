//! A value in a configuration file, or where to get it: `{ env = "…" }`, `{ file = "…" }`, `{ command =
//! […] }`.

mod command;
mod resolver;

pub use resolver::Resolver;

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use conformance_core::nearest::did_you_mean;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// An environment variable.
    Env(String),
    /// A file, relative to the folder of the configuration file.
    File(String),
    /// The output of a command.
    Command(Vec<String>),
}

impl Source {
    const WORDS: [&'static str; 3] = ["env", "file", "command"];

    /// The source that an object names, if it has no other keys.
    pub fn of(value: &Value) -> Option<Self> {
        let members = value.as_object().filter(|members| members.len() == 1)?;
        let (word, given) = members.iter().next()?;
        match (word.as_str(), given) {
            ("env", Value::String(name)) => Some(Self::Env(name.clone())),
            ("file", Value::String(path)) => Some(Self::File(path.clone())),
            ("command", Value::Array(parts)) if !parts.is_empty() => {
                let parts = parts.iter().map(|part| part.as_str().map(str::to_owned));
                Some(Self::Command(parts.collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    /// Its description in messages.
    pub fn words(&self) -> String {
        match self {
            Self::Env(name) => format!("the environment variable `{name}`"),
            Self::File(path) => format!("the file `{path}`"),
            Self::Command(parts) => {
                format!("the command `{}`", parts.first().map_or("", String::as_str))
            }
        }
    }

    /// The placeholder of a value that is not resolved.
    pub fn placeholder(&self) -> String {
        let name = match self {
            Self::Env(name) | Self::File(name) => name.as_str(),
            Self::Command(_) => "COMMAND",
        };
        format!("${}", conformance_core::redact::label(name))
    }
}

/// A text, or its source. `Debug` does not show the text.
#[derive(Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Text {
    /// The text itself.
    Plain(String),
    /// From a source.
    From(Source),
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("Text"),
            Self::From(source) => source.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        text(&value, &[]).map_err(D::Error::custom)
    }
}

/// The text of a value, which may be an object with one of these words as well.
fn text(value: &Value, also: &[&str]) -> Result<Text, String> {
    match value {
        Value::String(text) => Ok(Text::Plain(text.clone())),
        Value::Object(members) => {
            Source::of(value).map(Text::From).ok_or_else(|| wrong_source(members, also))
        }
        _ => {
            Err("must be a string\n  help: put it in quotes, or write { env = \"NAME\" }"
                .to_owned())
        }
    }
}

fn wrong_source(members: &Map<String, Value>, also: &[&str]) -> String {
    let words: Vec<&str> = Source::WORDS.iter().chain(also).copied().collect();
    match members.keys().find(|name| !words.contains(&name.as_str())) {
        Some(unknown) => {
            let help = did_you_mean(unknown, words.iter().copied())
                .unwrap_or_else(|| format!("use one of {}", words.join(", ")));
            format!("unknown key `{unknown}`\n  help: {help}")
        }
        None => "must name one source\n  help: write { env = \"NAME\" }, { file = \"PATH\" } or \
                 { command = [\"PROGRAM\", \"ARGUMENT\"] }"
            .to_owned(),
    }
}

/// Any value, parts of which may come from sources. `Debug` does not show it.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Anything(pub Value);

impl fmt::Debug for Anything {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Anything")
    }
}

/// The value of a header of every request.
#[derive(Debug, Clone, PartialEq)]
pub enum HeaderText {
    /// The same each time.
    Text(Text),
    /// A new UUID each time.
    Uuid,
    /// The value of another header of the same request.
    Copy(String),
}

impl<'de> Deserialize<'de> for HeaderText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if let Some(members) = value.as_object().filter(|members| members.len() == 1) {
            match (members.get("uuid"), members.get("copy")) {
                (Some(Value::Bool(true)), _) => return Ok(Self::Uuid),
                (_, Some(Value::String(name))) => return Ok(Self::Copy(name.clone())),
                _ => {}
            }
        }
        text(&value, &["uuid", "copy"]).map(Self::Text).map_err(D::Error::custom)
    }
}

fn sources() -> Vec<Value> {
    let one = |word: &str, of: Value| {
        serde_json::json!({
            "type": "object",
            "properties": { word: of },
            "required": [word],
            "additionalProperties": false,
        })
    };
    vec![
        one(
            "env",
            serde_json::json!({ "type": "string", "description": "An environment variable." }),
        ),
        one(
            "file",
            serde_json::json!({ "type": "string", "description": "A file, without white space at its end." }),
        ),
        one(
            "command",
            serde_json::json!({
                "type": "array",
                "items": { "type": "string" },
                "minItems": 1,
                "description": "A program and its arguments; what it prints, without white space at its end.",
            }),
        ),
    ]
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut any = vec![serde_json::json!({ "type": "string" })];
        any.extend(sources());
        json_schema!({ "description": "A string, or its source.", "anyOf": any })
    }
}

impl JsonSchema for Anything {
    fn schema_name() -> Cow<'static, str> {
        "Anything".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Any value. An object with `env`, `file` or `command` as its only key names the \
                            source of the value.",
        })
    }
}

impl JsonSchema for HeaderText {
    fn schema_name() -> Cow<'static, str> {
        "HeaderText".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<Text>();
        json_schema!({
            "description": "A string, its source, a new UUID each time, or the value of another header.",
            "anyOf": [
                text,
                {
                    "type": "object",
                    "properties": { "uuid": { "const": true } },
                    "required": ["uuid"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": { "copy": { "type": "string" } },
                    "required": ["copy"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}
