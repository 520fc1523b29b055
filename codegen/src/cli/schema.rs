//! `specwright schema`: the JSON Schema of what other commands print.

use super::{CLEAN, contract, lint, printer};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What the schema describes
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// What `contract` prints
    Contract,
    /// What `lint --format json` prints
    Lint,
}

pub(super) fn run(args: &Args) -> u8 {
    let schema = match args.kind {
        Kind::Contract => contract::schema(),
        Kind::Lint => lint::schema(),
    };
    printer::out(format!("{schema:#}"));
    CLEAN
}
