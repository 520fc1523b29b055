//! The only module that prints. A closed output is not an error.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

/// A line of the result, to stdout.
pub fn out(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// A line about the work, to stderr.
pub fn err(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether stderr may be colored.
pub fn color() -> bool {
    !is_disabled() && io::stderr().is_terminal()
}

/// Whether stdout may be colored.
pub fn color_out() -> bool {
    !is_disabled() && io::stdout().is_terminal()
}

/// <https://no-color.org>
fn is_disabled() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
