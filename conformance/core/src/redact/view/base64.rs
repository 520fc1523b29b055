//! What is in base64 in a text (RFC 4648 §4 and §5), decoded. Where base64 begins cannot be seen if
//! letters are right before it, so that a run of its letters is decoded from each of its first four.

use super::View;

/// Shorter runs cannot have a secret that is searched for.
const SHORTEST: usize = 4;
/// The end of every run: no secret has it, since it is not UTF-8.
const BETWEEN: u8 = 0xff;

/// Everything that may be base64, decoded; `None` where there is nothing.
pub(super) fn decoded(view: &View) -> Option<View> {
    let mut found = View::default();
    let mut place = 0;
    while place < view.bytes.len() {
        let rest = &view.bytes[place..];
        let length = rest.iter().take_while(|byte| sextet(**byte).is_some()).count();
        if length >= SHORTEST {
            for shift in 0..4 {
                read(view, place + shift..place + length, &mut found);
            }
        }
        place += length.max(1);
    }
    (!found.bytes.is_empty()).then_some(found)
}

/// Decodes a run, with the mark of a cut where one follows.
fn read(view: &View, run: std::ops::Range<usize>, found: &mut View) {
    let end = run.end;
    let padding = view.bytes[end..].iter().take(2).take_while(|byte| **byte == b'=').count();
    let (mut bits, mut count, mut first) = (0_u32, 0, run.start);
    let mut last = None;
    for place in run {
        let Some(sextet) = sextet(view.bytes[place]) else { continue };
        if count == 0 {
            first = place;
        }
        bits = bits << 6 | u32::from(sextet);
        count += 6;
        if count >= 8 {
            count -= 8;
            last = Some(found.bytes.len());
            let byte = u8::try_from(bits >> count & 0xff).unwrap_or(BETWEEN);
            found.push(byte, view.start(first), view.end(place));
            first = place;
        }
    }
    // The padding belongs to the last byte.
    if let (Some(last), 1..) = (last, padding) {
        found.spans[last].1 = view.end(end + padding - 1);
    }
    let cut = super::super::CUT.as_bytes();
    let behind = end + padding;
    if view.bytes[behind..].starts_with(cut) {
        for (at, byte) in cut.iter().enumerate() {
            found.push(*byte, view.start(behind + at), view.end(behind + at));
        }
    }
    found.push(BETWEEN, view.start(end - 1), view.end(end - 1));
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}
