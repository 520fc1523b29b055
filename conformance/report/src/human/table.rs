//! The summary table: a row for each target.

use std::io::{self, Write};

use crate::styles::{BOLD, GREEN, RED, YELLOW};
use conformance_core::coverage::Reached;
use conformance_core::event::SuiteEnd;

const HEADS: [&str; 10] = [
    "provider",
    "passed",
    "warned",
    "failed",
    "inconclusive",
    "skipped",
    "operations",
    "statuses",
    "parameters",
    "fields",
];

pub(super) fn write(writer: &mut dyn Write, ends: &[SuiteEnd]) -> io::Result<()> {
    let rows: Vec<[String; 10]> = ends.iter().map(cells).collect();
    let widths: Vec<usize> = (0..HEADS.len())
        .map(|column| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([HEADS[column].len()]).max().unwrap_or_default()
        })
        .collect();
    let line = |cells: &[&str]| -> String {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        padded.collect::<Vec<_>>().join("  ")
    };
    writeln!(writer, "{BOLD}{}{BOLD:#}", line(&HEADS))?;
    for (row, end) in rows.iter().zip(ends) {
        let style = if end.tally.failed > 0 {
            RED
        } else if end.tally.passed + end.tally.warned == 0 {
            YELLOW
        } else {
            GREEN
        };
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        let text = line(&cells);
        let name = &text[..widths[0].min(text.len())];
        writeln!(writer, "{style}{name}{style:#}{}", &text[name.len()..])?;
    }
    Ok(())
}

fn cells(end: &SuiteEnd) -> [String; 10] {
    let share = |reached: &Reached| format!("{}/{}", reached.reached.len(), reached.total());
    [
        end.provider.clone(),
        end.tally.passed.to_string(),
        end.tally.warned.to_string(),
        end.tally.failed.to_string(),
        end.tally.inconclusive.to_string(),
        end.tally.skipped.to_string(),
        share(&end.coverage.operations),
        share(&end.coverage.statuses),
        share(&end.coverage.parameters),
        share(&end.coverage.fields),
    ]
}
