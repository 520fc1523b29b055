//! Names of statuses.

use specs::contract::StatusRange;

use crate::names;

/// The variant for a status: `NotFound` for 404, `ClientError` for `4XX`, `Default`.
pub fn variant(status: StatusRange) -> String {
    match status {
        StatusRange::Exact(code) => match phrase(code) {
            // The apostrophe of "I'm a teapot" does not separate words.
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

/// The name of the constant that `http::StatusCode` has for a registered status: `NOT_FOUND` for 404.
pub fn constant(code: u16) -> Option<String> {
    let phrase = phrase(code)?.replace('\'', "").to_ascii_uppercase();
    Some(phrase.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::constant;

    #[test]
    fn constants_are_those_of_the_library() {
        let cases = [
            (StatusCode::OK, "OK"),
            (StatusCode::NON_AUTHORITATIVE_INFORMATION, "NON_AUTHORITATIVE_INFORMATION"),
            (StatusCode::MULTI_STATUS, "MULTI_STATUS"),
            (StatusCode::URI_TOO_LONG, "URI_TOO_LONG"),
            (StatusCode::IM_A_TEAPOT, "IM_A_TEAPOT"),
        ];
        for (status, name) in cases {
            assert_eq!(constant(status.as_u16()).as_deref(), Some(name));
        }
        assert_eq!(constant(599), None);
    }
}
