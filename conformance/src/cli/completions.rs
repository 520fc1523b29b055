//! `conformance completions` and `conformance man`: completion scripts and manual pages, generated from the
//! definition of the command line.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, Failure, printer};

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write DIR/conformance.1 and a page for each command.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn completions(arguments: &CompletionsArgs) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "conformance", &mut script);
    printer::line(String::from_utf8_lossy(&script).trim_end());
    Ok(0)
}

pub(super) fn man(arguments: &ManArgs) -> Result<u8, Failure> {
    let Some(directory) = &arguments.out else {
        let mut page = Vec::new();
        // Writing to memory does not fail.
        let _ = clap_mangen::Man::new(Cli::command()).render(&mut page);
        printer::line(String::from_utf8_lossy(&page).trim_end());
        return Ok(0);
    };
    std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), directory))
        .map_err(|error| {
            let directory = directory.display();
            Failure::configuration(format!("{directory}: the pages cannot be written: {error}"))
        })?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn completion_scripts_have_every_command() {
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "conformance", &mut script);
            let script = String::from_utf8(script).unwrap();
            for command in Cli::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
        }
    }

    #[test]
    fn every_command_has_a_manual_page() {
        let directory = tempfile::tempdir().unwrap();
        let out = Some(directory.path().join("man1"));
        assert_eq!(man(&ManArgs { out: out.clone() }).unwrap(), 0);
        for command in Cli::command().get_subcommands() {
            let page = out.clone().unwrap().join(format!("conformance-{}.1", command.get_name()));
            let text = std::fs::read_to_string(&page).unwrap();
            assert!(text.contains("Examples:"), "{}", page.display());
        }
    }
}
