//! Where values come from that exist at the target: a list, a file, a command, or requests that make one
//! when a case needs one.

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
    /// These; one may be an object of the `value` and what belongs to it.
    List(Vec<Anything>),
    /// The lines of a file, or the JSON list in it.
    File(String),
    /// What a command prints: a line for each, or with `each` one value, for which it is run again and
    /// again.
    Command {
        /// The program and its arguments.
        command: Vec<String>,
        /// Whether one run gives one value.
        each: bool,
    },
    /// Requests that make one.
    Setup(Box<Recipe>),
}

/// Requests that make a value, and those that end it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Recipe {
    /// Sent in turn when a case needs a value.
    #[schemars(length(min = 1))]
    pub setup: Vec<Step>,
    /// Sent in turn at the end of the run for a value that still lives.
    pub teardown: Vec<Step>,
}

/// A request that makes or ends a value.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What messages call it.
    pub name: Option<String>,
    /// The method; POST without it.
    pub method: Option<String>,
    /// Below the base URL, or absolute. `{{name}}` stands for what was captured before, or for one of
    /// the target's `values`; `{{credential.Scheme}}` and `{{uuid}}` are known as well.
    pub url: Text,
    /// The host of an absolute URL, where it is not that of the target.
    pub host: Option<String>,
    /// Header fields.
    #[serde(default)]
    pub headers: BTreeMap<String, HeaderText>,
    /// The content.
    pub body: Option<Body>,
    /// The statuses that say that it worked; any 2xx without it.
    #[serde(default)]
    pub status: Vec<u16>,
    /// What is taken from the response, by name; one is called like the field.
    #[serde(default)]
    pub captures: BTreeMap<String, Capture>,
}

/// The content of a request.
#[derive(Debug, Clone)]
pub enum Body {
    /// As it stands.
    Text(Text),
    /// A JSON value.
    Json(Anything),
    /// A form.
    Form(BTreeMap<String, Text>),
}

/// What is taken from a response.
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
    /// As it stands.
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
        const HELP: &str = "write a text, { json = … } or { form = … }";
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

/// Reads any of the forms, so that what is wrong in one keeps its place.
struct StatusVerdict;

impl<'de> serde::de::Visitor<'de> for StatusVerdict {
    type Value = LiveSource;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of values, a file, a command, or setup requests")
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
                    wrong("a command has at least a program")
                } else {
                    Ok(LiveSource::Command { command, each })
                }
            }
            (None, None, true) if recipe.setup.is_empty() => wrong(
                "there is a teardown and no setup\n  help: name the requests that make a value",
            ),
            (None, None, true) if !each => Ok(LiveSource::Setup(Box::new(recipe))),
            _ => wrong("must be one of a list, `file`, `command` and `setup`"),
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
            "description": "Where the values come from: a list, a file, a command, or requests that make one.",
            "anyOf": [
                {
                    "type": "array",
                    "description": "Values; one may be an object of the `value` and what belongs to it.",
                },
                {
                    "type": "object",
                    "properties": { "file": {
                        "type": "string", "description": "One value a line, or a JSON list.",
                    } },
                    "required": ["file"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {
                        "command": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                        "each": { "type": "boolean", "description": "One run gives one value." },
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
        json_schema!({ "description": "The content of a request.", "anyOf": [text, member] })
    }
}
