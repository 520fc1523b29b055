//! What is wrong with a value: the location, the keyword, and a message that never shows the value.

use std::fmt;

/// A violation of one keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The location: a JSON Pointer (RFC 6901) below `/path`, `/query`, `/header`, `/cookie` or `/body`.
    pub pointer: String,
    /// The JSON Schema keyword that is violated, such as `required` or `maxLength`.
    pub keyword: &'static str,
    /// What is wrong, without the value itself, which may be a secret.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let location = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{location}: {}", self.message)
    }
}

/// Every violation of one value, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// The message about the property of this name, if any.
    pub fn about(&self, property: &str) -> Option<String> {
        let suffix = format!("/{}", escape(property));
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
