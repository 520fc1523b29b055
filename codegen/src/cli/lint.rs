//! `specwright lint`: every diagnostic of documents, in the form that a reader needs.

mod github;
mod json;
mod sarif;
mod text;

use std::path::PathBuf;

use specs::{Diagnostic, Diagnostics, Outcome, Source};

use super::accept::{Accepted, Matched};
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

    /// A TOML file of diagnostics that are accepted, each with a reason; they do not count for `--deny`
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,

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
    let mut accepted = Accepted::load(args.accept.as_deref())?;
    let read = args.input.read().into_iter();
    let linted: Vec<Linted> = read.map(|read| Linted::new(read, &mut accepted)).collect();
    let code = exit_code(&linted, args.deny);
    match args.format {
        Format::Text => text::print(&linted, args.all),
        Format::Json => printer::out(json::report(&linted)),
        Format::Sarif => printer::out(format!("{:#}", sarif::log(&linted, code))),
        Format::Github => github::commands(&linted).iter().for_each(printer::out),
    }
    // What cannot be read proves nothing about the entries.
    if code != CONFIGURATION {
        accepted.finish()?;
    }
    Ok(code)
}

/// JSON Schema of the JSON form.
pub(super) fn schema() -> serde_json::Value {
    schemars::schema_for!(json::Report).into()
}

/// A document that is no text cannot be linted, which is no finding about it.
fn exit_code(linted: &[Linted], deny: Deny) -> u8 {
    let is_unread =
        |found: &Diagnostic| found.code == "cannot-read" && found.outcome == Outcome::Fatal;
    if linted.iter().flat_map(Linted::iter).any(|(_, found)| is_unread(found)) {
        return CONFIGURATION;
    }
    let denied = linted.iter().flat_map(Linted::iter).any(|(_, found)| deny.denies(found.outcome));
    if denied { FINDINGS } else { CLEAN }
}

/// What was found in one document: by reading it, and by the generator.
struct Linted {
    coverage: Option<specs::contract::Coverage>,
    found: [Diagnostics; 2],
    /// What is accepted of it.
    accepted: Vec<Matched>,
    /// The same as lines for people.
    lines: Vec<String>,
}

impl Linted {
    fn new((contract, found): Read, accepted: &mut Accepted) -> Self {
        let nothing = Diagnostics::new(found.source().clone());
        let supported = contract.map(|contract| crate::supported(&contract));
        let coverage = supported.as_ref().map(|(contract, _)| contract.coverage());
        let unsupported = supported.map_or(nothing, |(_, unsupported)| unsupported);
        let mut linted =
            Self { coverage, found: [found, unsupported], accepted: Vec::new(), lines: Vec::new() };
        for list in &mut linted.found {
            let (others, matched) = accepted.split(list);
            linted.lines.extend(accepted.lines(&matched));
            linted.accepted.extend(matched);
            *list = others;
        }
        linted
    }

    fn file(&self) -> &str {
        self.found[0].source().name()
    }

    /// Every diagnostic that is not accepted, with the text that its location is in.
    fn iter(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        self.found.iter().flat_map(|list| list.iter().map(move |one| (list.source_of(one), one)))
    }

    /// As [`Linted::iter`], followed by those that are accepted, each with its reason.
    fn with_accepted(&self) -> impl Iterator<Item = (&Source, &Diagnostic, Option<&str>)> {
        let accepted =
            self.accepted.iter().map(|one| (&one.source, &one.found, Some(one.reason.as_str())));
        self.iter().map(|(source, found)| (source, found, None)).chain(accepted)
    }
}

#[cfg(test)]
mod tests;
