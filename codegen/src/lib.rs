//! Generation of Rust from contracts: models, server stubs and a client for each document.
//!
//! Emitters are pure: the same contracts make the same bytes. Only [`sink`] and the command line `cli` do I/O.

#[cfg(feature = "cli")]
pub mod cli;
mod docs;
mod emit;
mod losses;
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

/// The contract without what the generator does not support, and the diagnostics of the parts left out.
/// [`generate`] leaves it out as well; this is for callers that report it.
pub fn supported(contract: &Contract) -> (Contract, Diagnostics) {
    unsupported::leave_out(contract)
}

/// Makes all files of a crate. What is not [`supported`] is left out.
///
/// # Errors
/// A file that is not Rust: a bug of the generator, with the document that reveals it.
pub fn generate(
    contracts: &[Contract],
    target: &Target,
) -> Result<Vec<OutputFile>, Vec<Diagnostics>> {
    let contracts: Vec<Contract> = contracts.iter().map(|contract| supported(contract).0).collect();
    let contracts = contracts.as_slice();
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
