//! To whom a live value belongs.

/// Whose a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The caller's.
    Own,
    /// Another client's.
    Others,
}
