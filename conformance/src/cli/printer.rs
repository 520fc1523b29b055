//! The only module that prints. A closed pipe is not an error.

use std::io::Write as _;

/// A line to standard output.
pub(super) fn line(text: &str) {
    // A closed pipe is not an error.
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Text to standard error, as it is.
pub(super) fn note(text: &str) {
    let _ = write!(anstream::stderr(), "{text}");
}

/// An error message to standard error.
pub(super) fn error(message: &str) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let _ = writeln!(anstream::stderr(), "{style}error{style:#}: {message}");
}

/// A message to standard error that ends nothing.
pub(super) fn warning(message: &str) {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    let _ = writeln!(anstream::stderr(), "{style}warning{style:#}: {message}");
}
