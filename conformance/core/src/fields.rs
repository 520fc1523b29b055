//! The syntax of header fields, as RFC 9110 has it. Says what is well-formed; what it means is for the
//! checks.

mod challenge;
mod date;

pub use challenge::{Challenge, challenges};
pub use date::{DateForm, date_form, seconds};

/// RFC 9110 §5.6.2.
pub fn is_token(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_sign)
}

/// RFC 9110 §5.6.4: the text inside of a quoted string; `None` where it is none.
pub fn unquote(text: &str) -> Option<String> {
    let inside = text.strip_prefix('"')?.strip_suffix('"').filter(|_| text.len() > 1)?;
    let mut plain = String::new();
    let mut rest = inside.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => plain.push(rest.next()?),
            '"' => return None,
            other if other.is_control() && other != '\t' => return None,
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// Cuts a text at a sign, but not inside of quoted strings. White space around the parts is dropped.
pub fn cut(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut begin) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if character == at && !quoted => {
                parts.push(text[begin..index].trim());
                begin = index + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[begin..].trim());
    parts
}

/// RFC 9110 §5.6.1: the members of a list; a recipient has to bear empty ones.
pub fn members(text: &str) -> Vec<&str> {
    cut(text, ',').into_iter().filter(|member| !member.is_empty()).collect()
}

/// `name=value`, the value a token or a quoted string.
pub fn parameter(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    // RFC 9110 §11.2: white space around the sign is bad, and to be borne.
    let (name, value) = (name.trim_end(), value.trim_start());
    let value = if is_token(value) { value.to_owned() } else { unquote(value)? };
    is_token(name).then(|| (name.to_ascii_lowercase(), value))
}

/// RFC 9110 §8.8.3.
pub fn is_entity_tag(text: &str) -> bool {
    let opaque = text.strip_prefix("W/").unwrap_or(text);
    let inside = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    opaque.len() > 1
        && inside.is_some_and(|text| text.chars().all(|c| c > ' ' && c != '"' && c != '\u{7f}'))
}

/// RFC 9110 §8.3.1.
pub fn is_media_type(text: &str) -> bool {
    let (media_type, parameters) = text.split_once(';').unwrap_or((text, ""));
    // RFC 9110 §5.6.6: a semicolon may be followed by nothing.
    let is_right = |part: &str| part.is_empty() || parameter(part).is_some();
    media_type.trim().split_once('/').is_some_and(|(kind, name)| is_token(kind) && is_token(name))
        && (parameters.is_empty() || cut(parameters, ';').into_iter().all(is_right))
}

/// RFC 3986 §4.1: nothing but what a reference may be written with.
pub fn is_uri_reference(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => is_hex(at + 1) && is_hex(at + 2),
        other => other.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(other),
    })
}

/// RFC 6749 appendix A.7 and RFC 6750 §3: what `error` and `error_description` may be written with.
pub fn is_error_text(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '\u{20}'..='\u{21}' | '\u{23}'..='\u{5b}' | '\u{5d}'..='\u{7e}'))
}

/// Whether a header field can carry the value. RFC 9110 §5.5: visible characters, with blanks only inside.
pub fn carriable(name: &str, value: &str) -> bool {
    let visible =
        value.bytes().all(|byte| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic());
    visible && value.trim() == value && is_token(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_strings_hide_signs() {
        assert_eq!(members(r#"a="1,2", b , ,c="\",""#), [r#"a="1,2""#, "b", r#"c="\",""#]);
        assert_eq!(unquote(r#""a\"b""#).as_deref(), Some("a\"b"));
        for wrong in ["", "\"", "a", "\"a\"b\"", "\"a\\\""] {
            assert_eq!(unquote(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn forms_are_distinguished() {
        let tags =
            [("\"a\"", true), ("W/\"\"", true), ("a", false), ("\"", false), ("w/\"a\"", false)];
        for (text, is) in tags {
            assert_eq!(is_entity_tag(text), is, "{text}");
        }
        let types = [
            ("application/json", true),
            ("text/plain; charset=\"utf-8\";", true),
            ("json", false),
            ("text/plain; charset", false),
            ("text/plain charset=utf-8", false),
        ];
        for (text, is) in types {
            assert_eq!(is_media_type(text), is, "{text}");
        }
        let references =
            [("", true), ("/a?b=%20#c", true), ("a b", false), ("/%2", false), ("/ü", false)];
        for (text, is) in references {
            assert_eq!(is_uri_reference(text), is, "{text}");
        }
    }
}
