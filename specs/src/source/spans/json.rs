//! Spans of a JSON text. Not a parser: it assumes that the text is valid, and stops where it is not.

use super::{Builder, Children};

/// Reads as far as the text can be read.
pub(super) fn scan(text: &str, builder: &mut Builder) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' => builder.begin(Children::Object(Vec::new()), 0, start..at),
            b'[' => builder.begin(Children::Array(Vec::new()), 0, start..at),
            b'}' | b']' => builder.end(),
            b'"' => {
                at = end_of_string(bytes, at);
                builder.scalar(&unescaped(&text[start..at]), 0, start..at);
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                at = end_of_word(bytes, at);
                builder.scalar("", 0, start..at);
            }
            // White space, commas and colons: the order of the rest is enough.
            _ => {}
        }
    }
}

/// The byte after the closing quote, or the end of the text.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    bytes.len()
}

fn end_of_word(bytes: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| !matches!(byte, b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E');
    bytes[at..].iter().position(ends).map_or(bytes.len(), |length| at + length)
}

fn unescaped(literal: &str) -> String {
    serde_json::from_str(literal).unwrap_or_default()
}
