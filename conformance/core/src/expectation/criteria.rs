//! How a response to a probe shows whether a value is live.

use serde_json::Value;

use crate::exchange::HttpResponse;

/// What a response to a probe shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Liveness {
    /// The value is live.
    Live,
    /// The value is revoked.
    Revoked,
    /// Neither.
    Unclear,
}

/// How a response to a probe is evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// The statuses that show a live value.
    pub live: Vec<u16>,
    /// The statuses that show a revoked value.
    pub revoked: Vec<u16>,
    /// The JSON Pointer of a boolean in the response that is true for a live value.
    pub member: Option<String>,
}

impl Criteria {
    /// What a response shows.
    pub fn life(&self, response: &HttpResponse) -> Liveness {
        let said = self.member.as_ref().and_then(|pointer| {
            let body: Value = serde_json::from_slice(&response.body).ok()?;
            body.pointer(pointer)?.as_bool()
        });
        let is_expected = self.live.contains(&response.status);
        match (&self.member, said) {
            (Some(_), Some(true)) if is_expected => Liveness::Live,
            (Some(_), Some(false)) if is_expected => Liveness::Revoked,
            (None, _) if is_expected => Liveness::Live,
            _ if self.revoked.contains(&response.status) => Liveness::Revoked,
            _ => Liveness::Unclear,
        }
    }

    /// A description of the response for a live value.
    pub fn live_description(&self) -> String {
        let member = self.member.as_ref().map_or(String::new(), |at| format!(" with `{at}` true"));
        format!("{}{member}", list(&self.live))
    }

    /// A description of the response for a revoked value.
    pub fn revoked_description(&self) -> String {
        match &self.member {
            Some(at) => format!("`{at}` false"),
            None => list(&self.revoked),
        }
    }

    /// A description of all conclusive responses.
    pub fn words(&self) -> String {
        format!("{} and {}", self.live_description(), self.revoked_description())
    }
}

fn list(statuses: &[u16]) -> String {
    let texts: Vec<String> = statuses.iter().map(u16::to_string).collect();
    texts.join(" or ")
}
