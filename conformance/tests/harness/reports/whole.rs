//! What every report says of a flaky case, of what is wrong with the whole, of what was left behind, and of
//! a wait.

use conformance_core::event::Leftover;
use conformance_core::event::{Event, Flaky, Hint, Outcome, Waiting};
use conformance_report::{Ctrf, Github, Html, Human, Json, Jsonl, Junit, Sarif, Setting};

use super::{Reporter, Write, events, messages};

/// The fixed list, in which one case is content on its third try only, and more is wrong than its findings.
fn with_more() -> Vec<Event> {
    let mut events = events();
    let flaky = Flaky { tries: 3, reason: "one of three replicas lags".to_owned() };
    let mut is_first = true;
    for event in &mut events {
        match event {
            Event::CaseFinished(report)
                if is_first && matches!(report.outcome, Outcome::Passed { .. }) =>
            {
                report.flaky = Some(flaky.clone());
                is_first = false;
            }
            Event::SuiteFinished(end) => {
                end.tally.flaky = 1;
                end.hint = Some(Hint {
                    message: "every response is an HTML page".to_owned(),
                    help: "compare the target's URL with the provider's".to_owned(),
                });
                end.left = vec![Leftover {
                    field: "access_token".to_owned(),
                    number: 2,
                    made_by: "fixtures.json:7".to_owned(),
                    case: "micro/synthetic/delete-token/valid-minimal".to_owned(),
                }];
            }
            Event::RunFinished(end) => end.tally.flaky = 1,
            _ => {}
        }
    }
    assert!(!is_first, "no case of the list passes");
    let reason = "the limit of 100 requests an hour".to_owned();
    events.insert(3, Event::Waiting(Waiting { seconds: 30.0, reason }));
    events
}

fn written(reporter: impl FnOnce(Box<dyn Write>) -> Box<dyn Reporter>) -> String {
    messages(&with_more(), reporter)
}

/// The lines that say more than those of the run without all that.
fn added(reporter: impl Fn(Box<dyn Write>) -> Box<dyn Reporter>) -> String {
    let before = messages(&events(), &reporter);
    let text = written(&reporter);
    let is_new = |line: &&str| !before.lines().any(|known| known == *line);
    text.lines().filter(is_new).collect::<Vec<_>>().join("\n")
}

/// The events of waits; what else there is is in the document as well.
fn waits() -> String {
    let lines = added(|writer| Box::new(Jsonl::new(writer)));
    let waits = lines.lines().filter(|line| line.contains(r#""event":"waiting""#));
    waits.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_report_reports_more_than_findings() {
    let (plain, to_file) = (Setting::default(), Setting { to_file: true, ..Setting::default() });
    let parts = [
        ("human", added(|writer| Box::new(Human::new(writer, false)))),
        ("quiet", added(|writer| Box::new(Human::new(writer, true)))),
        ("json", added(|writer| Box::new(Json::new(writer)))),
        ("jsonl", waits()),
        ("junit", added(|writer| Box::new(Junit::new(writer)))),
        ("sarif", added(|writer| Box::new(Sarif::new(writer, None)))),
        ("github", added(|writer| Box::new(Github::new(writer, &plain)))),
        ("summary", added(|writer| Box::new(Github::new(writer, &to_file)))),
        ("ctrf", added(|writer| Box::new(Ctrf::new(writer, 1_700_000_000_000)))),
    ];
    let text = parts.map(|(name, lines)| format!("--- {name}\n{lines}\n")).concat();
    insta::assert_snapshot!(text);
}

#[test]
fn the_page_reports_it_as_well() {
    let page = written(|writer| Box::new(Html::new(writer)));
    for words in [
        "every response is an HTML page",
        "compare the target&#x27;s URL",
        "access_token #2, made by",
        "flaky, content on try 3: one of three replicas lags",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
