//! The owner of a live value.

/// The owner of a live value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The caller's.
    Own,
    /// Another client's.
    Others,
}
