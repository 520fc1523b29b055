//! Keeps secrets out of everything that leaves: by value, in every form in which they travel.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::case::Manner;

/// Shorter texts are not looked for: they stand everywhere by chance. Requests show a name in the
/// place of a secret whatever its length.
const SHORTEST: usize = 3;

/// Knows the secrets of a run.
#[derive(Debug, Default)]
pub struct Redactor {
    forms: RwLock<Forms>,
}

/// The secrets in all their forms.
#[derive(Debug, Default)]
struct Forms {
    /// What to look for and what to write in its place; the longest first.
    list: Vec<(Arc<str>, Arc<str>)>,
    /// What is in the list. A run may know thousands of tokens.
    known: HashSet<Arc<str>>,
}

impl Redactor {
    /// Hides a text from now on, as `$label`.
    pub fn hide(&self, secret: &str, label: &str) {
        let mut forms = self.forms.write().unwrap_or_else(PoisonError::into_inner);
        let label: Arc<str> = format!("${label}").into();
        for form in travelling_forms(secret) {
            if form.len() >= SHORTEST && !forms.known.contains(form.as_str()) {
                let form: Arc<str> = form.into();
                let place = forms.list.partition_point(|(known, _)| known.len() >= form.len());
                forms.known.insert(Arc::clone(&form));
                forms.list.insert(place, (form, Arc::clone(&label)));
            }
        }
    }

    /// Hides a value, if it is a text.
    pub fn hide_value(&self, value: &Value, label: &str) {
        if let Some(text) = value.as_str() {
            self.hide(text, label);
        }
    }

    /// The text without secrets.
    pub fn clean(&self, text: &str) -> String {
        let forms = self.forms.read().unwrap_or_else(PoisonError::into_inner);
        let mut clean = text.to_owned();
        for (form, label) in &forms.list {
            if clean.contains(&**form) {
                clean = clean.replace(&**form, label);
            }
            clean = without_beginning(clean, form, label);
        }
        clean
    }
}

/// An excerpt may end within a secret: its beginning before the sign of a cut is hidden as well.
fn without_beginning(text: String, form: &str, label: &str) -> String {
    let Some(cut) = text.find('…') else { return text };
    let ends = form.char_indices().map(|(at, _)| at).rev().take_while(|end| *end > SHORTEST);
    let mut beginnings = ends.map(|end| &form[..end]);
    match beginnings.find(|beginning| text[..cut].ends_with(beginning)) {
        Some(beginning) => format!("{}{label}{}", &text[..cut - beginning.len()], &text[cut..]),
        None => text,
    }
}

/// The name that stands for a secret: `BEARER_AUTH` for `BearerAuth`.
pub fn label(name: &str) -> String {
    crate::case::slug(name).replace('-', "_").to_uppercase()
}

/// The forms in which a text travels: plain, base64, percent-encoded, form-encoded, escaped in JSON,
/// once and twice.
pub(crate) fn travelling_forms(secret: &str) -> Vec<String> {
    let json = Manner::Json.write(secret);
    let percent = Manner::Url.write(secret);
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut forms = vec![
        secret.to_owned(),
        json.replace('/', "\\/"),
        // JSON in a text in JSON, as in a message that quotes what came.
        Manner::Json.write(&json),
        json,
        percent.replace("%", "%25"),
        percent,
        form,
    ];
    for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
        forms.push(engine.encode(secret));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canaries_are_caught_in_every_form() {
        let canary = "c4n\"ary/+ü x";
        let redactor = Redactor::default();
        redactor.hide(canary, "CANARY");
        for form in travelling_forms(canary) {
            let clean = redactor.clean(&format!("<{form}>"));
            assert_eq!(clean, "<$CANARY>", "{form}");
        }
    }

    #[test]
    fn a_secret_that_is_cut_is_caught() {
        let redactor = Redactor::default();
        redactor.hide("canary-canary", "CANARY");
        assert_eq!(redactor.clean("begins with canary-ca…"), "begins with $CANARY…");
        assert_eq!(redactor.clean("begins with can…"), "begins with can…");
    }

    #[test]
    fn the_longest_form_wins() {
        let redactor = Redactor::default();
        redactor.hide("abc", "SHORT");
        redactor.hide("abcdef", "LONG");
        assert_eq!(redactor.clean("abcdef abc"), "$LONG $SHORT");
    }

    #[test]
    fn labels_are_shell_names() {
        assert_eq!(label("BearerAuth"), "BEARER_AUTH");
        assert_eq!(label("X-App-Id"), "X_APP_ID");
    }
}
