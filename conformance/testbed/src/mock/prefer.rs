//! What a caller prefers among the responses that a document declares (RFC 7240): `Prefer: code=404`,
//! `example=NAME`, `dynamic=true`, `handling=strict`. A preference that cannot be met is ignored (§2), unless
//! handling is strict.

use http::HeaderMap;
use specs::contract::{MediaType, Operation, StatusRange};

/// The preferences that a mock knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Preferences {
    /// The status.
    code: Option<String>,
    /// The name of an example.
    example: Option<String>,
    /// Whether values are generated for each response.
    dynamic: bool,
    /// Whether a preference that cannot be met is an error (§4.4).
    strict: bool,
}

/// The response that a caller chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its status; `None` if it follows from the request.
    pub(super) status: Option<u16>,
    /// The name of the example for its body.
    pub(super) example: Option<String>,
    /// Whether values are generated.
    pub(super) dynamic: bool,
}

impl Choice {
    /// The value of `Preference-Applied` (§3), if a preference is applied.
    pub(super) fn applied(&self) -> Option<String> {
        let code = self.status.map(|status| format!("code={status}"));
        let example =
            self.example.as_ref().map(|name| format!("example={}", token_or_quoted(name)));
        let dynamic = self.dynamic.then(|| "dynamic=true".to_owned());
        let list: Vec<String> = code.into_iter().chain(example).chain(dynamic).collect();
        (!list.is_empty()).then(|| list.join(", "))
    }
}

impl Preferences {
    /// Reads every `Prefer` field of a request.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let mut read = Self::default();
        let fields = headers.get_all("prefer").iter();
        let fields = fields.map(|field| String::from_utf8_lossy(field.as_bytes()).into_owned());
        let mut seen = Vec::new();
        for preference in fields.flat_map(|field| parts(&field, ',')) {
            // Parameters follow a semicolon; none is supported.
            let Some(token) = parts(&preference, ';').into_iter().next() else { continue };
            let (name, value) = token.split_once('=').unwrap_or((&token, ""));
            let name = name.trim().to_ascii_lowercase();
            // §2: only the first preference of a name applies.
            if seen.contains(&name) {
                continue;
            }
            let value = unquoted(value.trim());
            match name.as_str() {
                "code" => read.code = Some(value),
                "example" => read.example = Some(value),
                "dynamic" => read.dynamic = value.is_empty() || value.eq_ignore_ascii_case("true"),
                "handling" => read.strict = value.eq_ignore_ascii_case("strict"),
                _ => {}
            }
            seen.push(name);
        }
        read
    }

    /// The preferences that can be met.
    ///
    /// # Errors
    /// Handling is strict, and a preference cannot be met.
    pub(super) fn choose(&self, operation: &Operation, success: u16) -> Result<Choice, String> {
        let status = self.code.as_ref().and_then(|code| declared(operation, code));
        let mut choice = Choice { status, example: None, dynamic: self.dynamic };
        if let (true, None, Some(code)) = (self.strict, status, &self.code) {
            let list = operation.responses.iter().map(|response| response.status.to_string());
            let list = list.collect::<Vec<_>>().join(", ");
            return Err(format!(
                "{} declares no status {code}\n  help: use one of {list}",
                operation.id
            ));
        }
        let Some(name) = &self.example else { return Ok(choice) };
        let candidates = match status {
            Some(status) => vec![status],
            None => std::iter::once(success).chain(exact(operation)).collect(),
        };
        match candidates.into_iter().find(|status| has_example(operation, *status, name)) {
            Some(found) => {
                choice.status = status.or((found != success).then_some(found));
                choice.example = Some(name.clone());
                Ok(choice)
            }
            None if self.strict => Err(format!("{} has no example `{name}`", operation.id)),
            None => Ok(choice),
        }
    }
}

/// The media type of a response with the example of this name.
pub(super) fn with_example<'a>(
    content: &'a [MediaType],
    name: &str,
) -> Option<(&'a MediaType, &'a serde_json::Value)> {
    content.iter().find_map(|media| {
        let example = media.examples.iter().find(|example| example.name == name)?;
        Some((media, &example.value))
    })
}

fn has_example(operation: &Operation, status: u16, name: &str) -> bool {
    let declared = operation.responses.lookup(status);
    declared.is_some_and(|declared| with_example(&declared.content, name).is_some())
}

fn exact(operation: &Operation) -> impl Iterator<Item = u16> {
    operation.responses.iter().filter_map(|response| match response.status {
        StatusRange::Exact(status) if status >= 200 => Some(status),
        _ => None,
    })
}

/// The status, if it is a final one that the operation declares.
fn declared(operation: &Operation, code: &str) -> Option<u16> {
    let status: u16 = code.parse().ok()?;
    let is_final = (200..600).contains(&status);
    (is_final && operation.responses.lookup(status).is_some()).then_some(status)
}

/// Splits at separators outside of quotes, without empty parts.
fn parts(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for character in text.chars() {
        if character == separator && !quoted {
            parts.push(String::new());
            continue;
        }
        match character {
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = character == '\\' && quoted && !escaped;
        if let Some(last) = parts.last_mut() {
            last.push(character);
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// The text of a quoted string (RFC 9110 §5.6.4), else the text unchanged.
fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else { return text.to_owned() };
    let mut plain = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        plain.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    plain
}

/// A text as a token if possible, else as a quoted string (RFC 9110 §5.6.2).
fn token_or_quoted(text: &str) -> String {
    let is_token = |one: char| one.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(one);
    if !text.is_empty() && text.chars().all(is_token) {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use super::Preferences;

    fn read(fields: &[&str]) -> Preferences {
        let mut headers = http::HeaderMap::new();
        for field in fields {
            headers.append("prefer", field.parse().unwrap());
        }
        Preferences::read(&headers)
    }

    #[test]
    fn preferences_are_parsed_with_quotes_and_parameters() {
        let both =
            read(&["respond-async, Code=404; x=\"1,2\"", "example=\"no, \\\"such\\\" one\""]);
        assert_eq!(both.code.as_deref(), Some("404"));
        assert_eq!(both.example.as_deref(), Some("no, \"such\" one"));
        assert!(!both.dynamic && !both.strict);
        let flags = read(&["dynamic, handling=Strict,,"]);
        assert!(flags.dynamic && flags.strict);
    }

    #[test]
    fn first_preference_of_a_name_applies() {
        assert_eq!(read(&["code=200", "code=404"]).code.as_deref(), Some("200"));
        assert_eq!(read(&["code=\"unclosed"]).code.as_deref(), Some("\"unclosed"));
    }
}
