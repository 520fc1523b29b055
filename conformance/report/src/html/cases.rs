//! The cases as rows of JSON, for the table that the page shows. Their number is limited;
//! those that passed are the first to be omitted.

use std::io;

use serde::Serialize;

use super::visible::visible;
use crate::spill::Spill;
use conformance_core::event::{CaseReport, Outcome};

/// The rows of the table.
#[derive(Default)]
pub(super) struct Cases {
    rows: Spill<Row>,
    passed: usize,
    others: usize,
    left_out: usize,
}

/// Target, id, title, verdict, microseconds, and the reason or the checks.
#[derive(Serialize)]
struct Row(usize, String, String, &'static str, u64, String);

impl Cases {
    /// Adds a case of a target; at most `most` cases that passed are kept, and as many of the others.
    pub(super) fn add(&mut self, suite: usize, report: &CaseReport, most: usize) -> io::Result<()> {
        let kept = match report.outcome {
            Outcome::Passed { .. } => &mut self.passed,
            _ => &mut self.others,
        };
        if *kept >= most {
            self.left_out += 1;
            return Ok(());
        }
        *kept += 1;
        self.rows.push(&Row(
            suite,
            visible(&report.id),
            visible(&report.title),
            report.outcome.word(),
            report.microseconds,
            visible(&note(report)),
        ))
    }

    /// The number of omitted rows.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }

    /// The rows as a JSON array that may be embedded in a page.
    pub(super) fn json(&self) -> io::Result<String> {
        let mut list = String::from("[");
        self.rows.each(|row| {
            if list.len() > 1 {
                list.push_str(",\n");
            }
            list.push_str(&inert(row));
            Ok::<(), io::Error>(())
        })?;
        list.push(']');
        Ok(list)
    }
}

fn note(report: &CaseReport) -> String {
    let outcome = &report.outcome;
    if let Some(flaky) = &report.flaky {
        return flaky.words();
    }
    if let Some(reason) = outcome.reason() {
        return conformance_core::excerpt::excerpt(reason.as_bytes(), 300);
    }
    let mut checks: Vec<&str> = outcome.findings().iter().map(|finding| finding.check).collect();
    checks.dedup();
    checks.join(", ")
}

/// JSON without markup characters. They occur in strings only, where they may be escaped.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
