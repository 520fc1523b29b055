//! The encoding of the properties of a form, which contracts do not have: what differs from the default
//! is reported as a loss.

use serde_json::Value;

use super::Lowering;
use crate::Pointer;
use crate::diagnostic::codes::NOT_READ;
use crate::version::Version;

const HELP: &str = "encode such a body by hand, or declare the default";

impl Lowering<'_> {
    /// Reports the encoding of a media type of a request body. Other media types than those of forms
    /// have none, by the specification.
    pub(super) fn report_encoding(&mut self, name: &str, media_type: &Pointer) {
        // Rewritten forms of Swagger 2.0 have their own diagnostics.
        let form = Form::of(name).filter(|_| self.document.version() != Version::V20);
        let Some(form) = form else { return };
        let list = media_type.child("encoding");
        let properties: Vec<String> = self.document.keys(&list).cloned().collect();
        for property in properties {
            let at = list.child(&property);
            for key in self.lost_keys(form, &property, media_type, &at) {
                let message = format!(
                    "the encoding of the form's property `{property}` is read without its `{key}`"
                );
                self.diagnostics.report(&NOT_READ, &at.child(key), message, HELP);
            }
        }
    }

    /// The keys of an encoding whose values are not the default.
    fn lost_keys(
        &self,
        form: Form,
        property: &str,
        media_type: &Pointer,
        at: &Pointer,
    ) -> Vec<&'static str> {
        let document = self.document;
        let value = |key: &str| document.value(&at.child(key));
        let content_type = value("contentType").and_then(Value::as_str);
        // From 3.1 on, they are of both kinds of forms, and replace the media type.
        let has_style = form == Form::UrlEncoded || document.version() > Version::V30;
        let style = value("style").and_then(Value::as_str).filter(|_| has_style);
        let is_form = style.is_none_or(|style| style == "form");
        let explode = value("explode").and_then(Value::as_bool).filter(|_| has_style);
        let reserved = value("allowReserved").and_then(Value::as_bool).filter(|_| has_style);
        let headers = at.child("headers");
        let other_header = |name: &String| !name.eq_ignore_ascii_case("content-type");
        let has_headers = form == Form::Multipart && document.keys(&headers).any(other_header);
        let is_nested =
            |key: &str| document.version() >= Version::V32 && document.has(&at.child(key));
        let has_other_type = content_type.is_some_and(|content_type| {
            let property = media_type.child("schema").child("properties").child(property);
            !self.is_default(content_type, &property)
        });
        let lost = [
            ("contentType", has_other_type),
            ("style", !is_form),
            // Only `form` separates values by default.
            ("explode", explode.is_some_and(|explode| explode != is_form)),
            ("allowReserved", reserved == Some(true)),
            ("headers", has_headers),
            ("encoding", is_nested("encoding")),
            ("prefixEncoding", is_nested("prefixEncoding")),
            ("itemEncoding", is_nested("itemEncoding")),
        ];
        lost.into_iter().filter(|(_, is_lost)| *is_lost).map(|(key, _)| key).collect()
    }

    /// Whether a media type is the default for values of a property's schema (OpenAPI 3.0.3, Encoding
    /// Object). That of a schema without a plain type is not known.
    fn is_default(&self, content_type: &str, property: &Pointer) -> bool {
        let document = self.document;
        // The schema of the form may be a reference.
        let followed = |pointer: &Pointer| document.follow(pointer);
        let owner = property.parent().and_then(|list| list.parent()).and_then(|it| followed(&it));
        let name = property.last().unwrap_or_default();
        let found = owner.and_then(|owner| followed(&owner.child("properties").child(name)));
        let Some(schema) = found else { return false };
        let text = |schema: &Pointer, key: &str| {
            document.value(&schema.child(key)).and_then(Value::as_str)
        };
        let item = (text(&schema, "type") == Some("array"))
            .then(|| followed(&schema.child("items")))
            .flatten();
        let schema = item.unwrap_or(schema);
        let is_binary = text(&schema, "format") == Some("binary");
        let default = match text(&schema, "type") {
            Some("string") if is_binary => "application/octet-stream",
            Some("string" | "number" | "integer" | "boolean") => "text/plain",
            Some("object") => "application/json",
            Some(_) | None => return false,
        };
        let bare = content_type.split(';').next().unwrap_or_default().trim();
        bare.eq_ignore_ascii_case(default)
    }
}

/// Media types whose properties have an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    UrlEncoded,
    Multipart,
}

impl Form {
    fn of(media_type: &str) -> Option<Self> {
        let bare = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match bare.as_str() {
            "application/x-www-form-urlencoded" => Some(Self::UrlEncoded),
            other => other.starts_with("multipart/").then_some(Self::Multipart),
        }
    }
}
