//! JSON with half of a surrogate pair as an escape: the grammar allows it (RFC 8259 §8.2), libraries do
//! not. A server may return one that it was sent.

use serde_json::Value;

/// The replacement character.
const REPLACEMENT: &[u8] = b"\\ufffd";

/// The body as JSON, with a replacement for each half of a pair; `None` where it is not JSON, or has none.
pub(super) fn read(content: &[u8]) -> Option<Value> {
    let mut written = Vec::with_capacity(content.len());
    let (mut rest, mut is_any) = (content, false);
    while let Some(&byte) = rest.first() {
        let kept = match (byte, unit(rest), rest.get(6..).and_then(unit)) {
            (_, Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (_, Some(0xd800..=0xdfff), _) => {
                is_any = true;
                written.extend_from_slice(REPLACEMENT);
                rest = &rest[6..];
                continue;
            }
            (b'\\', ..) => 2,
            _ => 1,
        };
        let (this, after) = rest.split_at(kept.min(rest.len()));
        written.extend_from_slice(this);
        rest = after;
    }
    is_any.then(|| serde_json::from_slice(&written).ok())?
}

/// The code unit of an escape at the beginning.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn halves_are_replaced_and_pairs_stay() {
        let halves = br#"{"a":"\ud800b","c":"\uDC00","d":"\ud83d\ude42\\ud800\u00fc"}"#;
        let whole = json!({ "a": "\u{fffd}b", "c": "\u{fffd}", "d": "\u{1f642}\\ud800\u{fc}" });
        assert_eq!(read(halves), Some(whole));
    }

    #[test]
    fn what_is_no_json_is_none() {
        for text in
            [r#"{"a":1"#, r#"{"a":"\ud800""#, r#""\ud8""#, r#""\u""#, "\\", r#"{"a":"\u00fc"}"#]
        {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
