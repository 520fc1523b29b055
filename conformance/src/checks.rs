//! Every check, in the order in which reports name them. One check, one file, one record.

mod authentication_required;
mod body_schema;
mod complete_response;
mod content_type;
mod invalid_refused;
mod media_type_refused;
mod method_refused;
mod no_content_after_204;
mod no_server_error;
mod response_headers;
mod status_declared;
mod status_fits_cause;
mod valid_accepted;

use crate::check::Check;

/// The ids that other modules name.
pub mod id {
    pub use super::authentication_required::ID as AUTHENTICATION_REQUIRED;
    pub use super::invalid_refused::ID as INVALID_REFUSED;
    pub use super::media_type_refused::ID as MEDIA_TYPE_REFUSED;
    pub use super::method_refused::ID as METHOD_REFUSED;
    pub use super::no_server_error::ID as NO_SERVER_ERROR;
    pub use super::status_declared::ID as STATUS_DECLARED;
    pub use super::status_fits_cause::ID as STATUS_FITS_CAUSE;
    pub use super::valid_accepted::ID as VALID_ACCEPTED;
}

/// Every check.
pub static ALL: [&Check; 13] = [
    &status_declared::CHECK,
    &status_fits_cause::CHECK,
    &content_type::CHECK,
    &body_schema::CHECK,
    &response_headers::CHECK,
    &no_content_after_204::CHECK,
    &authentication_required::CHECK,
    &valid_accepted::CHECK,
    &invalid_refused::CHECK,
    &method_refused::CHECK,
    &media_type_refused::CHECK,
    &no_server_error::CHECK,
    &complete_response::CHECK,
];

/// The check with this id.
pub fn find(id: &str) -> Option<&'static Check> {
    ALL.into_iter().find(|check| check.id == id)
}

/// The table of checks, in Markdown.
pub fn table() -> String {
    let mut table = String::from("| check | demands | severity | clause |\n|---|---|---|---|\n");
    for check in ALL {
        table.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            check.id,
            check.title,
            check.severity.as_str(),
            check.clause
        ));
    }
    table
}
