//! Removes secrets from all output: by value, in every encoding in which they occur. A secret is
//! stored once; a text is searched as it is, with its escapes decoded, and with base64 decoded.

mod names;
mod url;
mod view;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

pub use names::names_secret;
pub use url::{without_password, without_user_info};
use view::View;

/// Shorter texts are not searched for: they occur everywhere by chance. Requests show a name in the
/// place of a secret whatever its length.
const SHORTEST: usize = 3;

/// The mark where an excerpt was cut.
const CUT: &str = "…";

/// Knows the secrets of a run.
#[derive(Default)]
pub struct Redactor {
    forms: RwLock<Forms>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

/// An encoding of a secret, and the name of the secret.
struct Form {
    text: Arc<str>,
    label: Arc<str>,
}

/// The secrets in all their encodings. A run may know thousands of tokens, and every text of every event
/// is searched, so that a position in a text is compared only with secrets that begin like it.
#[derive(Default)]
struct Forms {
    /// By their first bytes; the longest first.
    by_start: HashMap<[u8; SHORTEST], Vec<Form>>,
    known: HashSet<Arc<str>>,
    longest: usize,
}

/// A part of a text that is secret.
struct Hit {
    at: Range<usize>,
    label: Arc<str>,
}

impl Redactor {
    /// Hides a text from now on, as `$label`.
    pub fn hide(&self, secret: &str, label: &str) {
        if self.read(|forms| forms.known.contains(secret)) || secret.len() < SHORTEST {
            return;
        }
        let label: Arc<str> = format!("${label}").into();
        let mut forms = self.forms.write().unwrap_or_else(PoisonError::into_inner);
        forms.add(secret, &label);
        // As forms encode it (WHATWG URL §5.2); nothing marks this as an escape.
        forms.add(&secret.replace(' ', "+"), &label);
    }

    /// Hides a value, if it is a string.
    pub fn hide_value(&self, value: &Value, label: &str) {
        if let Some(text) = value.as_str() {
            self.hide(text, label);
        }
    }

    /// The text without secrets.
    pub fn clean(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        self.clean_in(&mut clean);
        clean
    }

    /// Removes the secrets from a text.
    pub fn clean_in(&self, text: &mut String) {
        let hits = self.read(|forms| forms.hits(text));
        for Hit { at, label } in hits.iter().rev() {
            let end = (at.end..).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
            let start = (0..=at.start).rev().find(|start| text.is_char_boundary(*start));
            text.replace_range(start.unwrap_or(0)..end, label);
        }
    }

    fn read<T>(&self, look: impl FnOnce(&Forms) -> T) -> T {
        look(&self.forms.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Forms {
    fn add(&mut self, form: &str, label: &Arc<str>) {
        let Some(start) = form.as_bytes().first_chunk::<SHORTEST>() else { return };
        if self.known.contains(form) {
            return;
        }
        let text: Arc<str> = form.into();
        self.known.insert(Arc::clone(&text));
        self.longest = self.longest.max(form.len());
        let list = self.by_start.entry(*start).or_default();
        let place = list.partition_point(|known| known.text.len() >= form.len());
        list.insert(place, Form { text, label: Arc::clone(label) });
    }

    fn starting(&self, bytes: &[u8]) -> &[Form] {
        let start = bytes.first_chunk::<SHORTEST>();
        start.and_then(|start| self.by_start.get(start)).map_or(&[], Vec::as_slice)
    }

    /// All secrets in a text, in order. Parts that overlap are merged.
    fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        if self.by_start.is_empty() {
            return hits;
        }
        for view in View::all(text) {
            for begin in 0..view.bytes.len() {
                hits.extend(self.at(&view, begin));
            }
        }
        hits.sort_by_key(|hit| hit.at.start);
        merged(hits)
    }

    /// The secret that begins at this byte.
    fn at(&self, view: &View, begin: usize) -> Option<Hit> {
        let rest = &view.bytes[begin..];
        if rest.starts_with(CUT.as_bytes()) {
            let ends = [Some(begin), view.whole_before(begin)];
            return ends.into_iter().flatten().find_map(|end| self.before_cut(view, end, begin));
        }
        let form =
            self.starting(rest).iter().find(|form| rest.starts_with(form.text.as_bytes()))?;
        let at = view.range(begin..begin + form.text.len());
        Some(Hit { at, label: Arc::clone(&form.label) })
    }

    /// An excerpt may end within a secret: its beginning before the cut is hidden as well.
    fn before_cut(&self, view: &View, end: usize, cut: usize) -> Option<Hit> {
        let earliest = end.saturating_sub(self.longest);
        (earliest..end.saturating_sub(SHORTEST)).find_map(|begin| {
            let rest = &view.bytes[begin..end];
            let begins = |form: &&Form| form.text.as_bytes().starts_with(rest);
            let form = self.starting(rest).iter().find(begins)?;
            Some(Hit { at: view.range(begin..cut), label: Arc::clone(&form.label) })
        })
    }
}

/// Merges parts that overlap, under the name of the longest.
fn merged(hits: Vec<Hit>) -> Vec<Hit> {
    let mut list: Vec<(Hit, usize)> = Vec::new();
    for hit in hits {
        match list.last_mut() {
            Some((last, longest)) if hit.at.start < last.at.end => {
                last.at.end = last.at.end.max(hit.at.end);
                if hit.at.len() > *longest {
                    *longest = hit.at.len();
                    last.label = hit.label;
                }
            }
            _ => {
                let length = hit.at.len();
                list.push((hit, length));
            }
        }
    }
    list.into_iter().map(|(hit, _)| hit).collect()
}

/// The name that replaces a secret: `BEARER_AUTH` for `BearerAuth`.
pub fn label(name: &str) -> String {
    crate::slug::slug(name).replace('-', "_").to_uppercase()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    const CANARY: &str = "c4n\"ary/+ü 'x' <b> & more";

    fn redactor() -> Redactor {
        let redactor = Redactor::default();
        redactor.hide(CANARY, "CANARY");
        redactor
    }

    /// The forms in which a secret travels, by other writers than ours where there are any.
    fn travelling(secret: &str) -> Vec<String> {
        let json = serde_json::to_string(secret).unwrap();
        let json = &json[1..json.len() - 1];
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        vec![
            secret.to_owned(),
            json.to_owned(),
            json.replace('/', "\\/"),
            json.replace('\\', "\\\\").replace('"', "\\\""),
            percent.to_lowercase(),
            percent.replace('%', "%25"),
            percent,
            form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
            STANDARD.encode(secret),
            STANDARD.encode(secret).replace('=', "%3D"),
            URL_SAFE_NO_PAD.encode(secret),
            STANDARD.encode(json),
        ]
    }

    #[test]
    fn canaries_are_caught_in_every_form() {
        let redactor = redactor();
        for form in travelling(CANARY) {
            let clean = redactor.clean(&format!("<{form}>"));
            assert_eq!(clean, "<$CANARY>", "{form}");
        }
    }

    #[test]
    fn short_secrets_are_caught() {
        let redactor = Redactor::default();
        redactor.hide("pw1", "PASSWORD");
        assert_eq!(redactor.clean("pw1 cHcx cHcx=="), "$PASSWORD $PASSWORD $PASSWORD");
    }

    #[test]
    fn a_canary_within_something_in_base64_is_caught() {
        let redactor = redactor();
        for (before, behind) in [("", "x"), ("x", ""), ("xy", "yz"), ("xyz", "z"), ("user:", "\n")]
        {
            let coded = STANDARD.encode(format!("{before}{CANARY}{behind}"));
            let clean = redactor.clean(&coded);
            assert!(clean.contains("$CANARY") && clean.len() < 24, "{coded}: {clean}");
            // Letters before it hide where it begins, and a cut hides where it ends.
            let cut: String = coded.chars().take(coded.len() / 2).collect();
            let clean = redactor.clean(&format!("/path/{cut}…"));
            assert!(clean.contains("$CANARY") && clean.len() < 26, "{cut}: {clean}");
        }
    }

    #[test]
    fn escapes_of_other_writers_are_caught() {
        let redactor = Redactor::default();
        redactor.hide("pässwörd/€", "CANARY");
        for form in [
            r"p\u00e4ssw\u00f6rd\/\u20ac",
            r"p\u00e4ssw\u00f6rd/\u20ac",
            r"p\u00E4ssw\u00F6rd/\u20AC",
            "p%c3%a4ssw%c3%b6rd%2f%e2%82%ac",
            "p%C3%A4ssw%C3%B6rd/%E2%82%AC",
            "%70%c3%A4ssw%C3%B6rd/%E2%82%AC",
            "p%25C3%25A4ssw%25C3%25B6rd/%25E2%2582%25AC",
            r"p\\u00e4ssw\\u00f6rd\\/\\u20ac",
            "p&#228;ssw&#xF6;rd&#47;€",
        ] {
            assert_eq!(redactor.clean(form), "$CANARY", "{form}");
        }
    }

    #[test]
    fn a_secret_that_is_cut_is_caught() {
        let redactor = Redactor::default();
        redactor.hide("canary-canary", "CANARY");
        assert_eq!(redactor.clean("begins with canary-ca…"), "begins with $CANARY…");
        assert_eq!(redactor.clean("begins with can…"), "begins with can…");
        assert_eq!(redactor.clean("%63anary%2Dca…"), "$CANARY…");
        assert_eq!(redactor.clean("canary%2…"), "$CANARY…");
        assert_eq!(redactor.clean(r"canary\u00…"), "$CANARY…");
        // A target's own sign of a cut does not hide where the cut is.
        assert_eq!(redactor.clean("well… canary-ca…"), "well… $CANARY…");
    }

    #[test]
    fn the_longest_form_wins() {
        let redactor = Redactor::default();
        redactor.hide("abc", "SHORT");
        redactor.hide("abcdef", "LONG");
        assert_eq!(redactor.clean("abcdef abc"), "$LONG $SHORT");
    }

    #[test]
    fn secrets_that_overlap_leave_nothing() {
        let redactor = Redactor::default();
        redactor.hide("first-half", "ONE");
        redactor.hide("half-and-more", "TWO");
        assert_eq!(redactor.clean("<first-half-and-more>"), "<$TWO>");
    }

    #[test]
    fn labels_are_shell_names() {
        assert_eq!(label("BearerAuth"), "BEARER_AUTH");
        assert_eq!(label("X-App-Id"), "X_APP_ID");
    }
}
