//! `specwright gen`: a crate of documents given by path, written or only compared.

use std::collections::BTreeMap;
use std::path::PathBuf;

use specs::Contract;

use super::documents::Input;
use super::{Accepted, Deny, Failure, Folder, Read, deliver, documents, printer};
use crate::Target;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,

    #[command(flatten)]
    package: Package,
}

/// The crate to make.
#[derive(Debug, Clone, clap::Args)]
pub struct Package {
    /// The folder of the crate; it is created where it is missing
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,

    /// The name of the crate [default: from the file name of the first document]
    #[arg(long, value_name = "CRATE", value_parser = crate_name)]
    pub name: Option<String>,

    /// Write nothing; print how the files differ from what would be written, and exit with 1 if so
    #[arg(long)]
    pub check: bool,

    /// Diagnostics that no document may have
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,

    /// A TOML file of diagnostics that are accepted, each with a reason; they do not count for `--deny`
    #[arg(long, value_name = "FILE")]
    pub accept: Option<PathBuf>,

    /// Print every diagnostic in full, not one of each kind
    #[arg(long)]
    pub all: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    package(args.input.read(), &args.package)
}

/// Makes a crate of documents: a module of each. Returns the exit code.
///
/// # Errors
/// Documents that cannot be used, or a folder that cannot be written.
pub fn package(read: Vec<Read>, package: &Package) -> Result<u8, Failure> {
    let accepted = Accepted::load(package.accept.as_deref())?;
    let contracts = documents::usable(read, package.deny, accepted, package.all)?;
    distinct(&contracts)?;
    let id = contracts.first().map_or("", |contract| contract.id.as_str());
    let name = package.name.clone().unwrap_or_else(|| default_name(id));
    let files = documents::generate(&contracts, &Target::Standalone { name })?;
    let folder = Folder { path: package.out.clone(), shown: package.out.clone() };
    let code = deliver(&folder, &files, &|_| true, package.check)?;
    for contract in &contracts {
        let of = if contracts.len() > 1 { format!("{}: ", contract.id) } else { String::new() };
        printer::out(format!("{of}{}", contract.coverage()));
    }
    Ok(code)
}

/// Each document becomes a module of its own, which its file name names.
fn distinct(contracts: &[Contract]) -> Result<(), Failure> {
    let mut seen = BTreeMap::new();
    for contract in contracts {
        let name = contract.source.name();
        if let Some(first) = seen.insert(contract.id.as_str(), name) {
            let id = &contract.id;
            return Err(Failure::Usage {
                message: format!("{first} and {name} would both be the module `{id}`"),
                help: "rename one of the two files, or generate two crates".to_owned(),
            });
        }
    }
    Ok(())
}

/// Checks that cargo accepts a name for a package.
///
/// # Errors
/// What a name has to be.
pub fn crate_name(text: &str) -> Result<String, String> {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let complete = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if starts && complete {
        return Ok(text.to_owned());
    }
    Err("begin with a letter, go on with letters, digits, `-` and `_`, all ASCII".to_owned())
}

fn default_name(id: &str) -> String {
    let candidates = [id.to_owned(), format!("api-{id}")];
    candidates
        .into_iter()
        .find_map(|name| crate_name(&name).ok())
        .unwrap_or_else(|| "api".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{crate_name, default_name};

    #[test]
    fn crates_get_names_that_cargo_accepts() {
        assert!(crate_name("my_crate-2").is_ok());
        for name in ["", "2fa", "a b", "größe", "../a", "-a"] {
            assert!(crate_name(name).is_err(), "{name}");
        }
        let names = ["petstore", "2fa", "größe", ""].map(default_name);
        assert_eq!(names, ["petstore", "api-2fa", "api", "api-"]);
    }
}
