//! `conformance schema`: the JSON Schema of files and reports.

use clap::ValueEnum;

use super::printer;
use conformance_report;

/// A document that has a JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// conformance.toml.
    Config,
    /// The document of `--report json`.
    Report,
    /// A line of `--report jsonl`.
    Event,
}

pub(super) fn schema(kind: Kind) -> u8 {
    let schema = match kind {
        Kind::Config => conformance_engine::config::schema(),
        Kind::Report => conformance_report::json_schema(),
        Kind::Event => conformance_report::jsonl_schema(),
    };
    printer::line(&format!("{schema:#}"));
    0
}
