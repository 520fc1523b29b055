//! The kind of a recorded case: from the entry, otherwise from the status code.

use serde_json::Value;
use specs::contract::{Operation, ParameterLocation, SchemeKind};
use specs::{Contract, Pointer};

use super::reading::{EntryReader, Reported, manner};
use crate::har::Entry;
use conformance_core::case::{CaseKind, Manner};
use conformance_core::nearest::did_you_mean;

impl EntryReader<'_> {
    pub(super) fn kind(&self, has_method: bool) -> Result<CaseKind, Reported> {
        if let Some(word) = &self.entry.notes.kind {
            let case_kind = CaseKind::parse(word).ok_or_else(|| {
                let help = did_you_mean(word, CaseKind::WORDS)
                    .unwrap_or_else(|| format!("use one of {}", CaseKind::WORDS.join(", ")));
                self.wrong("_cause", format!("unknown kind `{word}`"), help)
            })?;
            let wrong = self.entry.notes.wrong.as_deref().and_then(Pointer::parse);
            return Ok(match (case_kind, wrong) {
                (CaseKind::Invalid { keyword, .. }, Some(pointer)) => {
                    CaseKind::Invalid { pointer, keyword }
                }
                (case_kind, _) => case_kind,
            });
        }
        match likely(self.inputs.contract, self.entry, has_method) {
            Some(case_kind) => Ok(case_kind),
            // A replay is to show whether the same response comes.
            None if self.tolerant => Ok(CaseKind::Unusual),
            None => {
                let status = self.entry.response.status;
                let message = format!("no case kind follows from status {status}");
                Err(self.wrong("response/status", message, "set the case kind in `_cause`"))
            }
        }
    }
}

/// The most common kind of a status code.
pub fn likely(contract: &Contract, entry: &Entry, has_method: bool) -> Option<CaseKind> {
    if !has_method {
        return Some(CaseKind::MethodNotAllowed);
    }
    Some(match entry.response.status {
        200..400 => CaseKind::Valid,
        404 | 410 => CaseKind::ValidUnknown,
        400 if has_broken_json(entry) => CaseKind::Malformed,
        400 | 422 => CaseKind::Invalid { pointer: Pointer::root(), keyword: String::new() },
        401 if has_credentials(contract, entry) => CaseKind::WrongCredentials,
        401 => CaseKind::NoCredentials,
        403 => CaseKind::Forbidden,
        405 => CaseKind::MethodNotAllowed,
        406 => CaseKind::NotAcceptable,
        415 => CaseKind::UnsupportedMediaType,
        429 | 500.. => CaseKind::Valid,
        _ => return None,
    })
}

fn has_broken_json(entry: &Entry) -> bool {
    entry.request.body.as_ref().is_some_and(|data| {
        manner(&data.media_type) == Manner::Json
            && serde_json::from_slice::<Value>(data.content.bytes()).is_err()
    })
}

fn has_credentials(contract: &Contract, entry: &Entry) -> bool {
    entry.request.headers.iter().any(|(header, _)| {
        let keys = contract.schemes.iter().filter_map(|scheme| match &scheme.kind {
            SchemeKind::ApiKey { location: ParameterLocation::Header, name } => Some(name.as_str()),
            _ => None,
        });
        keys.chain(["authorization"]).any(|name| name.eq_ignore_ascii_case(header))
    })
}

/// The location in the document of the rule that the entry shows.
pub fn rule(operation: &Operation, case_kind: &CaseKind) -> Pointer {
    let security = operation.security.pointer.as_ref();
    let body = operation.body.as_ref().map(|body| &body.pointer);
    let place = match case_kind {
        CaseKind::NoCredentials | CaseKind::WrongCredentials | CaseKind::PartialCredentials => {
            security
        }
        CaseKind::Malformed | CaseKind::Invalid { .. } | CaseKind::UnsupportedMediaType => body,
        _ => None,
    };
    place.unwrap_or(&operation.pointer).clone()
}
