//! The one place that prints. A reader that went away is no failure.

use std::io::Write as _;

/// A line to standard output.
pub(super) fn line(text: &str) {
    // A closed pipe ends the listing, not the process.
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Text to standard error, as it is.
pub(super) fn note(text: &str) {
    let _ = write!(anstream::stderr(), "{text}");
}

/// A message of failure to standard error.
pub(super) fn error(message: &str) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let _ = writeln!(anstream::stderr(), "{style}error{style:#}: {message}");
}

/// A message to standard error that ends nothing.
pub(super) fn warning(message: &str) {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    let _ = writeln!(anstream::stderr(), "{style}warning{style:#}: {message}");
}
