//! Names of statuses.

use specs::contract::StatusRange;

use crate::names;

/// The variant for a status: `NotFound` for 404, `ClientError` for `4XX`, `Default`.
pub fn variant(status: StatusRange) -> String {
    match status {
        StatusRange::Exact(code) => match phrase(code) {
            // "I'm a teapot" is one word less than it looks.
            Some(phrase) => names::pascal(&phrase.replace('\'', "")),
            None => format!("Status{code}"),
        },
        StatusRange::Class(class) => match class {
            1 => "Informational".to_owned(),
            2 => "Success".to_owned(),
            3 => "Redirection".to_owned(),
            4 => "ClientError".to_owned(),
            5 => "ServerError".to_owned(),
            other => format!("Class{other}"),
        },
        StatusRange::Default => "Default".to_owned(),
    }
}

/// The reason phrase of a registered status (RFC 9110 §15, RFC 6585).
pub fn phrase(code: u16) -> Option<&'static str> {
    http::StatusCode::from_u16(code).ok()?.canonical_reason()
}
