//! The annotations of a schema: everything beside which values are valid.

use serde_json::Value;

use super::parts::{Inline, Part, Parts};
use crate::keyword::{self, AnnotationKeyword, Keyword};

#[derive(Default)]
pub(super) struct Annotations {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) default: Option<Value>,
    pub(super) examples: Vec<Value>,
}

/// Reads the annotations of the parts that are written in the schema itself. The schema comes after
/// the parts of its `allOf`, and what comes later wins.
pub(super) fn read(parts: &Parts<'_>) -> Annotations {
    let mut annotations = Annotations::default();
    for part in parts.list.iter().rev().filter_map(inline) {
        for (row, value) in keyword::of(part.schema) {
            if let Keyword::Annotation(keyword) = row.keyword {
                annotations.read(keyword, value);
            }
        }
    }
    annotations
}

impl Annotations {
    /// Reads a keyword, unless a later part has it.
    fn read(&mut self, keyword: AnnotationKeyword, value: &Value) {
        let text = || value.as_str().map(str::to_owned);
        let flag = value == &Value::Bool(true);
        match keyword {
            AnnotationKeyword::Title => self.title = self.title.take().or_else(text),
            AnnotationKeyword::Description => {
                self.description = self.description.take().or_else(text);
            }
            AnnotationKeyword::Deprecated => self.deprecated |= flag,
            AnnotationKeyword::ReadOnly => self.read_only |= flag,
            AnnotationKeyword::WriteOnly => self.write_only |= flag,
            AnnotationKeyword::Default => _ = self.default.get_or_insert_with(|| value.clone()),
            AnnotationKeyword::Example if self.examples.is_empty() => {
                self.examples.push(value.clone());
            }
            AnnotationKeyword::Example => {}
            AnnotationKeyword::Examples if self.examples.is_empty() => {
                self.examples.extend(value.as_array().into_iter().flatten().cloned());
            }
            AnnotationKeyword::Examples => {}
            // A choice reads its discriminator itself; the contract has no use for the others.
            AnnotationKeyword::Discriminator
            | AnnotationKeyword::Xml
            | AnnotationKeyword::ExternalDocs
            | AnnotationKeyword::Comment
            | AnnotationKeyword::Identifier
            | AnnotationKeyword::Anchor
            | AnnotationKeyword::DynamicAnchor
            | AnnotationKeyword::Dialect
            | AnnotationKeyword::Defs
            | AnnotationKeyword::Definitions
            | AnnotationKeyword::ContentEncoding
            | AnnotationKeyword::ContentMediaType
            | AnnotationKeyword::ContentSchema => {}
        }
    }
}

fn inline<'p, 'a>(part: &'p Part<'a>) -> Option<&'p Inline<'a>> {
    match part {
        Part::Inline(inline) => Some(inline),
        Part::Reference(_) => None,
    }
}
