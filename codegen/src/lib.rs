//! Contracts in, Rust out: models, server stubs and a client for each document.
//!
//! Emitters are pure: the same contracts make the same bytes. Only [`sink`] touches a disk.

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

/// What the files are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The crate `generated` of this workspace.
    Workspace,
    /// A crate of its own, which needs nothing of this workspace.
    Standalone {
        /// The crate's name.
        name: String,
    },
}

/// Makes all files of a crate.
///
/// # Errors
/// What the generator does not support, each with its place in the document.
pub fn generate(
    contracts: &[Contract],
    target: &Target,
) -> Result<Vec<OutputFile>, Vec<Diagnostics>> {
    let refused: Vec<_> = contracts.iter().filter_map(unsupported::find).collect();
    if !refused.is_empty() {
        return Err(refused);
    }
    let mut files = Vec::new();
    let mut failed = Vec::new();
    let mut patterns = false;
    for contract in contracts {
        let plan = plan::Plan::new(contract);
        patterns |= plan.has_patterns();
        match emit::module::emit(&plan) {
            Ok(module) => files.extend(module),
            Err(error) => failed.push(unsupported::broken(contract, &error)),
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
            Err(contracts.iter().map(|contract| unsupported::broken(contract, &error)).collect())
        }
    }
}
