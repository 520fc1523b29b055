//! References within a document, and their targets.

mod cycles;

use serde_json::Value;

pub(crate) use self::cycles::Cycles;
use crate::Pointer;

/// The text of the reference that a value is, if it is one.
pub(crate) fn reference(value: &Value) -> Option<&str> {
    value.as_object()?.get("$ref")?.as_str()
}

/// A reference to a location in the same document.
pub(crate) fn text(pointer: &Pointer) -> String {
    format!("#{}", pointer.as_str().replace('%', "%25"))
}

/// The location in the same document that a reference refers to; `None` for another document.
pub(crate) fn target(reference: &str) -> Option<Pointer> {
    let fragment = reference.strip_prefix('#')?;
    // RFC 6901 §6: in a URI fragment, a pointer is percent-encoded.
    let text = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?;
    Pointer::parse(&text)
}
