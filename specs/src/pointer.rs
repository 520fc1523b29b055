//! JSON Pointers (RFC 6901): locations in a document or a value.

use std::fmt;

/// A JSON Pointer: empty for the root, else `/`-separated and escaped tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer that is already in its escaped form, such as `/paths/~1a/get`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The pointer to the property or item `token` of what this one points to.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        // RFC 6901 §3: `~` and `/` are escaped, in this order.
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{token}", self.0))
    }

    /// The pointer with the tokens of an escaped text, empty or with a slash before each, after its own.
    #[must_use]
    pub(crate) fn join(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// The pointer without its last token; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let cut = self.0.rfind('/')?;
        Some(Self(self.0[..cut].to_owned()))
    }

    /// The tokens, unescaped, from the root on.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescape)
    }

    /// The last token, unescaped; `None` at the root.
    pub fn last(&self) -> Option<String> {
        self.0.rsplit_once('/').map(|(_, token)| unescape(token))
    }

    /// The escaped text, as `serde_json::Value::pointer` accepts it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// RFC 6901 §4: `~1` first, lest `~01` become a slash.
fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_unescaped_as_they_were_escaped() {
        for tokens in [&["paths", "/a/{b}", "get"][..], &["~1", "~01", "a/b~c", ""], &[]] {
            let pointer =
                tokens.iter().fold(Pointer::root(), |pointer, token| pointer.child(token));
            assert_eq!(pointer.tokens().collect::<Vec<_>>(), tokens);
            assert_eq!(pointer.last().as_deref(), tokens.last().copied());
            assert_eq!(Pointer::parse(pointer.as_str()), Some(pointer));
        }
        assert_eq!(Pointer::parse("a"), None);
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(
            Pointer::root().child("a").child("b").parent(),
            Some(Pointer::root().child("a"))
        );
    }
}
