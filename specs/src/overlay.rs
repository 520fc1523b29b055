//! OpenAPI Overlays 1.0 and 1.1: changes to a document that is not one's own. They are applied to its
//! values, before anything reads them, and each change remembers the overlay that made it.
//!
//! Where the two versions differ, or 1.0 leaves open what is meant, 1.1 is followed: an array that is
//! merged into an array is appended item by item.

mod action;
mod change;
mod merge;
mod parse;

use serde_json::Value;

use self::change::Change;
use crate::diagnostic::codes::OVERLAY_EXTENDS;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Overlaid;
use crate::{Diagnostics, Pointer, Source};

/// Applies overlays to a document, one after the other. `None` where there is no document, or an overlay
/// cannot be applied, which is reported. All overlays are read first, so that every mistake is reported.
pub(crate) fn apply(
    document: Option<Value>,
    overlays: &[Source],
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    if overlays.is_empty() {
        return document;
    }
    let parsed: Vec<Option<parse::Overlay>> =
        overlays.iter().map(|source| parse::parse(source, diagnostics)).collect();
    let parsed: Vec<parse::Overlay> = parsed.into_iter().collect::<Option<_>>()?;
    let mut change = Change::new(document?, Overlaid::new(overlays.to_vec()));
    for (index, overlay) in parsed.iter().enumerate() {
        check_extends(overlay, &overlays[index], diagnostics);
        let reporter = Reporter { overlay: &overlays[index], diagnostics };
        change.overlay(index, overlay, reporter)?;
    }
    let (document, origins) = change.finish();
    diagnostics.source().set_overlaid(origins);
    Some(document)
}

/// `extends` is a URI that may be anywhere: only the names of the files are compared.
fn check_extends(overlay: &parse::Overlay, source: &Source, diagnostics: &mut Diagnostics) {
    let Some(extends) = &overlay.extends else { return };
    let document = diagnostics.source().name().to_owned();
    let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let path = extends.split(['?', '#']).next().unwrap_or_default();
    let named = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    if last(&named) != last(&document) {
        let message = format!("the overlay extends `{extends}`, and is applied to {document}");
        let help = "correct `extends`, or remove it";
        let at = Pointer::root().child("extends");
        Reporter { overlay: source, diagnostics }.report(&OVERLAY_EXTENDS, &at, message, help);
    }
}

/// Reports what is wrong in an overlay.
struct Reporter<'a> {
    overlay: &'a Source,
    diagnostics: &'a mut Diagnostics,
}

impl Reporter<'_> {
    fn report(
        &mut self,
        code: &'static Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let found = self.diagnostics.report(code, pointer, message, help);
        found.source = Some(self.overlay.clone());
        found
    }
}
