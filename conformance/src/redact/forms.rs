//! The forms of a secret that are looked for: plain, and in base64, alone or within something longer.
//! Escapes are undone in the text that is looked through.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

/// The part of base64 within something longer that is as long as this is looked for; shorter ones stand
/// everywhere by chance.
const SHORTEST_PART: usize = 10;

/// Every form, some of them twice.
pub(super) fn travelling(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned(), secret.replace(' ', "+")];
    for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
        forms.push(engine.encode(secret));
    }
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        forms.extend((0..3).filter_map(|before| part(engine, secret, before)));
    }
    forms
}

/// What stays the same whatever stands behind, and so many bytes stand before.
fn part(engine: &impl base64::Engine, secret: &str, before: usize) -> Option<String> {
    let bytes = [&[0; 2][..before], secret.as_bytes()].concat();
    // Three bytes are four characters; those that hold bits of something else are left out.
    let (from, to) = ((before * 4).div_ceil(3), bytes.len() * 4 / 3);
    let is_long = to.saturating_sub(from) >= SHORTEST_PART;
    is_long.then(|| engine.encode(&bytes)[from..to].to_owned())
}
