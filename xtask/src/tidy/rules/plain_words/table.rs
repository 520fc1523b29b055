//! The refused words, as data: each with what to say instead.
//!
//! A word is in lower case and covers all its spellings: `made up` refuses `made_up`, `MadeUp` and
//! `made-up` as well. `spoil*` refuses every word that begins so. Only words without a right use are
//! listed; one that has some belongs in [`ALLOWED_PHRASES`] or in the exceptions as well.

/// A refused word, and what to say instead.
pub(super) type Entry = (&'static str, &'static str);

/// Refused in code, documents, configuration and names of files.
pub(super) const IN_EVERY_TEXT: &[Entry] = &[
    ("actor", "own credential"),
    ("alive", "live, `is_live`"),
    ("be asked", "be reached, be tested, be requested"),
    ("bold", "random, fuzz"),
    ("carrier*", "transport"),
    ("complain*", "schema error, violation, report"),
    ("dead", "revoked, not live"),
    ("essence", "media type"),
    ("fallen", "omitted, skipped"),
    ("fell out", "were omitted, were skipped"),
    ("flaw*", "defect, fault"),
    ("habit*", "equivalent variant, quirk"),
    ("in the place of", "instead of, as"),
    ("judge*", "validate, validator, test, evaluate"),
    ("judging", "validating, testing, evaluating"),
    ("made up", "generated"),
    ("makes up", "generates"),
    ("metered", "budgeted"),
    ("misfit*", "violation"),
    ("misframe*", "malformed message, malformation"),
    ("neighbour*", "other resource, sibling"),
    ("no one", "what is missing, or \"no client\", \"no user\""),
    ("nobody", "what is missing, or \"no client\", \"no user\""),
    ("odd", "malformed, unusual"),
    ("oddit*", "malformation, malformed message"),
    ("oddly", "unusually"),
    ("others refused", "foreign-token-refused"),
    ("paced", "rate limited"),
    ("promises", "declares, guarantees"),
    ("settle", "resolve, reconcile, apply"),
    ("settled", "resolved, reconciled, applied"),
    ("settles", "resolves, reconciles, applies"),
    ("spoil*", "mutate, mutant, fault"),
    ("stand in", "are in, replace"),
    ("stands at", "is at"),
    ("stands below", "is below"),
    ("stands elsewhere", "is defined elsewhere"),
    ("stands in", "is in, is defined in, replaces"),
    ("state scripts", "no-side-effects-on-others"),
    ("tell", "report, describe, emit, distinguish"),
    ("telling", "reporting, describing, emitting"),
    ("tells", "reports, describes, emits, distinguishes"),
    ("told", "reported, described, emitted, messages"),
    ("turn away", "reject"),
    ("turn down", "reject"),
    ("turned away", "rejected"),
    ("turned down", "rejected"),
    ("turns away", "rejects"),
    ("turns down", "rejects"),
    ("unmet", "stale expectation"),
    ("victim*", "live value"),
    ("what is left", "the rest, remaining, leftover"),
    ("workshop", "mint context"),
];

/// Refused in Rust files: their identifiers, comments, strings and docs.
pub(super) const IN_CODE: &[Entry] = &[
    ("answer", "response, respond"),
    ("answered", "responded, sent"),
    ("answering", "responding, sending"),
    ("answers", "responses, responds"),
];

/// Refused as the whole name of a module: ordinary words that do not say what is in it.
pub(super) const FOLDER_AND_FILE_NAMES: &[Entry] = &[
    ("ask", "execute, send"),
    ("demands", "thresholds, run_policy"),
    ("given", "value_source"),
    ("lived", "confirm_probe"),
    ("others", "foreign_values"),
    ("prose", "heuristics"),
    ("proven", "accepted_values"),
    ("room", "applicability"),
    ("stack", "gateway_refusal"),
    ("standing", "fill_placeholders"),
    ("terms", "run_options"),
    ("words", "description, message, summary"),
];

/// Refused as an identifier in just this spelling: types whose name is an ordinary word.
pub(super) const TYPE_NAMES: &[Entry] = &[
    ("Cover", "RedactedParts"),
    ("Demands", "Thresholds, RunPolicy"),
    ("Reading", "StatusVerdict"),
    ("Room", "Applicability"),
    ("Subject", "CheckContext"),
    ("Touched", "HitCounter"),
    ("Whose", "Owner"),
];

/// Phrases of standards and tools in which a refused word is right.
pub(super) const ALLOWED_PHRASES: &[&str] = &[
    // RFC 9112, appendix C.2.2.
    "keep alive",
    // rustc's lint.
    "dead code",
];

#[cfg(test)]
mod tests {
    use super::{ALLOWED_PHRASES, FOLDER_AND_FILE_NAMES, IN_CODE, IN_EVERY_TEXT, TYPE_NAMES};

    #[test]
    fn every_list_is_sorted_and_words_are_in_lower_case() {
        for list in [IN_EVERY_TEXT, IN_CODE, FOLDER_AND_FILE_NAMES] {
            assert!(
                list.is_sorted_by(|a, b| a.0.trim_end_matches('*') < b.0.trim_end_matches('*'))
            );
            assert!(list.iter().all(|(word, _)| *word == word.to_lowercase()));
        }
        assert!(TYPE_NAMES.is_sorted());
        assert!(ALLOWED_PHRASES.iter().all(|phrase| *phrase == phrase.to_lowercase()));
    }
}
