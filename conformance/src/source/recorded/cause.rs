//! Why a recorded answer is what it is: as the entry says, else as its status says.

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Operation, ParameterLocation, SchemeKind};

use super::error::RecordingError;
use super::reading::{EntryReader, manner};
use crate::case::{Cause, Manner};
use crate::nearest::did_you_mean;

impl EntryReader<'_> {
    pub(super) fn cause(&self, has_method: bool) -> Result<Cause, RecordingError> {
        if let Some(word) = &self.entry.cause {
            return Cause::parse(word).ok_or_else(|| {
                let help = did_you_mean(word, Cause::WORDS)
                    .unwrap_or_else(|| format!("use one of {}", Cause::WORDS.join(", ")));
                self.wrong("_cause", format!("unknown cause `{word}`"), help)
            });
        }
        if !has_method {
            return Ok(Cause::MethodNotAllowed);
        }
        let word = match self.entry.response.status {
            200..400 => "valid",
            404 | 410 => "valid-unknown",
            400 if self.has_broken_json() => "malformed",
            400 | 422 => "invalid",
            401 if self.has_credentials() => "wrong-credentials",
            401 => "no-credentials",
            403 => "forbidden",
            405 => "method-not-allowed",
            406 => "not-acceptable",
            415 => "unsupported-media-type",
            429 | 500.. => "valid",
            status => {
                let message = format!("no cause follows from status {status}");
                return Err(self.wrong("response/status", message, "say the cause in `_cause`"));
            }
        };
        Cause::parse(word)
            .ok_or_else(|| self.wrong("_cause", format!("unknown cause `{word}`"), "use another"))
    }

    fn has_broken_json(&self) -> bool {
        let data = self.entry.request.post_data.as_ref();
        data.is_some_and(|data| {
            manner(&data.mime_type) == Manner::Json
                && serde_json::from_str::<Value>(&data.text).is_err()
        })
    }

    fn has_credentials(&self) -> bool {
        self.entry.request.headers.iter().any(|header| {
            let keys =
                self.inputs.contract.schemes.iter().filter_map(|scheme| match &scheme.kind {
                    SchemeKind::ApiKey { location: ParameterLocation::Header, name } => {
                        Some(name.as_str())
                    }
                    _ => None,
                });
            keys.chain(["authorization"]).any(|name| name.eq_ignore_ascii_case(&header.name))
        })
    }
}

/// The place in the document that says what the entry shows.
pub(super) fn rule(operation: &Operation, cause: &Cause) -> Pointer {
    let security = operation.security.pointer.as_ref();
    let body = operation.body.as_ref().map(|body| &body.pointer);
    let place = match cause {
        Cause::NoCredentials | Cause::WrongCredentials | Cause::PartialCredentials => security,
        Cause::Malformed | Cause::Invalid { .. } | Cause::UnsupportedMediaType => body,
        _ => None,
    };
    place.unwrap_or(&operation.pointer).clone()
}
