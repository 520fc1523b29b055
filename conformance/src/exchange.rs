//! What was sent and what came, as checks and reports see it.

use std::time::Duration;

use crate::case::Via;

/// A request as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRequest {
    /// The method.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The content, if any.
    pub body: Option<Vec<u8>>,
    /// How it is sent.
    pub via: Via,
    /// The same with a `$NAME` in place of each secret.
    pub shown: ShownRequest,
    /// What the request carries that nobody supplied, as `<place> <name>`: a target may turn it down.
    pub made_up: Vec<String>,
}

/// A request as reports show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct ShownRequest {
    /// The method.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The content, if any.
    pub body: Option<String>,
}

/// An answer, whole or as far as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Header fields in the order in which they came.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The content, after any transfer coding.
    pub body: Vec<u8>,
    /// Whether the content was longer than the limit, so that `body` is only its beginning.
    pub over_limit: bool,
    /// Bytes that followed the end of the answer; only a raw connection shows them.
    pub stray: Vec<u8>,
}

impl Answer {
    /// The first value of a header field; bytes that are not UTF-8 are replaced.
    pub fn header(&self, name: &str) -> Option<String> {
        self.header_values(name).next()
    }

    /// Every value of a header field.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| String::from_utf8_lossy(value).trim().to_owned())
    }

    /// The media type without parameters, in lower case.
    pub fn essence(&self) -> Option<String> {
        let is_type = |(name, _): &&(String, Vec<u8>)| name.eq_ignore_ascii_case("content-type");
        let (_, value) = self.headers.iter().find(is_type)?;
        let text = String::from_utf8_lossy(value);
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        (!essence.is_empty()).then_some(essence)
    }

    /// The class of the status: 2 for 204.
    pub fn class(&self) -> u16 {
        self.status / 100
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A whole answer.
    Answered(Answer),
    /// An answer that was begun and then cut, stalled or misframed.
    Broken {
        /// What happened.
        detail: String,
        /// What came before, where its header section came whole.
        answer: Option<Answer>,
    },
    /// A connection that ended in place of an answer. The HTTP library cannot tell it from an answer
    /// that is cut within its header section; a bare connection can.
    Dropped {
        /// What happened.
        detail: String,
    },
}

/// A request with what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What was sent.
    pub request: SentRequest,
    /// What came back.
    pub reply: Reply,
    /// From the first byte sent to the last byte read.
    pub elapsed: Duration,
}

impl Exchange {
    /// The answer, if it came whole.
    pub fn answer(&self) -> Option<&Answer> {
        match &self.reply {
            Reply::Answered(answer) => Some(answer),
            Reply::Broken { .. } | Reply::Dropped { .. } => None,
        }
    }

    /// The answer as far as it came.
    pub fn any_answer(&self) -> Option<&Answer> {
        match &self.reply {
            Reply::Answered(answer) => Some(answer),
            Reply::Broken { answer, .. } => answer.as_ref(),
            Reply::Dropped { .. } => None,
        }
    }
}
