//! What is wrong with the whole of a run, and what it leaves behind at its target.

use std::io::{self, Write};

use crate::styles::{BOLD, DIM, YELLOW};
use conformance_core::event::SuiteEnd;

/// So many of the values that live on are named.
const MOST: usize = 12;

/// What is wrong with the whole, before what follows from it.
pub(super) fn hint(writer: &mut dyn Write, end: &SuiteEnd) -> io::Result<()> {
    let Some(hint) = &end.hint else { return Ok(()) };
    let (provider, message) = (&end.provider, &hint.message);
    writeln!(
        writer,
        "\n{YELLOW}{provider}: {message}{YELLOW:#}\n  {BOLD}help{BOLD:#}  {}",
        hint.help
    )
}

/// What was made and lives on.
pub(super) fn left(writer: &mut dyn Write, end: &SuiteEnd) -> io::Result<()> {
    let count = match end.left.len() {
        0 => return Ok(()),
        1 => "1 value that was made lives".to_owned(),
        count => format!("{count} values that were made live"),
    };
    writeln!(writer, "{YELLOW}{}: {count} on, as far as is known{YELLOW:#}", end.provider)?;
    for one in end.left.iter().take(MOST) {
        writeln!(writer, "  {DIM}{one}{DIM:#}")?;
    }
    match end.left.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(writer, "  {DIM}and {more} more{DIM:#}"),
    }
}
