//! `specwright completions` and `specwright man`: completion scripts and manual pages, generated from
//! the definition of the command line.

use std::path::PathBuf;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{CLEAN, Cli, Failure, printer};

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// Write DIR/specwright.1 and a page for each command
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn completions(arguments: &CompletionsArgs) -> Result<u8, Failure> {
    printer::out(script(arguments.shell).trim_end());
    Ok(CLEAN)
}

fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "specwright", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

pub(super) fn man(arguments: &ManArgs) -> Result<u8, Failure> {
    let Some(directory) = &arguments.out else {
        let mut page = Vec::new();
        // Writing to memory does not fail.
        let _ = clap_mangen::Man::new(Cli::command()).render(&mut page);
        printer::out(String::from_utf8_lossy(&page).trim_end());
        return Ok(CLEAN);
    };
    std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), directory))
        .map_err(|source| Failure::Write { path: directory.clone(), source })?;
    Ok(CLEAN)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn completion_scripts_have_every_command() {
        for shell in Shell::value_variants() {
            let script = script(*shell);
            for command in Cli::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
        }
    }

    #[test]
    fn every_command_has_a_manual_page_with_examples() {
        let directory = tempfile::tempdir().unwrap();
        let out = Some(directory.path().join("man1"));
        assert_eq!(man(&ManArgs { out: out.clone() }).unwrap(), CLEAN);
        for command in Cli::command().get_subcommands() {
            let page = out.clone().unwrap().join(format!("specwright-{}.1", command.get_name()));
            let text = std::fs::read_to_string(&page).unwrap();
            assert!(text.contains("Examples:"), "{}", page.display());
        }
    }
}
