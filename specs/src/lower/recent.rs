//! What OpenAPI 3.2 added, as far as contracts have it. What they have not is reported as a loss.

use serde_json::Value;

use super::Lowering;
use crate::Pointer;
use crate::contract::{Example, Method, MethodName};
use crate::diagnostic::codes::{BAD_VALUE, NOT_READ};
use crate::version::Version;

/// Keys of a media type that contracts do not have, and why.
const STREAMS: [(&str, &str); 3] = [
    ("itemSchema", "the items of a stream are not read: the body has any content"),
    ("prefixEncoding", "the encoding of single parts is not read"),
    ("itemEncoding", "the encoding of parts is not read"),
];

impl Lowering<'_> {
    /// Reports what a media type says of its items.
    pub(super) fn report_streams(&mut self, media_type: &Pointer) {
        for (key, message) in STREAMS {
            let at = media_type.child(key);
            if self.document.version() >= Version::V32 && self.document.has(&at) {
                let help = "describe the whole body with `schema`";
                self.diagnostics.report(&NOT_READ, &at, message, help);
            }
        }
    }

    /// Reports additional operations whose method no request can have, and operations of which a path
    /// has two.
    pub(super) fn report_methods(&mut self, items: &[Pointer]) {
        for item in items {
            let list = item.child("additionalOperations");
            for name in self.document.keys(&list) {
                if Method::parse(name).is_none() {
                    self.declared += 1;
                    let longest = MethodName::LONGEST;
                    let message = format!(
                        "`{name}` is not the name of a method, or is longer than {longest}"
                    );
                    let help = "use letters and digits, as in `COPY`";
                    self.diagnostics.report_loss(&BAD_VALUE, &list.child(name), message, help);
                }
            }
        }
        for (method, pointer) in self.document.hidden_operations(items) {
            self.declared += 1;
            let method = method.as_str();
            let message = format!("the path has two operations of {method}; the other one counts");
            let help = "remove one of the two";
            self.diagnostics.report(&NOT_READ, &pointer, message, help);
        }
    }

    /// The description of a response, or else its summary.
    pub(super) fn response_description(&self, description: String, response: &Pointer) -> String {
        let summary = self.document.checked(response, "summary").and_then(Value::as_str);
        if description.is_empty() { summary.unwrap_or_default().to_owned() } else { description }
    }

    /// The value of an example that is not written for one serialization.
    pub(super) fn data_value(&self, example: &Pointer) -> Option<Example> {
        let value = self.document.checked(example, "dataValue")?.clone();
        Some(Example { name: String::new(), value, pointer: example.child("dataValue") })
    }

    /// The examples of `owner` that are only there as they are serialized. Those of JSON are parsed, and
    /// those of other media types are the text.
    pub(super) fn serialized(&mut self, owner: &Pointer, media_type: Option<&str>) -> Vec<Example> {
        let document = self.document;
        let list = owner.child("examples");
        let mut examples = Vec::new();
        for name in document.keys(&list) {
            let Some(example) = document.follow(&list.child(name)) else {
                continue;
            };
            let has_value =
                ["value", "dataValue"].iter().any(|key| document.checked(&example, key).is_some());
            let text = document.checked(&example, "serializedValue").and_then(Value::as_str);
            let Some(text) = text.filter(|_| !has_value) else {
                continue;
            };
            let pointer = example.child("serializedValue");
            match media_type.and_then(|media_type| parsed(media_type, text)) {
                Some(value) => examples.push(Example { name: name.clone(), value, pointer }),
                None => {
                    let message =
                        "an example that is only given as it is serialized is not read here";
                    let help = "give its `dataValue`";
                    self.diagnostics.report(&NOT_READ, &pointer, message, help);
                }
            }
        }
        examples
    }
}

/// The value that a text of a media type has as an example; `None` for JSON that is none, and for forms.
fn parsed(media_type: &str, text: &str) -> Option<Value> {
    let bare = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if bare.ends_with("/json") || bare.ends_with("+json") {
        return serde_json::from_str(text).ok();
    }
    let is_form = bare == "application/x-www-form-urlencoded" || bare.starts_with("multipart/");
    (!is_form).then(|| Value::from(text))
}
