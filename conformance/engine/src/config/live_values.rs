//! Sources of values that exist at the target: an array, a file, a command, or requests that create one
//! on demand.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::value_source::{Anything, HeaderText, Source, Text};

/// Where the values of a field come from.
#[derive(Debug, Clone)]
pub enum LiveSource {
    /// These; one may be an object of the `value` and its companion values.
    List(Vec<Anything>),
    /// The lines of a file, or its JSON array.
    File(String),
    /// The output of a command: a value per line, or with `each` one value per run of the command.
    Command {
        /// The program and its arguments.
        command: Vec<String>,
        /// Whether one run prints one value.
        each: bool,
    },
    /// Requests that create a value.
    Setup(Box<Recipe>),
}

/// Requests that create a value, and those that revoke it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Recipe {
    /// Sent in turn when a case needs a value.
    #[schemars(length(min = 1))]
    pub setup: Vec<Step>,
    /// Sent in turn at the end of the run for a value that is still live.
    pub teardown: Vec<Step>,
}

/// A request that creates or revokes a value.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name in messages.
    pub name: Option<String>,
    /// The method; POST by default.
    pub method: Option<String>,
    /// Below the base URL, or absolute. `{{name}}` is replaced by what was captured before, or by one
    /// of the target's `values`; so are `{{credential.Scheme}}` and `{{uuid}}`.
    pub url: Text,
    /// The host of an absolute URL, if it is not that of the target.
    pub host: Option<String>,
    /// Header fields.
    #[serde(default)]
    pub headers: BTreeMap<String, HeaderText>,
    /// The body.
    pub body: Option<Body>,
    /// The status codes of a success; any 2xx by default.
    #[serde(default)]
    pub status: Vec<u16>,
    /// What is captured from the response, by name; one has the name of the field.
    #[serde(default)]
    pub captures: BTreeMap<String, Capture>,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub enum Body {
    /// A text.
    Text(Text),
    /// A JSON value.
    Json(Anything),
    /// A form.
    Form(BTreeMap<String, Text>),
}

/// What is captured from a response.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Capture {
    /// The value at a JSON Pointer.
    Pointer(String),
    /// The value of a header field.
    Header(String),
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum BodyMember {
    /// A text.
    Text(Text),
    /// A JSON value.
    Json(Anything),
    /// A form.
    Form(BTreeMap<String, Text>),
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if let Value::String(text) = value {
            return Ok(Self::Text(Text::Plain(text)));
        }
        if let Some(source) = Source::of(&value) {
            return Ok(Self::Text(Text::From(source)));
        }
        const HELP: &str = "write a string, { json = … } or { form = … }";
        match serde_json::from_value(value) {
            Ok(BodyMember::Text(text)) => Ok(Self::Text(text)),
            Ok(BodyMember::Json(value)) => Ok(Self::Json(value)),
            Ok(BodyMember::Form(fields)) => Ok(Self::Form(fields)),
            Err(_) => Err(D::Error::custom(format!("no body has this form\n  help: {HELP}"))),
        }
    }
}

impl<'de> Deserialize<'de> for LiveSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StatusVerdict)
    }
}

/// Reads any of the forms, so that a mistake in one keeps its location.
struct StatusVerdict;

impl<'de> serde::de::Visitor<'de> for StatusVerdict {
    type Value = LiveSource;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of values, a file, a command, or setup requests")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<LiveSource, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(LiveSource::List(list))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(
        self,
        mut members: A,
    ) -> Result<LiveSource, A::Error> {
        const KNOWN: &[&str] = &["setup", "teardown", "file", "command", "each"];
        let (mut recipe, mut file, mut command) = (Recipe::default(), None, None);
        let (mut each, mut has_steps) = (false, false);
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            match &*name {
                "setup" => {
                    recipe.setup = members.next_value()?;
                    has_steps = true;
                }
                "teardown" => {
                    recipe.teardown = members.next_value()?;
                    has_steps = true;
                }
                "file" => file = Some(members.next_value()?),
                "command" => command = Some(members.next_value()?),
                "each" => each = members.next_value()?,
                other => return Err(A::Error::unknown_field(other, KNOWN)),
            }
        }
        let wrong = |message: &str| Err(A::Error::custom(message));
        match (file, command, has_steps) {
            (Some(file), None, false) if !each => Ok(LiveSource::File(file)),
            (None, Some(command), false) => {
                if Vec::is_empty(&command) {
                    wrong("a command needs at least a program")
                } else {
                    Ok(LiveSource::Command { command, each })
                }
            }
            (None, None, true) if recipe.setup.is_empty() => wrong(
                "there is a teardown and no setup\n  help: add the requests that create a value",
            ),
            (None, None, true) if !each => Ok(LiveSource::Setup(Box::new(recipe))),
            _ => wrong("must be one of an array, `file`, `command` and `setup`"),
        }
    }
}

impl JsonSchema for LiveSource {
    fn schema_name() -> Cow<'static, str> {
        "LiveSource".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let recipe = generator.subschema_for::<Recipe>();
        json_schema!({
            "description": "The source of the values: an array, a file, a command, or requests that create one.",
            "anyOf": [
                {
                    "type": "array",
                    "description": "Values; one may be an object of the `value` and its companion values.",
                },
                {
                    "type": "object",
                    "properties": { "file": {
                        "type": "string", "description": "One value per line, or a JSON array.",
                    } },
                    "required": ["file"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {
                        "command": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                        "each": { "type": "boolean", "description": "One run prints one value." },
                    },
                    "required": ["command"],
                    "additionalProperties": false,
                },
                recipe,
            ],
        })
    }
}

impl JsonSchema for Body {
    fn schema_name() -> Cow<'static, str> {
        "Body".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (text, member) =
            (generator.subschema_for::<Text>(), generator.subschema_for::<BodyMember>());
        json_schema!({ "description": "The body of a request.", "anyOf": [text, member] })
    }
}
