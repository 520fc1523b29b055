//! Malformed and unusual HTTP messages; most of them only a raw connection can send.

/// How a message differs from what HTTP libraries send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Malformation {
    /// `Content-Length` twice, with different numbers.
    TwoLengths,
    /// `Content-Length` is more than what is sent before the connection is closed.
    LengthTooLong,
    /// `Content-Length` is 1, and more is sent.
    LengthTooShort,
    /// A body without `Content-Length`, so that the message ends before it.
    NoLength,
    /// A chunked body with a `Content-Length` as well.
    LengthAndChunked,
    /// A space between a field name and its colon.
    SpaceBeforeColon,
    /// A field value that continues in the next line.
    FoldedLine,
    /// A NUL in a field value.
    NulInValue,
    /// No `Host`.
    NoHost,
    /// The method in lower case.
    LowerMethod,
    /// The whole URL in the request line.
    AbsoluteForm,
    /// A space inside the request target.
    SpaceInTarget,
    /// `HTTP/9.9`.
    UnknownVersion,
    /// A field twice that is not a list (RFC 9110 §5.3), which libraries can send as well.
    FieldTwice,
}

impl Malformation {
    /// Every malformation that needs a raw connection, the most dangerous first.
    pub const ALL: [Self; 13] = [
        Self::TwoLengths,
        Self::LengthTooLong,
        Self::LengthTooShort,
        Self::NoLength,
        Self::LengthAndChunked,
        Self::SpaceBeforeColon,
        Self::FoldedLine,
        Self::NulInValue,
        Self::NoHost,
        Self::LowerMethod,
        Self::AbsoluteForm,
        Self::SpaceInTarget,
        Self::UnknownVersion,
    ];

    /// Its name in case ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TwoLengths => "two-lengths",
            Self::LengthTooLong => "length-too-long",
            Self::LengthTooShort => "length-too-short",
            Self::NoLength => "no-length",
            Self::LengthAndChunked => "length-and-chunked",
            Self::SpaceBeforeColon => "space-before-colon",
            Self::FoldedLine => "folded-line",
            Self::NulInValue => "nul-in-value",
            Self::NoHost => "no-host",
            Self::LowerMethod => "lower-method",
            Self::AbsoluteForm => "absolute-form",
            Self::SpaceInTarget => "space-in-target",
            Self::UnknownVersion => "unknown-version",
            Self::FieldTwice => "field-twice",
        }
    }

    /// One line on what is malformed.
    pub fn title(self) -> &'static str {
        match self {
            Self::TwoLengths => "Content-Length twice, with different numbers",
            Self::LengthTooLong => "a body that is shorter than its Content-Length",
            Self::LengthTooShort => "a body of which Content-Length announces one byte",
            Self::NoLength => "a body without Content-Length",
            Self::LengthAndChunked => "a chunked body with a Content-Length",
            Self::SpaceBeforeColon => "a space before the colon of a header",
            Self::FoldedLine => "a header value that continues in the next line",
            Self::NulInValue => "a NUL in a header value",
            Self::NoHost => "no Host",
            Self::LowerMethod => "the method in lower case",
            Self::AbsoluteForm => "the whole URL in the request line",
            Self::SpaceInTarget => "a space inside the request target",
            Self::UnknownVersion => "a version of HTTP that does not exist",
            Self::FieldTwice => "a header twice that is not a list",
        }
    }

    /// A description that continues "a request".
    pub fn words(self) -> &'static str {
        match self {
            Self::TwoLengths => "with two different Content-Length fields",
            Self::LengthTooLong => "that is shorter than its Content-Length",
            Self::LengthTooShort => "with a longer body than Content-Length announces",
            Self::NoLength => "with a body that no Content-Length announces",
            Self::FieldTwice => "with a repeated header that is not a list",
            _ => "with unusual syntax",
        }
    }

    /// Whether a server that executes the request executes another one than was sent: what RFC 9112
    /// §6.3 and §8 call an unrecoverable error, or an incomplete body.
    pub fn must_be_refused(self) -> bool {
        matches!(
            self,
            Self::TwoLengths | Self::LengthTooLong | Self::LengthTooShort | Self::NoLength
        )
    }

    /// The additional header fields, where they can be shown; `length` is that of the body.
    pub fn fields(self, length: usize) -> Vec<(&'static str, String)> {
        match self {
            Self::TwoLengths => {
                vec![("content-length", length.to_string()), ("content-length", "1".to_owned())]
            }
            Self::LengthTooLong => vec![("content-length", (length + 10).to_string())],
            Self::LengthTooShort => vec![("content-length", "1".to_owned())],
            Self::LengthAndChunked => vec![
                ("content-length", length.to_string()),
                ("transfer-encoding", "chunked".to_owned()),
            ],
            Self::SpaceBeforeColon => vec![("x-conformance ", "any".to_owned())],
            Self::FoldedLine => vec![("x-conformance", "any\r\n thing".to_owned())],
            Self::NulInValue => vec![("x-conformance", "any\0thing".to_owned())],
            _ => Vec::new(),
        }
    }

    /// Whether only a raw connection can send it; HTTP libraries can send the others.
    pub fn needs_raw_connection(self) -> bool {
        Self::ALL.contains(&self)
    }

    /// Whether the malformation concerns the length of the body.
    pub fn is_of_length(self) -> bool {
        matches!(
            self,
            Self::TwoLengths
                | Self::LengthTooLong
                | Self::LengthTooShort
                | Self::NoLength
                | Self::LengthAndChunked
        )
    }
}
