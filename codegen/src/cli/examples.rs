//! What `--help` shows after the flags: examples. A test parses each of them.

pub(super) const ALL: &str = "\
Examples:
  specwright gen openapi.yaml -o ../my-api
  specwright lint openapi.yaml
  specwright explain untyped-schema
  specwright outline openapi.yaml

`specwright COMMAND --help` has more. Exit codes: 0 success, 1 something differs or was found,
2 the command line is wrong, 3 a document or the configuration is wrong.";

pub(super) const GEN: &str = "\
Examples:
  Generate a crate, or update it:
    specwright gen openapi.yaml -o ../my-api
  Generate one crate with a module for each document:
    specwright gen users.yaml orders.yaml -o ../shop-api --name shop-api
  Mend a vendor's document without touching it:
    specwright gen vendor.yaml --overlay mend.yaml -o ../vendor-api
  In CI: fail where the crate is not as generated, or where a part of the document is lost:
    specwright gen openapi.yaml -o ../my-api --check --deny lost
  As before, without the losses that a file names with a reason:
    specwright gen openapi.yaml -o ../my-api --check --deny lost --accept accepted.toml";

pub(super) const IMPORT: &str = "\
Examples:
  Take the OpenAPI block out of a page:
    specwright import revoke-token.md -o openapi.yaml
  Merge all pages of an API into one document:
    specwright import pages/users.md pages/tokens.md --title Shop -o openapi.yaml";

pub(super) const LINT: &str = "\
Examples:
  Report one diagnostic of each kind in full, and count the others:
    specwright lint openapi.yaml
  Fail for whatever is not as the specification requires, and show each diagnostic:
    specwright lint openapi.yaml --deny warnings --all
  In CI: annotate the lines of a pull request, or write a log for code scanning:
    specwright lint openapi.yaml --format github
    specwright lint openapi.yaml --format sarif

Exit codes: 0 nothing is denied, 1 there are denied diagnostics or unused entries of `--accept`, 2 usage,
3 a file cannot be read.";

pub(super) const EXPLAIN: &str = "\
Examples:
  specwright explain
  specwright explain untyped-schema";

pub(super) const SCHEMA: &str = "\
Examples:
  specwright schema contract
  specwright schema lint";

pub(super) const CONTRACT: &str = "\
Examples:
  specwright contract openapi.yaml
  specwright contract openapi.yaml --compact";

pub(super) const OUTLINE: &str = "\
Examples:
  specwright outline openapi.yaml";

pub(super) const COMPLETIONS: &str = "\
Examples:
  specwright completions bash
  specwright completions zsh";

pub(super) const MAN: &str = "\
Examples:
  specwright man
  specwright man --out man1";

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use crate::cli::Cli;

    #[test]
    fn every_example_is_a_command_line() {
        let mut examples = 0;
        let help = |command: &clap::Command| command.get_after_help().unwrap().to_string();
        let root = Cli::command();
        let texts = root.get_subcommands().map(help).chain([help(&root)]);
        for line in texts.collect::<Vec<_>>().join("\n").lines().map(str::trim) {
            if line.starts_with("specwright ") {
                let parsed = Cli::try_parse_from(line.split(' '));
                assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
                examples += 1;
            }
        }
        assert!(examples > root.get_subcommands().count());
    }

    #[test]
    fn command_line_definition_is_consistent() {
        Cli::command().debug_assert();
    }
}
