//! Statuses of a declared class, such as `4XX`.

use http::StatusCode;

/// A status of one class: `ClassStatus<4>` is any of 400 to 499.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClassStatus<const CLASS: u16>(StatusCode);

impl<const CLASS: u16> ClassStatus<CLASS> {
    /// Builds it of a status of the class; `None` for any other.
    pub fn new(status: StatusCode) -> Option<Self> {
        (status.as_u16() / 100 == CLASS).then_some(Self(status))
    }

    /// The status.
    pub fn get(self) -> StatusCode {
        self.0
    }
}

/// A declared status by its number.
pub fn code(number: u16) -> StatusCode {
    // `http` accepts 100 to 999, and a document can declare no other.
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
