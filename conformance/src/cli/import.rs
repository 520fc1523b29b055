//! `conformance import`: a recording of a curl command line or of a Postman collection.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use specs::Contract;

use super::{Failure, documents, printer};
use conformance_engine::har;
use conformance_engine::har::Limits;
use conformance_engine::import::{Import, curl, entries, postman};

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A curl command line, as browsers and documentation have it.
    Curl {
        /// The command in one argument: 'curl https://… -H …'.
        #[arg(required_unless_present = "file", conflicts_with = "file")]
        command: Option<String>,
        /// A file with one or more commands.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        into: Into,
    },
    /// A Postman collection, v2.1. Its scripts are not run.
    Postman {
        /// The exported collection.
        file: PathBuf,
        /// The value of a variable; goes before the collection's own. May be given several times.
        #[arg(long, value_name = "NAME=VALUE")]
        var: Vec<String>,
        #[command(flatten)]
        into: Into,
    },
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
struct Into {
    /// The file to write, HAR 1.2, for `replay` and `run --recordings`.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
    /// One of the five providers.
    #[arg(long, value_name = "ID", group = "document")]
    provider: Option<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    spec: Option<PathBuf>,
    /// Write what can be read, and leave the rest out.
    #[arg(long)]
    keep_going: bool,
}

pub(super) fn import(arguments: &ImportArgs) -> Result<u8, Failure> {
    match &arguments.what {
        What::Curl { command, file, into } => {
            let (name, text, folder) = match (command, file) {
                (_, Some(file)) => {
                    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
                    (file.display().to_string(), load(file)?.text, folder)
                }
                (command, None) => {
                    ("the command".to_owned(), command.clone().unwrap_or_default(), PathBuf::new())
                }
            };
            let contract = contract(into)?;
            let source = if file.is_some() { name.as_str() } else { "a curl command line" };
            write(into, contract, curl::read(&name, &text, &folder), source)
        }
        What::Postman { file, var, into } => {
            let mut given = Vec::new();
            for flag in var {
                let (name, value) = flag.split_once('=').ok_or_else(|| {
                    let help = "write it as NAME=VALUE";
                    Failure::usage(format!("--var: a variable has no value\n  help: {help}"))
                })?;
                given.push((name.to_owned(), value.to_owned()));
            }
            let contract = contract(into)?;
            let server = contract.servers.first().map(specs::contract::Server::default_url);
            let read = postman::read(&load(file)?, &given, server.as_deref());
            write(into, contract, read, &file.display().to_string())
        }
    }
}

fn load(file: &Path) -> Result<har::RawFile, Failure> {
    har::load(file, Limits::DEFAULT).map_err(|error| {
        Failure::configuration(format!("{}: cannot be read: {error}", file.display()))
    })
}

fn contract(into: &Into) -> Result<Arc<Contract>, Failure> {
    let providers: Vec<String> = into.provider.iter().cloned().collect();
    let contracts = documents::of(&providers, into.spec.as_deref())?;
    let none = || Failure::usage("no document is named\n  help: add --spec FILE");
    contracts.into_iter().next().ok_or_else(none)
}

fn write(
    into: &Into,
    contract: Arc<Contract>,
    mut import: Import,
    source: &str,
) -> Result<u8, Failure> {
    let out = into.out.display();
    if into.out.exists() && !into.force {
        return Err(Failure::usage(format!(
            "{out} is there already\n  help: name another file, or add --force to write over it"
        )));
    }
    let mistakes: Vec<String> = import.mistakes.iter().map(ToString::to_string).collect();
    if !mistakes.is_empty() && !into.keep_going {
        return Err(Failure::configuration(format!(
            "{}\nnothing is written; --keep-going leaves these out",
            mistakes.join("\n")
        )));
    }
    let written = entries(contract, &mut import, source);
    har::save(&into.out, &written)
        .map_err(|error| Failure::configuration(format!("{out}: cannot be written: {error}")))?;
    for mistake in &mistakes {
        printer::note(&format!("left out: {mistake}\n"));
    }
    for note in &import.notes {
        printer::note(&format!("{note}\n"));
    }
    printer::line(&format!("{} requests written to {out}", written.len()));
    Ok(if written.is_empty() { 4 } else { 0 })
}
