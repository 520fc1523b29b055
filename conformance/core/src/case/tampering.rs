//! The one thing that is wrong with a signature.

/// The one thing that is wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tampering {
    /// A bit of it is another one.
    FlippedBit,
    /// It was made with a key that is unknown, and names the right one.
    OtherKey,
    /// It names a key that is unknown.
    OtherKeyId,
    /// It has expired an hour ago.
    Expired,
    /// It was created in an hour.
    FromFuture,
    /// A header field that it covers was changed afterwards.
    AlteredHeader(String),
    /// The query that it covers was changed afterwards.
    AlteredQuery,
    /// The content that it covers by `Content-Digest` was changed afterwards.
    AlteredContent,
    /// `Signature` is no structured field.
    UnreadableSignature,
    /// `Signature-Input` is no structured field.
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

    /// What the request is, in words that follow "a request".
    pub fn words(&self) -> &'static str {
        match self {
            Self::FlippedBit => "whose signature has a flipped bit",
            Self::OtherKey => "that is signed with a key that is unknown",
            Self::OtherKeyId => "whose signature names a key that is unknown",
            Self::Expired => "whose signature has expired",
            Self::FromFuture => "whose signature was created in the future",
            Self::AlteredHeader(_) => "with a header that was changed after it was signed",
            Self::AlteredQuery => "with a query that was changed after it was signed",
            Self::AlteredContent => "with content that was changed after it was signed",
            Self::UnreadableSignature => "whose Signature cannot be read",
            Self::UnreadableInput => "whose Signature-Input cannot be read",
        }
    }

    /// Whether whoever verifies the signature at all must notice; the rest is about when it was made
    /// and what of it is covered.
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
