//! The configuration of checks by flags: severities, required statuses, profiles.

use std::time::Duration;

use super::Failure;
use conformance_core::case::CaseKind;
use conformance_core::check::{Level, Rules, SeverityRule, StatusRule};
use conformance_core::checks;
use conformance_core::glob;
use conformance_core::nearest::did_you_mean;
use conformance_engine::run_options::RunPolicy;

pub(super) fn rules(policy: &RunPolicy) -> Result<Rules, Failure> {
    let each = |texts: &[String], mistakes: &mut Vec<String>| -> Vec<(String, String, String)> {
        texts.iter().filter_map(|text| split(text).map_err(|why| mistakes.push(why)).ok()).collect()
    };
    let mut mistakes = Vec::new();
    let mut rules = Rules {
        strict: policy.strict,
        profiles: policy.profile.clone(),
        too_slow: policy.max_response_time.map(|limit| Duration::from_secs_f64(limit.get())),
        ..Rules::default()
    };
    for (check, operation, level) in each(&policy.severity, &mut mistakes) {
        match severity(check, operation, &level) {
            Ok(rule) => rules.severities.push(rule),
            Err(why) => mistakes.push(format!("--severity: {why}")),
        }
    }
    for (kind, operation, statuses) in each(&policy.status, &mut mistakes) {
        match status(kind, operation, &statuses) {
            Ok(rule) => rules.statuses.push(rule),
            Err(why) => mistakes.push(format!("--status: {why}")),
        }
    }
    if mistakes.is_empty() { Ok(rules) } else { Err(Failure::usage(mistakes.join("\n"))) }
}

/// Splits `name@operation=value`; the operation is `*` if omitted.
fn split(text: &str) -> Result<(String, String, String), String> {
    let wrong =
        || format!("`{text}` has no value\n  help: write it as NAME=VALUE or NAME@OPERATION=VALUE");
    let (name, value) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (name, operation) = name.split_once('@').unwrap_or((name, "*"));
    Ok((name.to_owned(), operation.to_owned(), value.to_owned()))
}

fn severity(check: String, operation: String, level: &str) -> Result<SeverityRule, String> {
    let known = checks::ids();
    if !known.iter().any(|id| glob::matches(&check, id)) {
        return Err(unknown("check", &check, &known));
    }
    match Level::parse(level) {
        Some(level) => Ok(SeverityRule { check, operation, level }),
        None => Err(unknown("level", level, &Level::WORDS)),
    }
}

fn status(kind: String, operation: String, statuses: &str) -> Result<StatusRule, String> {
    if CaseKind::parse(&kind).is_none() {
        return Err(unknown("kind of case", &kind, &CaseKind::WORDS));
    }
    let read = |text: &str| text.trim().parse().ok().filter(|code| (100..600).contains(code));
    let codes: Option<Vec<u16>> = statuses.split(',').map(read).collect();
    match codes {
        Some(statuses) => Ok(StatusRule { kind, operation, statuses }),
        None => {
            Err(format!("`{statuses}` is not a list of status codes\n  help: write it as 401,403"))
        }
    }
}

fn unknown(what: &str, text: &str, known: &[&str]) -> String {
    let help = did_you_mean(text, known.iter().copied())
        .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
    format!("unknown {what} `{text}`\n  help: {help}")
}
