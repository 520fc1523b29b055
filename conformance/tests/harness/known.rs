//! Failures that the user knows of: what they turn a case into, and what is wrong with them afterwards.

use conformance_core::event::Outcome;
use conformance_core::event::StaleKind;
use conformance_core::exchange::ExchangeResult;
use conformance_engine::known::Known;

use crate::micro::{self, TOKENS, response};

const TODAY: &str = "2026-11-21";

fn known(text: &str) -> Known {
    Known::parse("known.toml", text, TODAY).unwrap()
}

/// What comes of a case whose response is a 500, and of one that passes.
fn failing() -> Outcome {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    micro::outcome(&suite, "unknown-id", ExchangeResult::Complete(response(500, &[], "")))
}

fn passing() -> Outcome {
    let suite = micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t");
    micro::outcome(&suite, "unknown-id", ExchangeResult::Complete(response(404, &[], "")))
}

fn kinds(known: &Known, all: bool) -> Vec<(StaleKind, String)> {
    known.stale(all).into_iter().map(|stale| (stale.kind, stale.entry.place)).collect()
}

#[test]
fn a_known_failure_fails_nothing() {
    let known = known("[[known]]\ncase = 'micro/*'\ncheck = 'server-error'\nreason = 'ISSUE-7'\n");
    let resolved = known.resolve("micro/synthetic/a", failing());
    let Outcome::KnownFailure { reason, findings } = resolved else {
        panic!("{resolved:?}");
    };
    assert_eq!((reason.as_str(), findings[0].check), ("ISSUE-7", "server-error"));
    // Other cases that the glob names may pass.
    assert!(matches!(known.resolve("micro/synthetic/b", passing()), Outcome::Passed { .. }));
    assert_eq!(kinds(&known, true), []);
}

#[test]
fn a_failure_of_another_check_or_case_stays_one() {
    let known =
        known("[[known]]\ncheck = 'schema-conformance'\ncase = 'micro/*/a'\nreason = 'r'\n");
    assert!(matches!(known.resolve("micro/synthetic/a", failing()), Outcome::Failed { .. }));
    assert!(matches!(known.resolve("micro/synthetic/b", failing()), Outcome::Failed { .. }));
}

#[test]
fn an_entry_that_does_not_hold_is_reported() {
    let text = "[[known]]\ncase = 'micro/a'\nreason = 'mended meanwhile'\n\n\
                [[known]]\ncase = 'no client/*'\nreason = 'a slip'\n\n\
                [[known]]\ncase = 'micro/b'\nreason = 'over'\nexpires = 2026-11-20\n\n\
                [[known]]\ncase = 'micro/c'\nreason = 'not over'\nexpires = '2026-11-21'\n\n\
                [[known]]\ncase = 'micro/d'\nreason = 'not asked'\n";
    let known = known(text);
    known.resolve("micro/a", passing());
    assert!(matches!(known.resolve("micro/b", failing()), Outcome::Failed { .. }));
    assert!(matches!(known.resolve("micro/c", failing()), Outcome::KnownFailure { .. }));
    known.resolve("micro/d", Outcome::Inconclusive { reason: "429".to_owned().into() });
    let place = |line: usize| format!("known.toml:{line}");
    let expected = [
        (StaleKind::UnexpectedPass, place(1)),
        (StaleKind::Stale, place(5)),
        (StaleKind::Expired, place(9)),
    ];
    assert_eq!(kinds(&known, true), expected);
    // Where cases were left out, an entry that names none of the others says nothing.
    assert_eq!(kinds(&known, false), [expected[0].clone(), expected[2].clone()]);
}

#[test]
fn every_mistake_in_the_file_is_named() {
    let message = |text| Known::parse("known.toml", text, TODAY).unwrap_err().to_string();
    insta::assert_snapshot!([
        message("[[known]\n"),
        message("[[known]]\ncase = 'a'\nreson = 'x'\n"),
        message("[[known]]\nreason = 'x'\n\n[[known]]\ncase = 'a'\nreason = ' '\nexpires = '31.1.2027'\n"),
        message("[[flaky]]\ncase = 'a'\nreason = 'x'\nretries = 11\nretry = 2\n"),
        message("[[flaky]]\ncheck = 'schema-conformence'\nreason = 'x'\nretries = 0\n"),
        message("[[known]]\ncheck = 'nothing-like-it'\nreason = 'x'\n"),
    ].join("\n"), @r#"
    known.toml:1: unclosed array table, expected `]`
    known.toml:3: unknown field `reson`, expected one of `case`, `check`, `reason`, `link`, `expires`
    known.toml:1: the entry would match every failure
      help: name `case` or `check`, or both
    known.toml:4: `reason` is empty
      help: describe why it fails
    known.toml:7: `expires` is not a date
      help: write it as "2027-01-31"
    known.toml:5: unknown field `retry`, expected one of `case`, `check`, `reason`, `link`, `expires`, `retries`
    known.toml:4: `retries` is 0
      help: write a number from 1 to 10
    known.toml:1: `schema-conformence` matches no check
      help: did you mean `schema-conformance`?
    known.toml:1: `nothing-like-it` matches no check
      help: `conformance explain` lists the checks
    "#);
}

/// Only what an entry says to be flaky is asked again, and only where nothing else is wrong with it.
#[test]
fn unreachable_target_is_retried() {
    let text = "[[flaky]]\ncase = 'micro/*/a'\ncheck = 'server-error'\nreason = 'lags'\nretries = 3\n\n\
                [[known]]\ncase = 'micro/*/b'\nreason = 'always'\n\n\
                [[flaky]]\ncase = 'micro/*/c'\ncheck = 'schema-conformance'\nreason = 'another check'\n\n\
                [[flaky]]\ncase = 'micro/*/d'\nreason = 'over'\nexpires = 2026-11-20\n";
    let known = known(text);
    let outcome = failing();
    let retries = |case: &str| known.flaky(case, outcome.findings()).and_then(|one| one.retries);
    let cases = ["micro/x/a", "micro/x/b", "micro/x/c", "micro/x/d", "micro/x/e"];
    assert_eq!(cases.map(retries), [Some(3), None, None, None, None]);
    // It may pass at once, and it is no excuse for what fails all the time.
    known.resolve("micro/x/c", passing());
    assert!(matches!(known.resolve("micro/x/a", failing()), Outcome::Failed { .. }));
    known.resolve("micro/x/b", failing());
    assert_eq!(kinds(&known, true), [(StaleKind::Expired, "known.toml:16".to_owned())]);
}
