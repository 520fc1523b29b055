//! Changes of a text, whatever it means.

use super::rng::Rng;
use super::seeds::Seed;

/// What syntax is made of, and what readers trip over.
const FRAGMENTS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "- ",
    ",",
    "\"",
    "'",
    "\n",
    "\r\n",
    "\t",
    "  ",
    "#",
    "&a ",
    "*a",
    "<<: *a\n",
    "|\n",
    ">-\n",
    "!!str ",
    "---\n",
    "...\n",
    "? ",
    "%YAML 1.1\n",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "\\u",
    "\\ud800",
    "\u{1f600}",
    "~",
    "null",
    "true",
    ".inf",
    ".nan",
    "0x1F",
    "1e400",
    "-0",
    "99999999999999999999",
    "\u{85}",
    "$ref: '#'\n",
    "\"$ref\": \"#/paths\",",
    "openapi: 3.1.0\n",
    "swagger: '2.0'\n",
];

/// Changes a text once.
pub(super) fn mutate(text: &mut String, seeds: &[Seed], rng: &mut Rng) {
    let mut bytes = std::mem::take(text).into_bytes();
    let (start, end) = block(bytes.len(), rng);
    match rng.below(7) {
        0 => {
            if let Some(byte) = bytes.get_mut(start) {
                *byte ^= 1 << rng.below(8);
            }
        }
        1 => drop(bytes.drain(start..end)),
        2 => bytes.truncate(start),
        3 => {
            let copy = bytes[start..end].to_vec();
            let at = rng.below(bytes.len() + 1);
            drop(bytes.splice(at..at, copy));
        }
        4 => {
            let other = rng.pick(seeds).text.as_bytes();
            let (from, to) = block(other.len(), rng);
            drop(bytes.splice(start..end, other[from..to].iter().copied()));
        }
        5 => {
            let fragment = rng.pick(FRAGMENTS);
            drop(bytes.splice(start..start, fragment.bytes()));
        }
        _ => lines(&mut bytes, rng),
    }
    *text = String::from_utf8_lossy(&bytes).into_owned();
}

/// Some bytes: few as a rule.
fn block(length: usize, rng: &mut Rng) -> (usize, usize) {
    let start = rng.below(length + 1);
    let most = [4, 40, 400, 4_000][rng.below(4)];
    (start, (start + rng.below(most)).min(length))
}

/// Repeats, moves or indents a line.
fn lines(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let at = rng.below(lines.len());
    match rng.below(3) {
        0 => {
            let line = lines[at].clone();
            lines.insert(rng.below(lines.len() + 1), line);
        }
        1 => {
            let line = lines.remove(at);
            lines.insert(rng.below(lines.len() + 1), line);
        }
        _ => drop(lines[at].splice(0..0, std::iter::repeat_n(b' ', rng.below(5)))),
    }
    *bytes = lines.join(&b'\n');
}
