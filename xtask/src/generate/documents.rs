//! Documents in, contracts and generated files out; every diagnostic is printed on the way.

use std::fs;
use std::path::Path;

use codegen::{OutputFile, Target};
use specs::providers::Provider;
use specs::{Contract, Diagnostics, Outcome};

use super::Deny;
use crate::failure::Failure;
use crate::print;

/// A document that was read: its contract, unless a diagnostic is fatal.
pub(super) type Read = (Option<Contract>, Diagnostics);

/// Reads the workspace's own documents from disk, as they are now. They go by their path below the
/// workspace, so that the output does not depend on where that is.
pub(super) fn of_workspace<'a>(
    root: &Path,
    providers: impl Iterator<Item = &'a Provider>,
) -> Result<Vec<Read>, Failure> {
    let read = |provider: &Provider| {
        let name = format!("specs/{}", provider.file);
        let path = root.join(&name);
        let text = fs::read_to_string(&path).map_err(|source| Failure::Read { path, source })?;
        Ok(specs::parse(provider.id, &name, &text))
    };
    providers.map(read).collect()
}

/// The contracts, if every document has one and nothing that is denied. What is lost is left out.
pub(super) fn usable(documents: Vec<Read>, deny: &[Deny]) -> Result<Vec<Contract>, Failure> {
    let all = documents.len();
    let usable: Vec<Contract> =
        documents.into_iter().filter_map(|(contract, found)| one(contract, &found, deny)).collect();
    let bad = all - usable.len();
    if bad == 0 { Ok(usable) } else { Err(Failure::Documents { bad, all }) }
}

fn one(contract: Option<Contract>, found: &Diagnostics, deny: &[Deny]) -> Option<Contract> {
    report(found);
    let (contract, unsupported) = codegen::supported(&contract?);
    report(&unsupported);
    let denied = [Outcome::Lost, Outcome::Repaired].into_iter().any(|outcome| {
        let is_denied = deny.contains(&Deny::Warnings)
            || outcome == Outcome::Lost && deny.contains(&Deny::Lost);
        is_denied && found.count(outcome) + unsupported.count(outcome) > 0
    });
    (!denied).then_some(contract)
}

/// The generated files, if code can be generated for all of every contract.
pub(super) fn generate(
    contracts: &[Contract],
    target: &Target,
) -> Result<Vec<OutputFile>, Failure> {
    codegen::generate(contracts, target).map_err(|rejected| {
        rejected.iter().for_each(report);
        let bad = rejected.iter().filter(|diagnostics| diagnostics.is_fatal()).count();
        Failure::Documents { bad, all: contracts.len() }
    })
}

fn report(diagnostics: &Diagnostics) {
    if !diagnostics.is_empty() {
        print::err(diagnostics.render(print::color()).trim_end());
    }
}
