//! The one place that prints. A reader that has gone away is no reason to fail.

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

/// Whether what goes to stderr may have colours.
pub(crate) fn colour() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !refused && io::stderr().is_terminal()
}
