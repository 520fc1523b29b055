//! `specwright lint`: every diagnostic of documents, in the form that a reader needs.

mod github;
mod json;
mod sarif;
mod text;

use specs::{Diagnostic, Diagnostics};

use super::documents::{Input, Read};
use super::{CLEAN, CONFIGURATION, Deny, FINDINGS, Failure, printer};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,

    /// The form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,

    /// Diagnostics that make the exit code 1
    #[arg(long, value_name = "WHAT", default_value = "lost")]
    deny: Deny,

    /// As text: every diagnostic in full, not one of each kind
    #[arg(long)]
    all: bool,
}

/// A form of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// JSON, see `specwright schema lint`
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Commands of GitHub Actions, which annotate lines
    Github,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let linted: Vec<Linted> = args.input.read().into_iter().map(Linted::new).collect();
    let code = exit_code(&linted, args.deny);
    match args.format {
        Format::Text => text::print(&linted, args.all),
        Format::Json => printer::out(json::report(&linted)),
        Format::Sarif => printer::out(format!("{:#}", sarif::log(&linted, code))),
        Format::Github => github::commands(&linted).iter().for_each(printer::out),
    }
    Ok(code)
}

/// JSON Schema of the JSON form.
pub(super) fn schema() -> serde_json::Value {
    schemars::schema_for!(json::Report).into()
}

/// A document that is no text cannot be linted, which is no finding about it.
fn exit_code(linted: &[Linted], deny: Deny) -> u8 {
    if linted.iter().flat_map(Linted::iter).any(|(_, found)| found.code == "cannot-read") {
        return CONFIGURATION;
    }
    let denied = linted.iter().flat_map(Linted::iter).any(|(_, found)| deny.denies(found.outcome));
    if denied { FINDINGS } else { CLEAN }
}

/// What was found in one document: by reading it, and by the generator.
struct Linted {
    coverage: Option<specs::contract::Coverage>,
    found: [Diagnostics; 2],
}

impl Linted {
    fn new((contract, found): Read) -> Self {
        match contract {
            Some(contract) => {
                let (contract, unsupported) = crate::supported(&contract);
                Self { coverage: Some(contract.coverage()), found: [found, unsupported] }
            }
            None => {
                let nothing = Diagnostics::new(found.source().clone());
                Self { coverage: None, found: [found, nothing] }
            }
        }
    }

    fn file(&self) -> &str {
        self.found[0].source().name()
    }

    /// Every diagnostic, with the list that it is in.
    fn iter(&self) -> impl Iterator<Item = (&Diagnostics, &Diagnostic)> {
        self.found.iter().flat_map(|list| list.iter().map(move |one| (list, one)))
    }
}

#[cfg(test)]
mod tests;
