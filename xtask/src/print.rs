//! The only module that prints. A closed output is not an error.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

/// A line of the result.
pub(crate) fn out(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// A line about the work.
pub(crate) fn err(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether stderr may be colored.
pub(crate) fn color() -> bool {
    let disabled = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !disabled && io::stderr().is_terminal()
}
