//! Hints on a run, and the values that it leaves behind at its target.

use std::io::{self, Write};

use crate::styles::{BOLD, DIM, YELLOW};
use conformance_core::event::SuiteEnd;

/// The most leftover values that are named.
const MOST: usize = 12;

/// Writes a probable cause, before its consequences.
pub(super) fn hint(writer: &mut dyn Write, end: &SuiteEnd) -> io::Result<()> {
    let Some(hint) = &end.hint else { return Ok(()) };
    let (provider, message) = (&end.provider, &hint.message);
    writeln!(
        writer,
        "\n{YELLOW}{provider}: {message}{YELLOW:#}\n  {BOLD}help{BOLD:#}  {}",
        hint.help
    )
}

/// Writes the created values that are still live.
pub(super) fn left(writer: &mut dyn Write, end: &SuiteEnd) -> io::Result<()> {
    let count = match end.left.len() {
        0 => return Ok(()),
        1 => "1 created value is".to_owned(),
        count => format!("{count} created values are"),
    };
    writeln!(writer, "{YELLOW}{}: {count} still live, as far as is known{YELLOW:#}", end.provider)?;
    for one in end.left.iter().take(MOST) {
        writeln!(writer, "  {DIM}{one}{DIM:#}")?;
    }
    match end.left.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(writer, "  {DIM}and {more} more{DIM:#}"),
    }
}
