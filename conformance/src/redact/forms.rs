//! The forms in which a text travels: plain, percent-encoded, form-encoded, escaped in JSON and in HTML,
//! and all of these in base64, alone or within something longer.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::case::{Manner, RESERVED};

/// What JavaScript's `encodeURIComponent` leaves as it is, beside the unreserved characters.
const COMPONENT: &AsciiSet =
    &RESERVED.remove(b'!').remove(b'*').remove(b'\'').remove(b'(').remove(b')');
/// What may stand in a path or a query (RFC 3986 §3.3 and §3.4) is left as it is by many.
const PLACE: &AsciiSet = &COMPONENT
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b',')
    .remove(b';');

/// The part of base64 within something longer that is as long as this is looked for; shorter ones stand
/// everywhere by chance.
const SHORTEST_PART: usize = 10;

/// Every form, some of them twice.
pub(crate) fn travelling(secret: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for text in [vec![secret.to_owned()], in_base64(secret)].concat() {
        forms.extend(escaped(&text));
        forms.push(text);
    }
    forms
}

/// Escaped for URLs, forms, JSON and HTML.
fn escaped(text: &str) -> Vec<String> {
    let json = Manner::Json.write(text);
    let ascii = in_ascii(&json);
    let form: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let mut forms = vec![
        json.replace('/', "\\/"),
        // JSON in a text in JSON, as in a message that quotes what came.
        Manner::Json.write(&json),
        Manner::Json.write(&ascii),
        upper_escapes(&ascii),
        ascii,
        json,
        in_html(text, "&#39;"),
        in_html(text, "&#x27;"),
        in_html(text, "&apos;"),
        Manner::Encoded.write(text),
    ];
    for percent in
        [RESERVED, COMPONENT, PLACE].map(|set| utf8_percent_encode(text, set).to_string())
    {
        forms.push(percent.replace('%', "%25"));
        forms.push(lower_escapes(&percent));
        forms.push(percent);
    }
    forms.push(lower_escapes(&form));
    forms.push(form);
    forms
}

/// Whole, and as the part that is the same whatever stands before and behind.
fn in_base64(text: &str) -> Vec<String> {
    let engines = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
    let mut forms: Vec<String> = engines.iter().map(|engine| engine.encode(text)).collect();
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        for before in 0..3 {
            let bytes = [&[0; 2][..before], text.as_bytes()].concat();
            let coded = engine.encode(&bytes);
            // Three bytes are four characters; those that hold bits of something else are left out.
            let (from, to) = ((before * 4).div_ceil(3), bytes.len() * 4 / 3);
            if to.saturating_sub(from) >= SHORTEST_PART {
                forms.push(coded[from..to].to_owned());
            }
        }
    }
    forms
}

/// RFC 8259 §7: what is not ASCII as `\u` and four digits, as many writers do.
fn in_ascii(json: &str) -> String {
    let mut written = String::new();
    for character in json.chars() {
        match character.is_ascii() {
            true => written.push(character),
            false => {
                let units = character.encode_utf16(&mut [0; 2]).to_vec();
                written.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    written
}

fn in_html(text: &str, apostrophe: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', apostrophe)
}

/// `%2F` as `%2f`.
fn lower_escapes(text: &str) -> String {
    digits(text, "%", 2, str::to_ascii_lowercase)
}

/// `\u00fc` as `\u00FC`.
fn upper_escapes(text: &str) -> String {
    digits(text, "\\u", 4, str::to_ascii_uppercase)
}

/// Changes so many hexadecimal digits after each sign.
fn digits(text: &str, sign: &str, count: usize, change: fn(&str) -> String) -> String {
    let mut parts = text.split(sign);
    let mut changed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        changed.push_str(sign);
        match part.split_at_checked(count) {
            Some((digits, rest)) => changed.extend([change(digits).as_str(), rest]),
            None => changed.push_str(part),
        }
    }
    changed
}
