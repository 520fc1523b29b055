//! Bodies by media type, request bodies, and examples.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use super::Lowering;
use crate::Pointer;
use crate::contract::{Example, MediaType, RequestBody, SchemaId};

/// The value of a parameter or header.
pub(super) struct Carried {
    pub(super) schema: SchemaId,
    /// What it is serialized as, where it has `content`.
    pub(super) media_type: Option<String>,
    /// The examples of that content.
    pub(super) examples: Vec<Example>,
}

impl Lowering<'_> {
    pub(super) fn body(&mut self, pointer: &Pointer) -> Option<RequestBody> {
        let (read, pointer) =
            self.document.read::<openapiv3::RequestBody>(pointer, self.diagnostics)?;
        let content = self.content(read.content, &pointer);
        for media_type in &content {
            self.report_encoding(&media_type.name, &media_type.pointer);
        }
        Some(RequestBody {
            description: read.description,
            required: read.required,
            content,
            pointer,
        })
    }

    /// The media types that `owner` declares.
    pub(super) fn content(
        &mut self,
        content: openapiv3::Content,
        owner: &Pointer,
    ) -> Vec<MediaType> {
        let list = owner.child("content");
        let media_types = content.into_iter();
        let mut lowered = Vec::new();
        for (name, read) in media_types {
            let pointer = list.child(&name);
            // From OpenAPI 3.2 on, a media type may be a reference.
            let is_reference = self.document.checked(&pointer, "$ref").is_some();
            let found = if is_reference {
                self.document.read(&pointer, self.diagnostics)
            } else {
                Some((read, pointer))
            };
            lowered.extend(found.map(|(read, pointer)| self.media_type(read, pointer, name)));
        }
        lowered
    }

    fn media_type(
        &mut self,
        read: openapiv3::MediaType,
        pointer: Pointer,
        name: String,
    ) -> MediaType {
        self.report_streams(&pointer);
        let schema = read.schema.map(|_| self.schemas.id(&pointer.child("schema")));
        let examples = self.examples(read.example, &read.examples, &pointer);
        let examples = [examples, self.serialized(&pointer, Some(&name))].concat();
        MediaType { name, schema, examples, pointer }
    }

    /// The value of a parameter or header, declared by `schema` or by `content`.
    pub(super) fn carried(
        &mut self,
        format: openapiv3::ParameterSchemaOrContent,
        owner: &Pointer,
    ) -> Carried {
        let content = match format {
            openapiv3::ParameterSchemaOrContent::Content(content) => content,
            openapiv3::ParameterSchemaOrContent::Schema(_) => openapiv3::Content::new(),
        };
        match self.content(content, owner).into_iter().next() {
            Some(media_type) => Carried {
                // `content` without a schema allows everything.
                schema: self.schemas.id(&media_type.pointer.child("schema")),
                media_type: Some(media_type.name),
                examples: media_type.examples,
            },
            None => Carried {
                schema: self.schemas.id(&owner.child("schema")),
                media_type: None,
                examples: Vec::new(),
            },
        }
    }

    /// The examples that `owner` declares, those with a value in the document.
    pub(super) fn examples(
        &mut self,
        example: Option<Value>,
        examples: &IndexMap<String, ReferenceOr<openapiv3::Example>>,
        owner: &Pointer,
    ) -> Vec<Example> {
        let single = example.map(|value| Example {
            name: String::new(),
            value,
            pointer: owner.child("example"),
        });
        let list = owner.child("examples");
        let named = examples.keys().filter_map(|name| {
            let (read, pointer) =
                self.document.read::<openapiv3::Example>(&list.child(name), self.diagnostics)?;
            let written = read.value.map(|value| Example {
                name: String::new(),
                value,
                pointer: pointer.child("value"),
            });
            let example = written.or_else(|| self.data_value(&pointer))?;
            Some(Example { name: name.clone(), ..example })
        });
        single.into_iter().chain(named).collect()
    }
}
