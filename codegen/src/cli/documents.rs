//! Documents in, contracts and generated files out; every diagnostic is printed on the way.

use std::path::PathBuf;

use specs::{Contract, Diagnostics, Options, UrlMap};

use super::{Accepted, Deny, Failure, printer};
use crate::{OutputFile, Target};

/// A document that was read: its contract, unless a diagnostic is fatal.
pub type Read = (Option<Contract>, Diagnostics);

/// The documents that a command reads.
#[derive(Debug, clap::Args)]
pub(super) struct Input {
    /// OpenAPI documents, YAML or JSON
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// An overlay to apply to each document (OpenAPI Overlay 1.0 or 1.1); several are applied in order
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,

    /// The file to read instead of a URL that a document refers to, or the folder for everything below
    /// the URL; may be given more than once. Nothing is fetched
    #[arg(long, value_name = "URL=PATH")]
    map: Vec<UrlMap>,
}

impl Input {
    /// Reads every document. All commands read documents here.
    pub(super) fn read(&self) -> Vec<Read> {
        let options = Options { maps: self.map.clone(), overlays: self.overlays.clone() };
        self.files.iter().map(|file| specs::load_with(file, &options)).collect()
    }

    /// The contracts, if every document has one. Diagnostics are printed to stderr.
    pub(super) fn contracts(&self, all: bool) -> Result<Vec<Contract>, Failure> {
        let read = self.read();
        read.iter().for_each(|(_, diagnostics)| report(diagnostics, all));
        let total = read.len();
        let contracts: Vec<Contract> = read.into_iter().filter_map(|(found, _)| found).collect();
        match total - contracts.len() {
            0 => Ok(contracts),
            bad => Err(Failure::Unread { bad, all: total }),
        }
    }
}

/// The contracts, if every document has one and nothing that is denied. What is lost is left out.
/// Prints the diagnostics, each of them where `all` is set, else one of each kind in full. Those that are
/// accepted are listed, and not denied.
///
/// # Errors
/// How many documents cannot be used, or how many entries of the accepted diagnostics match nothing.
pub fn usable(
    documents: Vec<Read>,
    deny: Option<Deny>,
    mut accepted: Accepted,
    all: bool,
) -> Result<Vec<Contract>, Failure> {
    let total = documents.len();
    let one = |(contract, found)| one(contract, &found, deny, &mut accepted, all);
    let usable: Vec<Contract> = documents.into_iter().filter_map(one).collect();
    match total - usable.len() {
        0 => accepted.finish().map(|()| usable),
        bad => Err(Failure::Documents { bad, all: total }),
    }
}

fn one(
    contract: Option<Contract>,
    found: &Diagnostics,
    deny: Option<Deny>,
    accepted: &mut Accepted,
    all: bool,
) -> Option<Contract> {
    let found = not_accepted(found, accepted, all);
    let (contract, unsupported) = crate::supported(&contract?);
    let unsupported = not_accepted(&unsupported, accepted, all);
    let denied = |deny: Deny| deny.denies_any(&found) || deny.denies_any(&unsupported);
    (!deny.is_some_and(denied)).then_some(contract)
}

/// The diagnostics that are not accepted. Prints them, and lists the others.
fn not_accepted(found: &Diagnostics, accepted: &mut Accepted, all: bool) -> Diagnostics {
    let (others, matched) = accepted.split(found);
    report(&others, all);
    accepted.lines(&matched).iter().for_each(printer::err);
    others
}

/// The generated files, if code can be generated for all of every contract.
///
/// # Errors
/// How many documents the generator makes no code of: a bug, reported with each.
pub fn generate(contracts: &[Contract], target: &Target) -> Result<Vec<OutputFile>, Failure> {
    crate::generate(contracts, target).map_err(|rejected| {
        rejected.iter().for_each(|diagnostics| report(diagnostics, true));
        let bad = rejected.iter().filter(|diagnostics| diagnostics.is_fatal()).count();
        Failure::Documents { bad, all: contracts.len() }
    })
}

fn report(diagnostics: &Diagnostics, all: bool) {
    if !diagnostics.is_empty() {
        printer::err(text(diagnostics, all, printer::color()));
    }
}

/// Diagnostics for people: all of them, or one of each kind in full.
pub(super) fn text(diagnostics: &Diagnostics, all: bool, color: bool) -> String {
    let text = if all { diagnostics.render(color) } else { diagnostics.render_brief(color) };
    text.trim_end().to_owned()
}
