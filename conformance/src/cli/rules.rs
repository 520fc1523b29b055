//! What the user demands beside the document, as the command line says it.

use std::time::Duration;

use super::Failure;
use conformance_core::case::Cause;
use conformance_core::check::{Level, Rules, SeverityRule, StatusRule};
use conformance_core::checks;
use conformance_core::glob;
use conformance_core::nearest::did_you_mean;
use conformance_engine::terms::Demands;

pub(super) fn rules(demands: &Demands) -> Result<Rules, Failure> {
    let each = |texts: &[String], mistakes: &mut Vec<String>| -> Vec<(String, String, String)> {
        texts.iter().filter_map(|text| cut(text).map_err(|why| mistakes.push(why)).ok()).collect()
    };
    let mut mistakes = Vec::new();
    let mut rules = Rules {
        strict: demands.strict,
        profiles: demands.profile.clone(),
        too_slow: demands.max_response_time.map(|limit| Duration::from_secs_f64(limit.get())),
        ..Rules::default()
    };
    for (check, operation, level) in each(&demands.severity, &mut mistakes) {
        match severity(check, operation, &level) {
            Ok(rule) => rules.severities.push(rule),
            Err(why) => mistakes.push(format!("--severity: {why}")),
        }
    }
    for (cause, operation, statuses) in each(&demands.status, &mut mistakes) {
        match status(cause, operation, &statuses) {
            Ok(rule) => rules.statuses.push(rule),
            Err(why) => mistakes.push(format!("--status: {why}")),
        }
    }
    match mistakes.is_empty() {
        true => Ok(rules),
        false => Err(Failure::usage(mistakes.join("\n"))),
    }
}

/// `name@operation=value` in its parts; without an operation, every one is meant.
fn cut(text: &str) -> Result<(String, String, String), String> {
    let wrong =
        || format!("`{text}` has no value\n  help: write it as NAME=VALUE or NAME@OPERATION=VALUE");
    let (name, value) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (name, operation) = name.split_once('@').unwrap_or((name, "*"));
    Ok((name.to_owned(), operation.to_owned(), value.to_owned()))
}

fn severity(check: String, operation: String, level: &str) -> Result<SeverityRule, String> {
    let known = checks::ALL.map(|check| check.id);
    if !known.iter().any(|id| glob::matches(&check, id)) {
        return Err(unknown("check", &check, &known));
    }
    match Level::parse(level) {
        Some(level) => Ok(SeverityRule { check, operation, level }),
        None => Err(unknown("level", level, &Level::WORDS)),
    }
}

fn status(cause: String, operation: String, statuses: &str) -> Result<StatusRule, String> {
    if Cause::parse(&cause).is_none() {
        return Err(unknown("cause", &cause, &Cause::WORDS));
    }
    let read = |text: &str| text.trim().parse().ok().filter(|code| (100..600).contains(code));
    let codes: Option<Vec<u16>> = statuses.split(',').map(read).collect();
    match codes {
        Some(statuses) => Ok(StatusRule { cause, operation, statuses }),
        None => Err(format!("`{statuses}` is no list of statuses\n  help: write it as 401,403")),
    }
}

fn unknown(what: &str, given: &str, known: &[&str]) -> String {
    let help = did_you_mean(given, known.iter().copied())
        .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
    format!("unknown {what} `{given}`\n  help: {help}")
}
