//! What is wrong with a value: the place, the rule, and a sentence that never shows the value.

use std::fmt;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where: a JSON Pointer (RFC 6901) below `/path`, `/query`, `/header`, `/cookie` or `/body`.
    pub pointer: String,
    /// The JSON Schema keyword that is broken, such as `required` or `maxLength`.
    pub keyword: &'static str,
    /// What is wrong, without the value itself: it may be a secret.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{place}: {}", self.message)
    }
}

/// Every broken rule of one value, in the order in which they were met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// The message about the member of this name, where there is one.
    pub fn about(&self, member: &str) -> Option<String> {
        let suffix = format!("/{}", escape(member));
        let found = self.0.iter().find(|violation| violation.pointer.ends_with(&suffix))?;
        Some(found.message.clone())
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// A reference token of a JSON Pointer, escaped (RFC 6901 §3).
pub(crate) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
