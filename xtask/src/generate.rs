//! `gen`: from documents to a folder of generated code, written or only compared.

mod deliver;
mod documents;

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use codegen::Target;
use specs::{Options, UrlMap, providers};

use self::deliver::Folder;
use crate::failure::Failure;
use crate::print;

#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Write nothing; print how the files differ from what would be written, and exit with 1 if so
    #[arg(long)]
    check: bool,

    /// Only the files of this provider; may be given more than once
    #[arg(long, value_name = "ID", value_parser = provider_ids())]
    only: Vec<String>,

    /// An OpenAPI document of your own, to make a crate of its own from
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "only")]
    spec: Option<PathBuf>,

    /// The folder of that crate; it is created where it is missing
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,

    /// The name of that crate [default: from the document's file name]
    #[arg(long, value_name = "CRATE", requires = "spec", value_parser = crate_name)]
    name: Option<String>,

    /// The file to read instead of a URL that the document refers to, or the folder for everything below
    /// the URL; may be given more than once. Nothing is fetched
    #[arg(long, value_name = "URL=PATH", requires = "spec")]
    map: Vec<UrlMap>,

    /// What a document must not have: parts that are lost, or any diagnostic. The workspace's own
    /// documents have neither
    #[arg(long, value_name = "WHAT", requires = "spec")]
    deny: Vec<Deny>,
}

/// Diagnostics that are no mere messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Deny {
    /// Parts of a document that are left out or loosened
    Lost,
    /// Repairs, and whatever is lost
    Warnings,
}

impl Args {
    /// All of the workspace, compared and not written.
    pub(crate) fn check() -> Self {
        Self { check: true, ..Self::default() }
    }
}

fn provider_ids() -> PossibleValuesParser {
    PossibleValuesParser::new(providers::ALL.iter().map(|provider| provider.id))
}

pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    match (&args.spec, &args.out) {
        (Some(spec), Some(out)) => standalone(spec, out, args),
        _ => workspace(root, args),
    }
}

/// The crate `generated`. A part of it needs only the documents of that part.
fn workspace(root: &Path, args: &Args) -> Result<u8, Failure> {
    let wanted = |id: &str| args.only.is_empty() || args.only.iter().any(|only| only == id);
    let chosen = providers::ALL.iter().filter(|provider| wanted(provider.id));
    let deny = [Deny::Lost, Deny::Warnings];
    let contracts = documents::usable(documents::of_workspace(root, chosen)?, &deny)?;
    let files = documents::generate(&contracts, &Target::Workspace)?;
    let folder = Folder { path: root.join("generated"), shown: PathBuf::from("generated") };
    let part = |path: &str| args.only.is_empty() || args.only.iter().any(|id| belongs(path, id));
    deliver::deliver(&folder, &files, &part, args.check)
}

/// A crate of a third party's document.
fn standalone(spec: &Path, out: &Path, args: &Args) -> Result<u8, Failure> {
    let options = Options { maps: args.map.clone() };
    let contracts = documents::usable(vec![specs::load_with(spec, &options)], &args.deny)?;
    let id = contracts.first().map_or("", |contract| contract.id.as_str());
    let name = args.name.clone().unwrap_or_else(|| default_name(id));
    let files = documents::generate(&contracts, &Target::Standalone { name })?;
    let folder = Folder { path: out.to_owned(), shown: out.to_owned() };
    let code = deliver::deliver(&folder, &files, &|_| true, args.check)?;
    contracts.iter().for_each(|contract| print::out(contract.coverage()));
    Ok(code)
}

/// Whether a path below `generated` is of the provider's module.
fn belongs(path: &str, id: &str) -> bool {
    let module = id.replace('-', "_");
    let rest = path.strip_prefix("src/").and_then(|path| path.strip_prefix(module.as_str()));
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// A name that cargo accepts for a package.
fn crate_name(text: &str) -> Result<String, String> {
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
    use super::{belongs, crate_name, default_name};

    #[test]
    fn a_provider_owns_its_module_and_no_other() {
        for path in ["src/nomba.rs", "src/nomba/models.rs", "src/nomba/a/b.rs"] {
            assert!(belongs(path, "nomba"), "{path}");
        }
        for path in
            ["src/lib.rs", "src/nomba2.rs", "src/nomba2/models.rs", "nomba.rs", "Cargo.toml"]
        {
            assert!(!belongs(path, "nomba"), "{path}");
        }
        assert!(belongs("src/two_words/client.rs", "two-words"));
    }

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
