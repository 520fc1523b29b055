//! The summary of a run in Markdown, within a limit of bytes: the verdict, a table, each finding in a fold.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::NOT_BEGUN;
use crate::coverage::summary;
use conformance_core::check::Severity;
use conformance_core::event::{
    CaseReport, Outcome, RunEnd, RunStart, SuiteEnd, SuiteStart, Verdict,
};
use conformance_core::finding::Folded;

/// The bytes that are reserved for the notice that something was omitted.
const ROOM: usize = 200;

/// The most reasons that are listed, and the most leftover values.
const MOST: usize = 20;

/// Collects the data of the summary.
#[derive(Default)]
pub(super) struct Summary {
    start: Option<RunStart>,
    targets: Vec<SuiteStart>,
    ends: Vec<SuiteEnd>,
    /// The reasons of inconclusive and flaky cases, with their number.
    reasons: BTreeMap<String, usize>,
}

impl Summary {
    pub(super) fn begin(&mut self, start: &RunStart) {
        self.start = Some(start.clone());
    }

    pub(super) fn suite(&mut self, start: &SuiteStart) {
        self.targets.push(start.clone());
    }

    pub(super) fn suite_end(&mut self, end: &SuiteEnd) {
        self.ends.push(end.clone());
    }

    pub(super) fn case(&mut self, report: &CaseReport) {
        let messages = match (&report.flaky, &report.outcome) {
            (Some(flaky), _) => flaky.words(),
            (_, Outcome::Inconclusive { reason }) => format!("inconclusive: {reason}"),
            _ => return,
        };
        *self.reasons.entry(messages).or_default() += 1;
    }

    /// The Markdown, within this number of bytes.
    pub(super) fn text(&self, end: &RunEnd, longest: usize) -> String {
        let head = self.head(end);
        if head.len() > longest {
            return String::new();
        }
        let mut text = head;
        let mut left_out = 0;
        for folded in self.findings() {
            let part = finding(folded);
            if text.len() + part.len() + ROOM <= longest {
                text.push_str(&part)
            } else {
                left_out += 1
            }
        }
        if left_out > 0 && text.len() + ROOM <= longest {
            let _ = writeln!(text, "\n{left_out} more are omitted: a summary is limited to 1 MiB.");
        }
        text
    }

    /// The most severe ones first.
    fn findings(&self) -> Vec<&Folded> {
        let mut all: Vec<&Folded> = self.ends.iter().flat_map(|end| &end.findings).collect();
        all.sort_by_key(|folded| std::cmp::Reverse(folded.finding.severity));
        all
    }

    /// Hints, leftovers, flaky and inconclusive cases.
    fn notes(&self, text: &mut String, end: &RunEnd) {
        let mut note = |sign: &str, words: &str| {
            let _ = writeln!(text, "\n{sign} {}", plain(words));
        };
        for start in self.targets.iter().filter(|start| !start.losses.is_empty()) {
            note("⚠️", &format!("{}: {}", start.provider, start.losses.summary()));
        }
        for suite in &self.ends {
            if let Some(hint) = &suite.hint {
                note("⚠️", &format!("{}: {}; {}", suite.provider, hint.message, hint.help));
            }
            if !suite.left.is_empty() {
                let (count, provider) = (suite.left.len(), &suite.provider);
                note("⚠️", &format!("{provider}: {count} made for cases and not revoked"));
            }
            for one in suite.left.iter().take(MOST) {
                note("•", &one.to_string());
            }
        }
        for stale in &end.stale {
            let place = &stale.entry.place;
            note("❌", &format!("{place}: {}; {}", stale.words(), stale.help()));
        }
        for (reason, count) in self.reasons.iter().take(MOST) {
            note("⚠️", &format!("{count} × {reason}"));
        }
        if let more @ 1.. = self.reasons.len().saturating_sub(MOST) {
            note("⚠️", &format!("and {more} more reasons"));
        }
    }

    // Writing to a string cannot fail.
    fn head(&self, end: &RunEnd) -> String {
        let mut text = String::new();
        let (sign, words) = verdict(end, &self.findings());
        let _ = writeln!(text, "## {sign} conformance: {words}\n");
        if let Some(error) = &end.error {
            let _ = writeln!(text, "{}\n", block(&error.message));
            return text;
        }
        let _ = writeln!(
            text,
            "| provider | target | passed | warned | failed | known | inconclusive | skipped | exercised |\n\
             |---|---|--:|--:|--:|--:|--:|--:|--:|"
        );
        for suite in &self.ends {
            let target = self.targets.iter().find(|start| start.provider == suite.provider);
            let t = suite.tally;
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                plain(&suite.provider),
                plain(target.map_or("", |start| &start.target)),
                t.passed,
                t.warned,
                t.failed,
                t.known,
                t.inconclusive,
                t.skipped,
                summary(suite.coverage.share())
            );
        }
        self.notes(&mut text, end);
        if let Some(start) = &self.start {
            let seconds = end.milliseconds as f64 / 1_000.0;
            let _ = writeln!(
                text,
                "\n<sub>seed {}, {seconds:.1} s, {}</sub>\n",
                start.seed, start.version
            );
        }
        text
    }
}

fn verdict(end: &RunEnd, findings: &[&Folded]) -> (&'static str, String) {
    let errors = findings.iter().filter(|folded| folded.finding.fails()).count();
    let stopped = if end.interrupted { " (interrupted)" } else { "" };
    match end.verdict {
        Verdict::Conforms => ("✅", format!("conforms{stopped}")),
        Verdict::Findings if errors == 0 => ("❌", format!("a known failure is stale{stopped}")),
        Verdict::Findings if errors == 1 => ("❌", format!("1 finding{stopped}")),
        Verdict::Findings => ("❌", format!("{errors} findings{stopped}")),
        Verdict::Uncovered => ("❌", format!("too little was exercised{stopped}")),
        Verdict::NothingRan => ("⚠️", format!("nothing ran{stopped}")),
        Verdict::NotAsked => {
            ("⚠️", format!("no verdict: the target was unreachable or unusable{stopped}"))
        }
        Verdict::NotBegun => ("❌", NOT_BEGUN.to_owned()),
    }
}

fn finding(folded: &Folded) -> String {
    let finding = &folded.finding;
    let sign = match finding.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    };
    let spec = &finding.spec;
    let others = match folded.also.len() {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    let response = finding.response.as_ref().map_or_else(String::new, |response| {
        let body = conformance_core::excerpt::excerpt(response.body.as_bytes(), 500);
        format!("\n\n{}", block(&format!("{}\n{body}", response.status)))
    });
    format!(
        "<details><summary>{sign} <b>{}</b> {}</summary>\n\n\
         - expected: {}\n- got: {}\n- case: {}{others}\n- document: {}:{}:{}\n- clause: {}\n- help: {}\n\n{}{response}\n\n</details>\n",
        finding.check,
        plain(&finding.title),
        plain(&finding.expected),
        plain(&finding.actual),
        plain(&finding.case),
        plain(&spec.file),
        spec.line,
        spec.column,
        plain(finding.clause),
        plain(finding.help),
        block(&finding.curl)
    )
}

/// Text on one line, with Markdown escaped.
fn plain(text: &str) -> String {
    let mut written = String::new();
    for character in text.chars() {
        match character {
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '&' => written.push_str("&amp;"),
            // An address or a user name would become a link.
            '@' => written.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~'
            | '$' => written.extend(['\\', character]),
            character if character.is_control() => written.push(' '),
            character => written.push(character),
        }
    }
    written
}

/// A block of code with a fence that does not occur in it.
fn block(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let is_shown = |c: &char| *c == '\n' || *c == '\t' || !c.is_control();
    format!("{fence}text\n{}\n{fence}", text.chars().filter(is_shown).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_only_text() {
        assert_eq!(plain("<b>|x|</b>\n# a `c`"), "&lt;b&gt;\\|x\\|&lt;/b&gt; \\# a \\`c\\`");
        assert_eq!(block("a ```` b"), "`````text\na ```` b\n`````");
    }
}
