//! Text with slots that are filled in when the request is sent, each encoded for its location.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use specs::contract::SchemaId;

use super::Capture;

/// A value that is filled in.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot {
    /// A fresh live value of this field; the same one throughout a case.
    Live(String),
    /// Another fresh live value of this field; the same one throughout a case.
    OtherLive(String),
    /// A live value of this field that belongs to another client; the same one throughout a case.
    Others(String),
    /// The value of this field that is the caller's own credential.
    Own(String),
    /// A value of this field that is unknown to the target.
    Unknown {
        /// The field.
        field: String,
        /// What it must satisfy.
        schema: SchemaId,
        /// The value that is sent where no live value shows the form of such values.
        otherwise: Value,
        /// The length in characters, where it matters.
        length: Option<usize>,
    },
    /// A companion of a live value that the user supplied, such as the secret of a token that is named by its id.
    Beside {
        /// The live value.
        of: Box<Slot>,
        /// Its name.
        member: String,
    },
    /// The credential of this security scheme, as it is sent in its location.
    Credential(String),
    /// A credential of this scheme that no client has.
    Wrong(String),
    /// A header field of the signature, which is made when the rest of the request is complete.
    Signed,
    /// A UUID that is new for each step of a case.
    Fresh,
    /// A UUID that is new for each case, and the same in all its steps.
    Kept,
    /// A value from the response to an earlier step; filled in when that is received.
    Captured(Capture),
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Sent unchanged.
    Text(String),
    /// Filled in.
    Slot(Slot),
}

/// How a filled-in value is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Not encoded.
    Plain,
    /// Percent-encoded (RFC 3986 §2.1).
    Url,
    /// Percent-encoded including the unreserved characters, which means the same (RFC 3986 §2.3).
    Encoded,
    /// Escaped for the inside of a JSON string (RFC 8259 §7).
    Json,
}

/// RFC 3986 §2.3: everything but the unreserved characters is encoded.
pub const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Manner {
    /// Encodes a value.
    pub fn write(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Url => utf8_percent_encode(text, RESERVED).to_string(),
            Self::Encoded => text.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            Self::Json => {
                let quoted = Value::String(text.to_owned()).to_string();
                quoted[1..quoted.len() - 1].to_owned()
            }
        }
    }
}

/// Text with slots.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Template(pub Vec<Piece>);

impl Template {
    /// Text without slots.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// Nothing but a slot.
    pub fn slot(slot: Slot) -> Self {
        Self(vec![Piece::Slot(slot)])
    }

    /// Parses a text with `{{…}}` placeholders; `read` resolves each of them.
    ///
    /// # Errors
    ///
    /// The error of `read` for a placeholder that it does not know.
    pub fn parse<E>(text: &str, mut read: impl FnMut(&str) -> Result<Piece, E>) -> Result<Self, E> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((name, tail)) = after.split_once("}}") else {
                break;
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(read(name.trim())?);
            rest = tail;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// The slots, in order, to be changed; for a companion value, the slot of its live value.
    pub fn slots_mut(&mut self) -> impl Iterator<Item = &mut Slot> {
        self.0.iter_mut().filter_map(|piece| match piece {
            Piece::Slot(Slot::Beside { of, .. }) => Some(&mut **of),
            Piece::Slot(slot) => Some(slot),
            Piece::Text(_) => None,
        })
    }

    /// The slots, in order; for a companion value, the slot of its live value.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Slot(Slot::Beside { of, .. }) => Some(&**of),
            Piece::Slot(slot) => Some(slot),
            Piece::Text(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_cut_out() {
        let read = |name: &str| Ok::<_, ()>(Piece::Slot(Slot::Live(name.to_owned())));
        let template = Template::parse("a={{x}}&b={{ y }}&c={{", read).unwrap();
        assert_eq!(template.0.len(), 5);
        assert_eq!(template.slots().count(), 2);
        assert_eq!(template.0[4], Piece::Text("&c={{".to_owned()));
    }

    #[test]
    fn each_manner_escapes() {
        assert_eq!(Manner::Url.write("a b/ü"), "a%20b%2F%C3%BC");
        assert_eq!(Manner::Json.write("a\"b\n"), "a\\\"b\\n");
        assert_eq!(Manner::Plain.write("a b"), "a b");
    }
}
