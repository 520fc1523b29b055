//! Who calls: the credentials that a mock knows, and those that a request carries.

use specs::contract::{Operation, Scheme, SchemeKind};

use conformance_core::case::CaseKind;
use conformance_engine::fixtures::Credential;
use conformance_engine::request_reader::Reader;
use conformance_engine::request_reader::Received;

/// So much of a credential is compared by who compares its beginning.
const ALIKE: usize = 12;

/// The credential that a mock knows for a scheme.
pub(super) fn credential(name: &str, kind: &SchemeKind) -> Credential {
    let text = format!("mock-credential-of-{}", conformance_core::slug::slug(name));
    match kind {
        SchemeKind::Basic => Credential::basic("mock-user", text),
        SchemeKind::Bearer | SchemeKind::OtherHttp(_) => Credential::token(text),
        SchemeKind::ApiKey { .. } => Credential::key(text),
    }
}

/// What is wrong with the credentials of a request; `None` where nothing is.
pub(super) fn caller(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<CaseKind> {
    let mut shown = false;
    for alternative in &operation.security.alternatives {
        let schemes = alternative.requirements.iter();
        let schemes = schemes.filter_map(|requirement| reader.contract.scheme(&requirement.scheme));
        let met: Vec<Option<bool>> =
            schemes.map(|scheme| is_met(reader, scheme, received)).collect();
        shown |= met.iter().any(Option::is_some);
        if !met.is_empty() && met.iter().all(|met| *met == Some(true)) {
            return None;
        }
    }
    match (shown, operation.security.allows_anonymous()) {
        (true, _) => Some(CaseKind::WrongCredentials),
        (false, true) => None,
        (false, false) => Some(CaseKind::NoCredentials),
    }
}

/// Whether the request carries the right credential; `None` where it carries none.
fn is_met(reader: Reader<'_>, scheme: &Scheme, received: &Received<'_>) -> Option<bool> {
    let known = credential(&scheme.name, &scheme.kind).wire();
    let given = match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
            received.texts(*location, name).into_iter().next()?
        }
        kind => {
            let word = match kind {
                SchemeKind::Basic => "basic",
                SchemeKind::OtherHttp(word) => word,
                _ => "bearer",
            };
            let field = received.headers("authorization").into_iter().next()?;
            let (name, given) = field.split_once(' ')?;
            // RFC 9110 §11.1: the name of a scheme is compared without case.
            name.eq_ignore_ascii_case(word).then(|| given.trim().to_owned())?
        }
    };
    let is_similar = given.get(..ALIKE).is_some_and(|start| known.starts_with(start));
    match reader.similar.filter(|_| is_similar && given != known) {
        Some(hits) => {
            hits.note(true);
            Some(true)
        }
        None => Some(given == known),
    }
}
