//! A target whose every word tries to get out of the report, and what each report makes of it.

use conformance_core::event::{CaseReport, Event, Outcome, RunEnd, SuiteEnd};
use conformance_core::finding::{Finding, RedactedResponse, fold};
use conformance_report::{Ctrf, Github, Html, Json, Jsonl, Junit, Reporter, Sarif, Setting};
use std::io::Write;

use super::{many, messages};

const HOSTILE: &str = "</script><script>document.documentElement.dataset.pwned=1</script>\
    <!-- --!> <![CDATA[ ]]> <img src=x onerror=\"document.documentElement.dataset.pwned=2\"> \
    ' onmouseover='x' \" autofocus onfocus=\"x\" &lt; <b>loud</b> {{ 7*7 }} {% raw %} `code` | # \
    \0\u{1b}[2J\u{202e}desrever\u{2028}\u{2029}\u{feff}\r\n::error::boo\n```\n</details>";

fn finding(number: usize) -> Finding {
    let text = || format!("{number} {HOSTILE}");
    let mut finding = many::finding(number);
    for part in [
        &mut finding.case,
        &mut finding.title,
        &mut finding.operation,
        &mut finding.symptom,
        &mut finding.expected,
        &mut finding.actual,
        &mut finding.request.url,
        &mut finding.spec.text,
        &mut finding.spec.pointer,
    ] {
        *part = text();
    }
    finding.spec.file = format!("{HOSTILE}.yaml");
    finding.request.headers.push((text(), text()));
    finding.request.body = Some(text());
    finding.response =
        Some(RedactedResponse { status: 200, headers: vec![(text(), text())], body: text() });
    finding.curl = conformance_core::finding::curl(&finding.request);
    finding.provenance = Some(text());
    finding
}

/// A run of one target, in which everything is hostile.
pub(crate) fn run(findings: usize) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut found = Vec::new();
    for event in many::run(0) {
        match event {
            Event::SuiteStarted(mut start) => {
                (start.title, start.target) = (HOSTILE.to_owned(), HOSTILE.to_owned());
                (start.provider, start.spec) = (HOSTILE.to_owned(), HOSTILE.to_owned());
                events.push(Event::SuiteStarted(start));
                for one in (0..findings).map(finding) {
                    found.push(one.clone());
                    events.push(Event::CaseFinished(CaseReport {
                        id: one.case.clone(),
                        operation: HOSTILE.to_owned(),
                        title: HOSTILE.to_owned(),
                        outcome: Outcome::Failed { findings: vec![one] },
                        microseconds: 1,
                        flaky: None,
                    }));
                }
                for outcome in [
                    Outcome::Skipped { reason: HOSTILE.to_owned() },
                    Outcome::Inconclusive { reason: HOSTILE.to_owned().into() },
                    Outcome::KnownFailure {
                        reason: HOSTILE.to_owned(),
                        findings: vec![finding(0)],
                    },
                ] {
                    let id = HOSTILE.to_owned();
                    let (operation, title) = (id.clone(), id.clone());
                    let report =
                        CaseReport { id, operation, title, outcome, microseconds: 1, flaky: None };
                    events.push(Event::CaseFinished(report));
                }
            }
            Event::SuiteFinished(end) => {
                let mut coverage = end.coverage.clone();
                coverage.statuses.missed.push(HOSTILE.to_owned());
                let findings = fold(std::mem::take(&mut found));
                let provider = HOSTILE.to_owned();
                let end = SuiteEnd { provider, findings, coverage, ..*end };
                events.push(Event::SuiteFinished(Box::new(end)));
                // One target is enough.
                break;
            }
            Event::RunStarted(_) => events.push(event),
            _ => {}
        }
    }
    if let Some(Event::RunFinished(end)) = many::run(1).pop() {
        events.push(Event::RunFinished(Box::new(RunEnd { ..*end })));
    }
    events
}

fn page() -> String {
    messages(&run(103), |writer| Box::new(Html::new(writer)))
}

#[test]
fn no_text_of_a_target_is_markup_of_the_page() {
    let page = page();
    assert!(!page.contains("<img") && !page.contains("<b>") && !page.contains("-->"));
    // One data block for the cases, one for what the scripts must know, one chunk of findings, and the script.
    assert_eq!(page.matches("<script").count(), 4);
    assert_eq!(page.matches("</script").count(), 4);
    assert!(!page.contains("<!--"));
    // But for the command that is copied, nothing is there that cannot be seen.
    let copied = regex::Regex::new(r#"data-raw=\\?"[^"]*""#).unwrap();
    let seen = copied.replace_all(&page, "");
    assert!(!seen.contains(['\0', '\u{1b}', '\u{202e}', '\u{2028}', '\u{feff}']));
    assert!(seen.contains("⟨U+202E⟩desrever") && seen.contains('␀'));
}

#[test]
fn every_document_can_still_be_read() {
    let events = run(3);
    let setting = Setting::default();
    type Make = fn(Box<dyn Write>) -> Box<dyn Reporter>;
    let json: [Make; 3] = [
        |writer| Box::new(Json::new(writer)),
        |writer| Box::new(Sarif::new(writer, None)),
        |writer| Box::new(Ctrf::new(writer, 0)),
    ];
    for make in json {
        serde_json::from_str::<serde_json::Value>(&messages(&events, make)).unwrap();
    }
    let lines = messages(&events, |writer| Box::new(Jsonl::new(writer)));
    assert_eq!(lines.lines().count(), events.len());
    lines.lines().for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap()));
    let xml = messages(&events, |writer| Box::new(Junit::new(writer)));
    assert_eq!(xml.matches("<testcase ").count(), 6);
    assert!(!xml.contains("<img") && !xml.contains('\0') && !xml.contains('\u{1b}'));
    let messages = messages(&events, |writer| Box::new(Github::new(writer, &setting)));
    assert!(messages.lines().all(|line| line.starts_with("::") && !line.starts_with("::error::")));
}
