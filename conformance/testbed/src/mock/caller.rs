//! Authentication: the credentials that a mock accepts, and those of requests.

use specs::contract::{Operation, Scheme, SchemeKind};

use conformance_core::case::CaseKind;
use conformance_engine::fixtures::Credential;
use conformance_engine::request_reader::Reader;
use conformance_engine::request_reader::Received;

/// The number of bytes that the defect `accepts_credential_prefix` compares.
const PREFIX_LENGTH: usize = 12;

/// The credential that a mock accepts for a scheme.
pub(super) fn credential(name: &str, kind: &SchemeKind) -> Credential {
    let text = format!("mock-credential-of-{}", conformance_core::slug::slug(name));
    match kind {
        SchemeKind::Basic => Credential::basic("mock-user", text),
        SchemeKind::Bearer | SchemeKind::OtherHttp(_) => Credential::token(text),
        SchemeKind::ApiKey { .. } => Credential::key(text),
    }
}

/// The violation in the credentials of a request, if any.
pub(super) fn caller(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<CaseKind> {
    let mut has_credentials = false;
    for alternative in &operation.security.alternatives {
        let schemes = alternative.requirements.iter();
        let schemes = schemes.filter_map(|requirement| reader.contract.scheme(&requirement.scheme));
        let met: Vec<Option<bool>> =
            schemes.map(|scheme| is_met(reader, scheme, received)).collect();
        has_credentials |= met.iter().any(Option::is_some);
        if !met.is_empty() && met.iter().all(|met| *met == Some(true)) {
            return None;
        }
    }
    match (has_credentials, operation.security.allows_anonymous()) {
        (true, _) => Some(CaseKind::WrongCredentials),
        (false, true) => None,
        (false, false) => Some(CaseKind::NoCredentials),
    }
}

/// Whether the request has the right credential; `None` if it has none.
fn is_met(reader: Reader<'_>, scheme: &Scheme, received: &Received<'_>) -> Option<bool> {
    let known = credential(&scheme.name, &scheme.kind).wire();
    let sent = match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
            received.texts(*location, name).into_iter().next()?
        }
        kind => {
            let scheme_name = match kind {
                SchemeKind::Basic => "basic",
                SchemeKind::OtherHttp(name) => name,
                _ => "bearer",
            };
            let field = received.headers("authorization").into_iter().next()?;
            let (name, sent) = field.split_once(' ')?;
            // RFC 9110 §11.1: names of schemes are case-insensitive.
            name.eq_ignore_ascii_case(scheme_name).then(|| sent.trim().to_owned())?
        }
    };
    let is_similar = sent.get(..PREFIX_LENGTH).is_some_and(|start| known.starts_with(start));
    match reader.similar.filter(|_| is_similar && sent != known) {
        Some(hits) => {
            hits.note(true);
            Some(true)
        }
        None => Some(sent == known),
    }
}
