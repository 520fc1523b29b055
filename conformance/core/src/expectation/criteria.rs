//! What a response to a probe says of a value.

use serde_json::Value;

use crate::exchange::HttpResponse;

/// What a response to a probe says of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Liveness {
    /// It lives.
    Live,
    /// It does not live.
    Revoked,
    /// Nothing.
    Unclear,
}

/// How a response to a probe is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// The statuses that say that the value lives.
    pub live: Vec<u16>,
    /// The statuses that say that it is revoked.
    pub revoked: Vec<u16>,
    /// The boolean member of the response that says it, as a JSON Pointer.
    pub member: Option<String>,
}

impl Criteria {
    /// What a response says of the value.
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

    /// What it must get while the value lives.
    pub fn live_description(&self) -> String {
        let member = self.member.as_ref().map_or(String::new(), |at| format!(" with `{at}` true"));
        format!("{}{member}", list(&self.live))
    }

    /// What it must get once the value is revoked.
    pub fn revoked_description(&self) -> String {
        match &self.member {
            Some(at) => format!("`{at}` false"),
            None => list(&self.revoked),
        }
    }

    /// Everything that says something.
    pub fn words(&self) -> String {
        format!("{} and {}", self.live_description(), self.revoked_description())
    }
}

fn list(statuses: &[u16]) -> String {
    let texts: Vec<String> = statuses.iter().map(u16::to_string).collect();
    texts.join(" or ")
}
