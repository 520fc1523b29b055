//! What the page draws: how the cases of a target ended, and what of its document was exercised.

use serde::Serialize;

use super::visible::visible;
use conformance_core::coverage::Reached;
use conformance_core::event::{SuiteEnd, Tally};

/// So many things are drawn one by one; more are a bar.
const MOST_CELLS: usize = 48;
/// So many names of what was not reached are listed.
const MOST_NAMES: usize = 500;
/// From the left edge of a cell to that of the next.
const STEP: usize = 12;

/// A part of the bar of verdicts, in thousandths of its length.
#[derive(Serialize)]
pub(super) struct Part {
    name: &'static str,
    words: &'static str,
    count: usize,
    x: f64,
    width: f64,
}

/// How the cases ended, as the parts of a bar; the bar is 1,000 long.
pub(super) fn parts(tally: Tally) -> Vec<Part> {
    let counts = [
        ("passed", "passed", tally.passed),
        ("warned", "warned", tally.warned),
        ("failed", "failed", tally.failed),
        ("known-failure", "known to fail", tally.known),
        ("inconclusive", "inconclusive", tally.inconclusive),
        ("skipped", "skipped", tally.skipped),
    ];
    let total = tally.total().max(1) as f64;
    let mut x = 0.0;
    let parts = counts.into_iter().map(|(name, words, count)| {
        let width = 1_000.0 * count as f64 / total;
        x += width;
        Part { name, words, count, x: x - width, width }
    });
    parts.collect()
}

/// A kind of thing in a document, and how many of it were reached.
#[derive(Serialize)]
pub(super) struct Kind {
    name: &'static str,
    reached: usize,
    total: usize,
    /// A cell for each, where they are few.
    cells: Vec<Cell>,
    width: usize,
    /// Of a bar that is 1,000 long.
    filled: f64,
    missed: Vec<String>,
    more: usize,
}

/// One thing.
#[derive(Serialize)]
struct Cell {
    x: usize,
    name: String,
    reached: bool,
}

/// Everything that the document holds, by kind.
pub(super) fn kinds(end: &SuiteEnd) -> Vec<Kind> {
    let kinds = end.coverage.kinds().into_iter().filter(|(_, reached)| reached.total() > 0);
    kinds.map(|(name, reached)| kind(name, reached)).collect()
}

fn kind(name: &'static str, reached: &Reached) -> Kind {
    let total = reached.total();
    let each = reached.reached.iter().map(|name| (name, true));
    let each = each.chain(reached.missed.iter().map(|name| (name, false)));
    let cells: Vec<Cell> = if total <= MOST_CELLS {
        each.enumerate()
            .map(|(at, (name, reached))| Cell { x: at * STEP, name: visible(name), reached })
            .collect()
    } else {
        Vec::new()
    };
    Kind {
        name,
        reached: reached.reached.len(),
        total,
        width: (cells.len() * STEP).max(1),
        cells,
        filled: 1_000.0 * reached.reached.len() as f64 / total.max(1) as f64,
        missed: reached.missed.iter().take(MOST_NAMES).map(|name| visible(name)).collect(),
        more: reached.missed.len().saturating_sub(MOST_NAMES),
    }
}
