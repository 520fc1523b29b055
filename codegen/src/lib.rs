//! Generation of Rust from contracts: models, server stubs and a client for each document.
//!
//! Emitters are pure: the same contracts make the same bytes. Only [`sink`] does I/O.

mod docs;
mod emit;
mod names;
mod output;
mod pattern;
mod plan;
pub mod sink;
mod status;
mod unsupported;

use specs::{Contract, Diagnostics};

pub use output::{MARK, OutputFile};

/// The crate that the files belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The crate `generated` of this workspace.
    Workspace,
    /// A separate crate, which does not depend on this workspace.
    Standalone {
        /// The crate's name.
        name: String,
    },
}

/// Makes all files of a crate.
///
/// # Errors
/// Everything that the generator does not support, each with its location in the document.
pub fn generate(
    contracts: &[Contract],
    target: &Target,
) -> Result<Vec<OutputFile>, Vec<Diagnostics>> {
    let unsupported: Vec<_> = contracts.iter().filter_map(unsupported::find).collect();
    if !unsupported.is_empty() {
        return Err(unsupported);
    }
    let mut files = Vec::new();
    let mut failed = Vec::new();
    let mut patterns = false;
    for contract in contracts {
        let plan = plan::Plan::new(contract);
        patterns |= plan.has_patterns();
        match emit::module::emit(&plan) {
            Ok(module) => files.extend(module),
            Err(error) => failed.push(unsupported::not_rust(contract, &error)),
        }
    }
    match emit::package::emit(contracts, target, patterns) {
        Ok(package) if failed.is_empty() => {
            files.extend(package);
            files.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(files)
        }
        Ok(_) => Err(failed),
        Err(error) => {
            Err(contracts.iter().map(|contract| unsupported::not_rust(contract, &error)).collect())
        }
    }
}
