//! Challenges of `WWW-Authenticate` (RFC 9110 §11.6.1).

use super::{is_token, members, parameter};

/// A challenge of one scheme.
#[derive(Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The name of the scheme, as written.
    pub scheme: String,
    /// Names in lower case, and values without their quotes.
    pub parameters: Vec<(String, String)>,
}

impl Challenge {
    /// Whether it is of this scheme. RFC 9110 §11.1: names are compared without case.
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Parses every challenge of the field; the error describes what cannot be parsed.
pub fn challenges(text: &str) -> Result<Vec<Challenge>, String> {
    let mut list: Vec<Challenge> = Vec::new();
    for member in members(text) {
        if let Some(pair) = parameter(member) {
            let last = list.last_mut();
            let last = last.ok_or_else(|| format!("`{member}` is before any scheme"))?;
            add(last, pair)?;
            continue;
        }
        let (scheme, rest) = member.split_once(' ').unwrap_or((member, ""));
        if !is_token(scheme) {
            return Err(format!("`{member}` is neither a scheme nor a parameter"));
        }
        let mut challenge = Challenge { scheme: scheme.to_owned(), parameters: Vec::new() };
        let rest = rest.trim();
        match parameter(rest) {
            Some(pair) => add(&mut challenge, pair)?,
            None if rest.is_empty() || is_token68(rest) => {}
            None => return Err(format!("`{rest}` is not a parameter of {scheme}")),
        }
        list.push(challenge);
    }
    if list.is_empty() { Err("there is no challenge in it".to_owned()) } else { Ok(list) }
}

/// RFC 9110 §11.2: the names of a challenge are unique.
fn add(challenge: &mut Challenge, pair: (String, String)) -> Result<(), String> {
    if challenge.parameter(&pair.0).is_some() {
        return Err(format!("`{}` is repeated in one challenge", pair.0));
    }
    challenge.parameters.push(pair);
    Ok(())
}

/// RFC 9110 §11.2.
fn is_token68(text: &str) -> bool {
    let signs = text.trim_end_matches('=');
    !signs.is_empty()
        && signs.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_read() {
        let text = r#"Bearer realm="a, b", error="invalid_token", Negotiate abc==, basic Realm=x"#;
        let list = challenges(text).unwrap();
        let schemes: Vec<_> = list.iter().map(|one| one.scheme.as_str()).collect();
        assert_eq!(schemes, ["Bearer", "Negotiate", "basic"]);
        assert_eq!(list[0].parameter("realm"), Some("a, b"));
        assert_eq!(list[0].parameter("error"), Some("invalid_token"));
        assert!(list[2].is("Basic") && list[2].parameter("realm") == Some("x"));
        assert_eq!(challenges("Bearer").map(|list| list.len()), Ok(1));
    }

    #[test]
    fn what_is_none_is_reported() {
        for wrong in
            ["", "realm=\"a\"", "Bearer realm=\"a", "Bearer realm=a b", "Bearer a=1, a=2", "Be{rer"]
        {
            assert!(challenges(wrong).is_err(), "{wrong}");
        }
    }
}
