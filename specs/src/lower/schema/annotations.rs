//! What a schema says about itself beside which values are valid.

use serde_json::Value;

use super::parts::{Inline, Part, Parts};

pub(super) struct Annotations {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) default: Option<Value>,
    pub(super) examples: Vec<Value>,
}

/// Reads the annotations of the parts that are written at the schema's own place. The schema itself
/// comes after the parts of its `allOf`, and what comes later wins.
pub(super) fn read(parts: &Parts<'_>) -> Annotations {
    let inlines = || parts.list.iter().rev().filter_map(inline);
    let text = |key: &str| inlines().find_map(|part| part.get(key)?.as_str()).map(str::to_owned);
    let flag = |key: &str| inlines().any(|part| part.get(key) == Some(&Value::Bool(true)));
    Annotations {
        title: text("title"),
        description: text("description"),
        deprecated: flag("deprecated"),
        read_only: flag("readOnly"),
        write_only: flag("writeOnly"),
        default: inlines().find_map(|part| part.get("default")).cloned(),
        examples: inlines().find_map(|part| part.get("example")).cloned().into_iter().collect(),
    }
}

fn inline<'p, 'a>(part: &'p Part<'a>) -> Option<&'p Inline<'a>> {
    match part {
        Part::Inline(inline) => Some(inline),
        Part::Reference(_) => None,
    }
}
