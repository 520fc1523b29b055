//! GitHub Actions: annotations as workflow commands on standard output, and a summary in Markdown for the
//! page of the run. Nothing of a target can end a command or a block.

mod summary;

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

use super::{Form, Goes, NOT_BEGUN, Reporter, Setting, place};
use conformance_core::check::Severity;
use conformance_core::event::StaleExpectation;
use conformance_core::event::{Event, RunEnd, SuiteEnd};
use conformance_core::finding::{Folded, SpecPlace};
use summary::Summary;

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "github",
    about: "annotations and a step summary of GitHub Actions; into a file, the summary alone",
    goes: Goes::Log,
    make: |writer, setting| Box::new(Github::new(writer, setting)),
};

/// GitHub shows no more annotations of one level for a step.
const MOST: usize = 10;

/// The longest step summary that GitHub accepts, in bytes.
const LONGEST_SUMMARY: usize = 1024 * 1024;

/// Writes annotations and a summary.
pub struct Github {
    writer: Box<dyn Write>,
    /// Whether only the summary is written, to the writer.
    only_summary: bool,
    /// The file to which the summary is added.
    summary_file: Option<PathBuf>,
    root: Option<PathBuf>,
    summary: Summary,
    messages: [usize; 3],
}

impl Github {
    /// Writes annotations to this writer, and adds the summary to the file of the setting; where the
    /// report goes into a file, the summary goes to the writer.
    pub fn new(writer: Box<dyn Write>, setting: &Setting) -> Self {
        Self {
            writer,
            only_summary: setting.to_file,
            summary_file: setting.summary.clone(),
            root: setting.root.clone(),
            summary: Summary::default(),
            messages: [0; 3],
        }
    }

    fn annotate(&mut self, findings: &[Folded]) -> io::Result<()> {
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let of_it = findings.iter().filter(|folded| folded.finding.severity == severity);
            for folded in of_it {
                if self.messages[severity as usize] < MOST {
                    self.messages[severity as usize] += 1;
                    self.finding(folded)?;
                }
            }
        }
        Ok(())
    }

    fn finding(&mut self, folded: &Folded) -> io::Result<()> {
        let finding = &folded.finding;
        let SpecPlace { file, line, column, width, .. } = &finding.spec;
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        writeln!(
            self.writer,
            "::{command} file={},line={line},col={column},endColumn={},title={}::{}",
            property(&place::relative(file, self.root.as_deref())),
            column + width,
            property(&format!("{}: {}", finding.check, finding.title)),
            message(&format!(
                "expected {}\ngot {}\ncase {}\n{}",
                finding.expected, finding.actual, finding.case, finding.help
            ))
        )
    }

    /// The hint and the leftovers, which have no location in the document.
    fn whole(&mut self, end: &SuiteEnd) -> io::Result<()> {
        let provider = property(&end.provider);
        if let Some(hint) = &end.hint {
            let text = message(&format!("{}\n{}", hint.message, hint.help));
            writeln!(self.writer, "::warning title={provider}::{text}")?;
        }
        if !end.left.is_empty() {
            let lines: Vec<String> = end.left.iter().take(MOST).map(ToString::to_string).collect();
            let text = format!("{} not revoked\n{}", end.left.len(), lines.join("\n"));
            let text = message(&text);
            writeln!(self.writer, "::warning title={provider}%3A made for cases::{text}")?;
        }
        Ok(())
    }

    fn stale(&mut self, stale: &StaleExpectation) -> io::Result<()> {
        let (file, line) = stale.entry.place.rsplit_once(':').unwrap_or((&stale.entry.place, "1"));
        writeln!(
            self.writer,
            "::error file={},line={},title=known failure::{}",
            property(&place::relative(file, self.root.as_deref())),
            property(line),
            message(&format!("{}\n{}", stale.words(), stale.help()))
        )
    }

    fn end(&mut self, end: &RunEnd) -> io::Result<()> {
        if self.only_summary {
            let text = self.summary.text(end, LONGEST_SUMMARY);
            self.writer.write_all(text.as_bytes())?;
            return self.writer.flush();
        }
        if let Some(error) = &end.error {
            let text = message(&error.message);
            writeln!(self.writer, "::error title={NOT_BEGUN}::{text}")?;
        }
        for stale in end.stale.iter().take(MOST) {
            self.stale(stale)?;
        }
        self.writer.flush()?;
        let Some(path) = &self.summary_file else { return Ok(()) };
        let named =
            |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(named)?;
        // The existing content of the file counts.
        let held = usize::try_from(file.metadata().map_err(named)?.len()).unwrap_or(usize::MAX);
        let text = self.summary.text(end, LONGEST_SUMMARY.saturating_sub(held));
        file.write_all(text.as_bytes()).map_err(named)
    }
}

impl Reporter for Github {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(start) => self.summary.begin(start),
            Event::SuiteStarted(start) => self.summary.suite(start),
            Event::CaseFinished(report) => self.summary.case(report),
            Event::SuiteFinished(end) => {
                if !self.only_summary {
                    self.whole(end)?;
                    self.annotate(&end.findings)?;
                }
                self.summary.suite_end(end);
            }
            Event::Waiting(_) => {}
            Event::RunFinished(end) => self.end(end)?,
        }
        Ok(())
    }
}

/// The message of a workflow command: a line of its own, whatever is in it.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command() {
        assert_eq!(message("100%\r\n::error::"), "100%25%0D%0A::error::");
        assert_eq!(property("a:b,c\n::x"), "a%3Ab%2Cc%0A%3A%3Ax");
    }
}
