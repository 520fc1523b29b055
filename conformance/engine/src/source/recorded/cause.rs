//! Why a recorded answer is what it is: as the entry says, else as its status says.

use serde_json::Value;
use specs::contract::{Operation, ParameterLocation, SchemeKind};
use specs::{Contract, Pointer};

use super::reading::{EntryReader, Told, manner};
use crate::har::Entry;
use conformance_core::case::{Cause, Manner};
use conformance_core::nearest::did_you_mean;

impl EntryReader<'_> {
    pub(super) fn cause(&self, has_method: bool) -> Result<Cause, Told> {
        if let Some(word) = &self.entry.notes.cause {
            let cause = Cause::parse(word).ok_or_else(|| {
                let help = did_you_mean(word, Cause::WORDS)
                    .unwrap_or_else(|| format!("use one of {}", Cause::WORDS.join(", ")));
                self.wrong("_cause", format!("unknown cause `{word}`"), help)
            })?;
            let wrong = self.entry.notes.wrong.as_deref().and_then(Pointer::parse);
            return Ok(match (cause, wrong) {
                (Cause::Invalid { keyword, .. }, Some(pointer)) => {
                    Cause::Invalid { pointer, keyword }
                }
                (cause, _) => cause,
            });
        }
        match likely(self.inputs.contract, self.entry, has_method) {
            Some(cause) => Ok(cause),
            // Whoever sends it again wants to see whether the same comes.
            None if self.tolerant => Ok(Cause::Unusual),
            None => {
                let status = self.entry.response.status;
                let message = format!("no cause follows from status {status}");
                Err(self.wrong("response/status", message, "say the cause in `_cause`"))
            }
        }
    }
}

/// The cause that a status is mostly answered for.
pub fn likely(contract: &Contract, entry: &Entry, has_method: bool) -> Option<Cause> {
    if !has_method {
        return Some(Cause::MethodNotAllowed);
    }
    Some(match entry.response.status {
        200..400 => Cause::Valid,
        404 | 410 => Cause::ValidUnknown,
        400 if has_broken_json(entry) => Cause::Malformed,
        400 | 422 => Cause::Invalid { pointer: Pointer::root(), keyword: String::new() },
        401 if has_credentials(contract, entry) => Cause::WrongCredentials,
        401 => Cause::NoCredentials,
        403 => Cause::Forbidden,
        405 => Cause::MethodNotAllowed,
        406 => Cause::NotAcceptable,
        415 => Cause::UnsupportedMediaType,
        429 | 500.. => Cause::Valid,
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

/// The place in the document that says what the entry shows.
pub fn rule(operation: &Operation, cause: &Cause) -> Pointer {
    let security = operation.security.pointer.as_ref();
    let body = operation.body.as_ref().map(|body| &body.pointer);
    let place = match cause {
        Cause::NoCredentials | Cause::WrongCredentials | Cause::PartialCredentials => security,
        Cause::Malformed | Cause::Invalid { .. } | Cause::UnsupportedMediaType => body,
        _ => None,
    };
    place.unwrap_or(&operation.pointer).clone()
}
