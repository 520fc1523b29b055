//! What an answer to a probe says of a value.

use serde_json::Value;

use crate::exchange::Answer;

/// What an answer to a probe says of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It lives.
    Alive,
    /// It does not live.
    Dead,
    /// Nothing.
    Unclear,
}

/// How an answer to a probe is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// The statuses that say that the value lives.
    pub alive: Vec<u16>,
    /// The statuses that say that it is dead.
    pub dead: Vec<u16>,
    /// The boolean member of the answer that says it, as a JSON Pointer.
    pub member: Option<String>,
}

impl Criteria {
    /// What an answer says of the value.
    pub fn life(&self, answer: &Answer) -> Life {
        let said = self.member.as_ref().and_then(|pointer| {
            let body: Value = serde_json::from_slice(&answer.body).ok()?;
            body.pointer(pointer)?.as_bool()
        });
        let is_alive = self.alive.contains(&answer.status);
        match (&self.member, said) {
            (Some(_), Some(true)) if is_alive => Life::Alive,
            (Some(_), Some(false)) if is_alive => Life::Dead,
            (None, _) if is_alive => Life::Alive,
            _ if self.dead.contains(&answer.status) => Life::Dead,
            _ => Life::Unclear,
        }
    }

    /// What it must be answered while the value lives.
    pub fn alive_words(&self) -> String {
        let member = self.member.as_ref().map_or(String::new(), |at| format!(" with `{at}` true"));
        format!("{}{member}", list(&self.alive))
    }

    /// What it must be answered once the value is dead.
    pub fn dead_words(&self) -> String {
        match &self.member {
            Some(at) => format!("`{at}` false"),
            None => list(&self.dead),
        }
    }

    /// Everything that says something.
    pub fn words(&self) -> String {
        format!("{} and {}", self.alive_words(), self.dead_words())
    }
}

fn list(statuses: &[u16]) -> String {
    let texts: Vec<String> = statuses.iter().map(u16::to_string).collect();
    texts.join(" or ")
}
