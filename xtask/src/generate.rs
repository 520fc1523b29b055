//! `gen`: from documents to a folder of generated code, written or only compared.

use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use codegen::Target;
use codegen::cli::{self, Accepted, Deny, Folder, Package, Read, crate_name};
use specs::providers::{self, Provider};
use specs::{Options, UrlMap};

use crate::failure::Failure;

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

    /// Diagnostics that a document must not have. The workspace's own documents have none at all
    #[arg(long, value_name = "WHAT", requires = "spec")]
    deny: Option<Deny>,

    /// A TOML file of diagnostics that are accepted, each with a reason; they do not count for `--deny`
    #[arg(long, value_name = "FILE", requires = "spec")]
    accept: Option<PathBuf>,
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
    let read = of_workspace(root, chosen)?;
    let contracts = cli::usable(read, Some(Deny::Warnings), Accepted::default(), true)?;
    let files = cli::generate(&contracts, &Target::Workspace)?;
    let folder = Folder { path: root.join("generated"), shown: PathBuf::from("generated") };
    let part = |path: &str| args.only.is_empty() || args.only.iter().any(|id| belongs(path, id));
    Ok(cli::deliver(&folder, &files, &part, args.check)?)
}

/// Reads the workspace's own documents from disk, as they are now. They go by their path below the
/// workspace, so that the output does not depend on where that is.
fn of_workspace<'a>(
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

/// A crate of a third party's document, as `specwright gen` makes it.
fn standalone(spec: &Path, out: &Path, args: &Args) -> Result<u8, Failure> {
    let Args { name, check, deny, accept, .. } = args;
    let package = Package {
        out: out.to_owned(),
        name: name.clone(),
        check: *check,
        deny: *deny,
        accept: accept.clone(),
        all: false,
    };
    let options = Options { maps: args.map.clone(), ..Options::default() };
    Ok(cli::package(vec![specs::load_with(spec, &options)], &package)?)
}

/// Whether a path below `generated` is of the provider's module.
fn belongs(path: &str, id: &str) -> bool {
    let module = id.replace('-', "_");
    let rest = path.strip_prefix("src/").and_then(|path| path.strip_prefix(module.as_str()));
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::belongs;

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
}
