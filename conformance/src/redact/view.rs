//! A text with its escapes undone, so that a secret is found however its characters are written: those of
//! URLs (RFC 3986 §2.1), of JSON (RFC 8259 §7) and of HTML, any of them, in either case.

use std::ops::Range;

/// So many times escapes are undone: a message may quote what quotes what came.
const DEPTH: usize = 3;

/// The longest escape: `\u` twice, for a character beyond the first plane.
const LONGEST: usize = 12;

/// Bytes, and where each begins in the text that they are made of.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    /// One more than there are bytes: the last is the end of the text.
    at: Vec<usize>,
}

impl View {
    /// The text as it stands, then with its escapes undone once, twice and so on.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let plain = Self { bytes: text.as_bytes().to_vec(), at: (0..=text.len()).collect() };
        let mut views = vec![plain];
        while views.len() <= DEPTH {
            match views.last().and_then(Self::undone) {
                Some(view) => views.push(view),
                None => break,
            }
        }
        views
    }

    /// Where these bytes stand in the text.
    pub(super) fn range(&self, bytes: Range<usize>) -> Range<usize> {
        self.at[bytes.start]..self.at[bytes.end]
    }

    /// The end of the bytes before a cut that are whole: the cut may stand within an escape.
    pub(super) fn whole_before(&self, cut: usize) -> Option<usize> {
        let tail = &self.bytes[cut.saturating_sub(LONGEST)..cut];
        let sign = tail.iter().rposition(|byte| is_sign(*byte))?;
        Some(cut - tail.len() + sign)
    }

    /// The same with its escapes undone; `None` where there are none.
    fn undone(&self) -> Option<Self> {
        if !self.bytes.iter().any(|byte| is_sign(*byte)) {
            return None;
        }
        let mut view = Self { bytes: Vec::new(), at: Vec::new() };
        let mut place = 0;
        let mut changed = false;
        while let Some(first) = self.bytes.get(place) {
            let (length, written) = match escape(&self.bytes[place..]) {
                Some((length, written)) => {
                    changed = true;
                    (length, written)
                }
                None => (1, vec![*first]),
            };
            view.at.extend(written.iter().map(|_| self.at[place]));
            view.bytes.extend(written);
            place += length;
        }
        view.at.push(self.at[place]);
        changed.then_some(view)
    }
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&')
}

/// How long the escape at the beginning is, and what it stands for.
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
