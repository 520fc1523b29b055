//! The ways in which a signature is wrong.

/// The one way in which a signature is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tampering {
    /// One of its bits is flipped.
    FlippedBit,
    /// It was made with an unknown key, and names the right one.
    OtherKey,
    /// It names an unknown key.
    OtherKeyId,
    /// It has expired an hour ago.
    Expired,
    /// It was created in an hour.
    FromFuture,
    /// A header field that it covers was changed afterwards.
    AlteredHeader(String),
    /// The query that it covers was changed afterwards.
    AlteredQuery,
    /// The body that it covers by `Content-Digest` was changed afterwards.
    AlteredContent,
    /// `Signature` is not a structured field.
    UnreadableSignature,
    /// `Signature-Input` is not a structured field.
    UnreadableInput,
}

impl Tampering {
    /// Kebab-case, for ids.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::FlippedBit => "flipped-bit",
            Self::OtherKey => "other-key",
            Self::OtherKeyId => "other-key-id",
            Self::Expired => "expired",
            Self::FromFuture => "from-the-future",
            Self::AlteredHeader(_) => "altered-header",
            Self::AlteredQuery => "altered-query",
            Self::AlteredContent => "altered-content",
            Self::UnreadableSignature => "unreadable-signature",
            Self::UnreadableInput => "unreadable-input",
        }
    }

    /// A description that continues "a request".
    pub fn words(&self) -> &'static str {
        match self {
            Self::FlippedBit => "whose signature has a flipped bit",
            Self::OtherKey => "that is signed with an unknown key",
            Self::OtherKeyId => "whose signature names an unknown key",
            Self::Expired => "whose signature has expired",
            Self::FromFuture => "whose signature was created in the future",
            Self::AlteredHeader(_) => "with a header that was changed after it was signed",
            Self::AlteredQuery => "with a query that was changed after it was signed",
            Self::AlteredContent => "with a body that was changed after it was signed",
            Self::UnreadableSignature => "whose Signature cannot be parsed",
            Self::UnreadableInput => "whose Signature-Input cannot be parsed",
        }
    }

    /// Whether every verifier must detect it; the others concern when the signature was made
    /// and what it covers.
    pub fn breaks_it(&self) -> bool {
        matches!(
            self,
            Self::FlippedBit
                | Self::OtherKey
                | Self::OtherKeyId
                | Self::UnreadableSignature
                | Self::UnreadableInput
        )
    }

    /// The value of a header field that was changed after it was signed: its last character is another.
    pub fn altered(value: &str) -> String {
        let mut text = value.to_owned();
        let other = if text.pop() == Some('0') { '1' } else { '0' };
        text.push(other);
        text
    }
}
