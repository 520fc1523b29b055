//! A text with its escapes decoded, so that a secret is found however its characters are encoded: by the escapes of
//! URLs (RFC 3986 §2.1), of JSON (RFC 8259 §7) and of HTML, any of them, in either case; and base64.

mod base64;

use std::ops::Range;

/// How often escapes are decoded: a message may quote a text that quotes a response.
const DEPTH: usize = 3;

/// The longest escape: `\u` twice, for a character outside of the basic plane.
const LONGEST: usize = 12;

/// Bytes, with the position of each in the original text.
#[derive(Default)]
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    spans: Vec<(usize, usize)>,
}

impl View {
    /// The text as it is, then with its escapes decoded once, twice and so on; each with what is in
    /// it in base64.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let mut plain = Self::default();
        text.bytes().enumerate().for_each(|(at, byte)| plain.push(byte, at, at + 1));
        let mut views = vec![plain];
        while views.len() <= DEPTH {
            match views.last().and_then(Self::undone) {
                Some(view) => views.push(view),
                None => break,
            }
        }
        let decoded: Vec<Self> = views.iter().filter_map(base64::decoded).collect();
        let undone: Vec<Self> = decoded.iter().filter_map(Self::undone).collect();
        views.extend(decoded);
        views.extend(undone);
        views
    }

    /// The position of these bytes in the text.
    pub(super) fn range(&self, bytes: Range<usize>) -> Range<usize> {
        self.start(bytes.start)..self.end(bytes.end.saturating_sub(1))
    }

    fn start(&self, byte: usize) -> usize {
        self.spans[byte].0
    }

    fn end(&self, byte: usize) -> usize {
        self.spans[byte].1
    }

    fn push(&mut self, byte: u8, start: usize, end: usize) {
        self.bytes.push(byte);
        self.spans.push((start, end));
    }

    /// The end of the complete bytes before a cut: the cut may be within an escape.
    pub(super) fn whole_before(&self, cut: usize) -> Option<usize> {
        let tail = &self.bytes[cut.saturating_sub(LONGEST)..cut];
        let sign = tail.iter().rposition(|byte| is_sign(*byte))?;
        Some(cut - tail.len() + sign)
    }

    /// The same with its escapes decoded; `None` where there are none.
    fn undone(&self) -> Option<Self> {
        if !self.bytes.iter().any(|byte| is_sign(*byte)) {
            return None;
        }
        let mut view = Self::default();
        let mut place = 0;
        let mut changed = false;
        while let Some(first) = self.bytes.get(place) {
            let escape = escape(&self.bytes[place..]);
            changed |= escape.is_some();
            let (length, written) = escape.unwrap_or_else(|| (1, vec![*first]));
            let (start, end) = (self.start(place), self.end(place + length - 1));
            written.into_iter().for_each(|byte| view.push(byte, start, end));
            place += length;
        }
        changed.then_some(view)
    }
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&')
}

/// The length of the escape at the beginning, and its value.
fn escape(bytes: &[u8]) -> Option<(usize, Vec<u8>)> {
    match bytes.first()? {
        b'%' => Some((3, vec![u8::try_from(hex(bytes.get(1..3)?)?).ok()?])),
        b'\\' => in_json(bytes),
        b'&' => in_html(bytes),
        _ => None,
    }
}

fn in_json(bytes: &[u8]) -> Option<(usize, Vec<u8>)> {
    let written = match bytes.get(1)? {
        b'"' => b'"',
        b'\'' => b'\'',
        b'\\' => b'\\',
        b'/' => b'/',
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => return unicode(bytes),
        _ => return None,
    };
    Some((2, vec![written]))
}

fn unicode(bytes: &[u8]) -> Option<(usize, Vec<u8>)> {
    let first = hex(bytes.get(2..6)?)?;
    if let Some(character) = char::from_u32(first) {
        return Some((6, character.to_string().into_bytes()));
    }
    let second =
        bytes.get(6..8).filter(|sign| *sign == b"\\u").and_then(|_| hex(bytes.get(8..12)?))?;
    let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    Some((12, String::from_utf16(&units).ok()?.into_bytes()))
}

fn in_html(bytes: &[u8]) -> Option<(usize, Vec<u8>)> {
    let end = bytes.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&bytes[1..end]).ok()?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)?
        }
    };
    Some((end + 1, character.to_string().into_bytes()))
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    u32::from_str_radix(digits, 16).ok()
}
