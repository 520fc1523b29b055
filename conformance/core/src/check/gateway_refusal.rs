//! Requests that HTTP servers and gateways commonly reject by themselves, with a page of their own, before
//! the operation is reached: the declared responses of the operation do not apply to them.

use crate::case::CaseKind;
use crate::exchange::SentRequest;

/// The longest request target or header field that strict servers accept, in bytes.
const LONGEST: usize = 2_000;

/// Whether the response may be that of a server before the operation.
pub(super) fn may_refuse(kind: &CaseKind, request: &SentRequest, status: u16) -> bool {
    *kind == CaseKind::Unusual
        && matches!(status, 400 | 403 | 404 | 413 | 414 | 431)
        && (is_unusual_target(&request.url)
            || request.headers.iter().any(|(_, value)| is_malformed(value)))
}

fn is_malformed(value: &str) -> bool {
    value.len() > LONGEST || !value.is_ascii()
}

/// RFC 3986 §7.3 warns of control characters in targets; many servers accept neither them nor invalid UTF-8.
fn is_unusual_target(url: &str) -> bool {
    let decoded = || percent_encoding::percent_decode_str(url).collect::<Vec<u8>>();
    url.len() > LONGEST || (url.contains('%') && holds_unusual_bytes(&decoded()))
}

fn holds_unusual_bytes(decoded: &[u8]) -> bool {
    std::str::from_utf8(decoded).map_or(true, |text| text.contains(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_servers_refuse_is_known_by_its_length_and_its_bytes() {
        for (url, is) in [
            ("http://x/tokens/a%20b?c=%C3%BC", false),
            ("http://x/tokens/a%00b", true),
            ("http://x/?c=%0A", true),
            ("http://x/?c=%FF%FE", true),
        ] {
            assert_eq!(is_unusual_target(url), is, "{url}");
        }
        let long = "a".repeat(LONGEST + 1);
        assert!(is_malformed(&long) && is_unusual_target(&long) && is_malformed("\u{fc}"));
        assert!(!is_malformed(&long[1..]));
    }
}
