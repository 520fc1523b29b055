//! `conformance import`: converts a curl command line or a Postman collection into a recording.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use specs::Contract;

use super::arguments::RelatedFiles;
use super::{Failure, documents, printer};
use conformance_engine::har;
use conformance_engine::har::Limits;
use conformance_engine::import::{Import, curl, entries, postman};

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// A curl command line, as copied from a browser or documentation.
    Curl {
        /// The command in one argument: 'curl https://… -H …'.
        #[arg(required_unless_present = "file", conflicts_with = "file")]
        command: Option<String>,
        /// A file with one or more curl commands.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        output: Output,
    },
    /// A Postman collection, v2.1. Its scripts are not run.
    Postman {
        /// The exported collection.
        file: PathBuf,
        /// The value of a variable; overrides the collection's own. May be repeated.
        #[arg(long, value_name = "NAME=VALUE")]
        var: Vec<String>,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
struct Output {
    /// Output file, HAR 1.2, for `replay` and `run --recordings`.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Overwrite an existing file.
    #[arg(long)]
    force: bool,
    /// A built-in provider.
    #[arg(long, value_name = "ID", group = "document")]
    provider: Option<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    related: RelatedFiles,
    /// Skip requests that cannot be converted.
    #[arg(long)]
    keep_going: bool,
}

pub(super) fn import(arguments: &ImportArgs) -> Result<u8, Failure> {
    match &arguments.source {
        Source::Curl { command, file, output } => {
            let (name, text, folder) = match (command, file) {
                (_, Some(file)) => {
                    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
                    (file.display().to_string(), load(file)?.text, folder)
                }
                (command, None) => {
                    ("the command".to_owned(), command.clone().unwrap_or_default(), PathBuf::new())
                }
            };
            let contract = contract(output)?;
            let source = if file.is_some() { name.as_str() } else { "a curl command line" };
            write(output, contract, curl::read(&name, &text, &folder), source)
        }
        Source::Postman { file, var, output } => {
            let mut variables = Vec::new();
            for flag in var {
                let (name, value) = flag.split_once('=').ok_or_else(|| {
                    // The text may be a secret without its name.
                    let help = "write it as NAME=VALUE";
                    Failure::usage(format!("--var: a variable has no value\n  help: {help}"))
                })?;
                variables.push((name.to_owned(), value.to_owned()));
            }
            let contract = contract(output)?;
            let server = contract.servers.first().map(specs::contract::Server::default_url);
            let read = postman::read(&load(file)?, &variables, server.as_deref());
            write(output, contract, read, &file.display().to_string())
        }
    }
}

fn load(file: &Path) -> Result<har::RawFile, Failure> {
    har::load(file, Limits::DEFAULT).map_err(|error| {
        Failure::configuration(format!("{}: cannot be read: {error}", file.display()))
    })
}

fn contract(output: &Output) -> Result<Arc<Contract>, Failure> {
    let providers: Vec<String> = output.provider.iter().cloned().collect();
    let contracts = documents::load(&providers, output.spec.as_deref(), &output.related)?;
    let none = || Failure::usage("no document is named\n  help: add --spec FILE");
    contracts.into_iter().next().ok_or_else(none)
}

fn write(
    output: &Output,
    contract: Arc<Contract>,
    mut import: Import,
    source: &str,
) -> Result<u8, Failure> {
    let out = output.out.display();
    if output.out.exists() && !output.force {
        return Err(Failure::usage(format!(
            "{out} already exists\n  help: name another file, or add --force to overwrite it"
        )));
    }
    let mistakes: Vec<String> = import.mistakes.iter().map(ToString::to_string).collect();
    if !mistakes.is_empty() && !output.keep_going {
        return Err(Failure::configuration(format!(
            "{}\nnothing was written; add --keep-going to skip these",
            mistakes.join("\n")
        )));
    }
    let written = entries(contract, &mut import, source);
    har::save(&output.out, &written)
        .map_err(|error| Failure::configuration(format!("{out}: cannot be written: {error}")))?;
    for mistake in &mistakes {
        printer::note(&format!("skipped: {mistake}\n"));
    }
    for note in &import.notes {
        printer::note(&format!("{note}\n"));
    }
    printer::line(&format!("{} requests written to {out}", written.len()));
    Ok(if written.is_empty() { 4 } else { 0 })
}
