//! What `--help` shows after the flags: report forms and examples. A test parses each example.

use conformance_report::FORMS;

/// The report forms, then the examples.
fn with_reports(examples: &str) -> String {
    let forms = FORMS.iter().map(|form| {
        let file = if form.goes.needs_file() { "; needs a file" } else { "" };
        format!("  {:<6}  {}{file}\n", form.name, form.about)
    });
    let forms: String = forms.collect();
    format!("Reports, each as FORM or FORM=FILE:\n{forms}\n{examples}")
}

/// The text after the flags of `run`.
pub(super) fn run() -> String {
    with_reports(RUN)
}

/// The text after the flags of `replay`.
pub(super) fn replay() -> String {
    with_reports(REPLAY)
}

pub(super) const ALL: &str = "\
Examples:
  conformance run
  conformance run --provider nomba --target https://sandbox.nomba.com --fixtures nomba.json
  conformance run --spec openapi.yaml --target http://localhost:8080
  conformance explain schema-conformance

`conformance COMMAND --help` has more. Exit codes: 0 conforms, 1 findings, 2 usage,
3 spec or configuration, 4 nothing ran, 5 no verdict: the target was unreachable or unusable,
nothing valid succeeded, or the run was interrupted.";

const RUN: &str = "\
Examples:
  Test the built-in reference server against the documents of all providers:
    conformance run
  Test a target of conformance.toml, with an HTML report and a JUnit report:
    conformance run --target staging --report html=report.html --report junit=junit.xml
  Test a staging server with a file of credentials and live values:
    conformance run --provider moov --target https://api.moov.io --fixtures moov.json --report junit=moov.xml
  Test a server against your own document:
    conformance run --spec openapi.yaml --target http://localhost:8080 --auth BearerAuth=env:TOKEN
  Run only the cases about credentials:
    conformance run --provider nomba --only '*credentials*'
  Treat violations of RFC 9110 as errors, without one of its rules:
    conformance run --provider moov --profile http --severity missing-date=off
  Do not fail on known failures:
    conformance run --provider nomba --known known.toml";

pub(super) const COVERAGE: &str = "\
Examples:
  conformance coverage --provider nomba
  conformance coverage --spec openapi.yaml --target http://localhost:8080 --min-coverage 80";

pub(super) const LIST: &str = "\
Examples:
  conformance list --provider moov
  conformance list --provider moov --only '*/invalid-*'";

pub(super) const PLAN: &str = "\
Examples:
  conformance plan --provider voucherify
  conformance plan --provider nomba --target https://sandbox.nomba.com --fixtures nomba.json --requests
  conformance plan --spec openapi.yaml --format json";

pub(super) const SERVE: &str = "\
Examples:
  Serve every provider below http://127.0.0.1:8080/<provider>, and write a fixtures file for each:
    conformance serve --fixtures-out fixtures
    conformance run --provider nomba --target http://127.0.0.1:8080/nomba --fixtures fixtures/nomba.json";

pub(super) const MOCK: &str = "\
Examples:
  conformance mock --spec openapi.yaml
  conformance mock --provider infisical --listen 127.0.0.1:0 --live-field tokenId --fixtures-out live.json";

pub(super) const SELFTEST: &str = "\
Examples:
  conformance selftest
  conformance selftest --spec openapi.yaml --live-field token";

pub(super) const INIT: &str = "\
Examples:
  conformance init --provider nomba
  conformance init --spec openapi.yaml --out staging.toml";

pub(super) const SCHEMA: &str = "\
Examples:
  conformance schema config
  conformance schema report";

pub(super) const RECORD: &str = "\
Examples:
  Point the client at http://127.0.0.1:8090; Ctrl-C ends the recording:
    conformance record --provider moov --target https://api.moov.io --listen 127.0.0.1:8090 --out moov.har";

const REPLAY: &str = "\
Examples:
  conformance replay moov.har --provider moov --target https://api.moov.io --fixtures moov.json
  Check the recorded responses only; nothing is sent:
    conformance replay moov.har --provider moov --offline";

pub(super) const IMPORT: &str = "\
Examples:
  conformance import curl --file request.sh --provider moov --out request.har
  conformance import postman collection.json --provider moov --out collection.har";

pub(super) const EXPLAIN: &str = "\
Examples:
  conformance explain
  conformance explain status-fits-kind";

pub(super) const COMPLETIONS: &str = "\
Examples:
  conformance completions bash
  conformance completions zsh";

pub(super) const MAN: &str = "\
Examples:
  conformance man
  conformance man --out man1";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use crate::cli::Cli;

    /// The command lines in the examples of a command.
    fn command_lines(command: &clap::Command) -> Vec<String> {
        let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines = text.lines().map(str::trim).filter(|line| line.starts_with("conformance "));
        lines.map(str::to_owned).collect()
    }

    #[test]
    fn every_example_is_a_command_line() {
        let command = Cli::command();
        for line in command.get_subcommands().flat_map(command_lines).chain(command_lines(&command))
        {
            // A shell removes the quotes.
            let words = line.split_whitespace().map(|word| word.trim_matches('\''));
            let read = Cli::command().try_get_matches_from(words);
            assert!(read.is_ok(), "{line}\n{}", read.unwrap_err());
        }
    }

    #[test]
    fn every_command_has_an_example_of_its_own() {
        for command in Cli::command().get_subcommands() {
            let begin = format!("conformance {}", command.get_name());
            assert!(command_lines(command).iter().any(|line| line.starts_with(&begin)), "{begin}");
        }
    }
}
