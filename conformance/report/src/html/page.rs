//! The data of the page, which the templates render.

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::picture::{Kind, Part, kinds, parts};
use super::view::{Body, Line};
use super::visible::visible;
use super::{Bounds, Run};
use crate::coverage::summary;
use conformance_core::event::{RunEnd, Verdict};
use conformance_core::finding::Folded;

const PAGE: &str = include_str!("page.html");
const FINDING: &str = include_str!("finding.html");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The number of findings that are in the page in full, and can be read without scripts.
const WHOLE: usize = 100;
/// The number of other findings that are parsed at once when one of them is opened.
const CHUNK: usize = 50;
/// A target, as the page shows it.
#[derive(Serialize)]
struct Suite {
    provider: String,
    title: String,
    target: String,
    spec: String,
    cases: usize,
    parts: Vec<Part>,
    exercised: String,
    /// The coverage in percent.
    share: u64,
    kinds: Vec<Kind>,
    /// Operations that responded, and never with a success.
    unproved: Vec<String>,
    reasons: Vec<Reason>,
    more_reasons: usize,
    /// What cannot be tested, in a line; empty where everything can.
    losses: String,
    lost_parts: Vec<String>,
    more_lost: usize,
    /// A probable cause, and what to do.
    hint: Option<[String; 2]>,
    /// Created values that are still live.
    left: Vec<String>,
    more_left: usize,
}

/// A reason of inconclusive or skipped cases.
#[derive(Serialize)]
struct Reason {
    word: &'static str,
    text: String,
    count: usize,
    first: String,
}

/// The findings of the page.
#[derive(Default)]
struct Listed {
    lines: Vec<Line>,
    /// The details of the findings that are not in the page in full, as JSON arrays.
    chunks: Vec<Value>,
    left_out: usize,
    without_body: usize,
}

/// Writes the page.
pub(super) fn write(
    writer: &mut dyn Write,
    run: &Run,
    end: &RunEnd,
    bounds: Bounds,
) -> io::Result<()> {
    let environment = environment().map_err(io::Error::other)?;
    let listed = listed(run, &environment, bounds)?;
    let count =
        |severity: &str| listed.lines.iter().filter(|line| line.severity() == severity).count();
    let counts = context! {
        error => count("error"), warning => count("warning"), info => count("info"), known => count("known"),
    };
    let suites: Vec<Suite> = (0..run.suites.len()).map(|index| suite(run, index)).collect();
    let mut checks: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &listed.lines {
        *checks.entry(line.check()).or_default() += 1;
    }
    let (tone, headline, steps) = verdict(end, run.suites.len(), count("error"), count("warning"));
    let stale = end.stale.iter().map(|stale| {
        let cases: Vec<String> = stale.cases.iter().take(20).map(|id| visible(id)).collect();
        context! {
            words => visible(&stale.words()), place => visible(&stale.entry.place), help => stale.help(),
            reason => visible(&stale.entry.reason), link => stale.entry.link.as_deref().map(visible),
            more => stale.cases.len().saturating_sub(20), cases,
        }
    });
    let page = context! {
        tone, headline, steps, counts, suites, checks,
        total => listed.lines.len(),
        interrupted => end.interrupted,
        error => end.error.as_ref().map(|error| visible(&error.message)),
        stale => stale.collect::<Vec<_>>(),
        parts => parts(end.tally),
        cases => end.tally.total(),
        exercised => summary(end.coverage),
        minimum => end.minimum,
        seconds => format!("{:.1}", end.milliseconds as f64 / 1_000.0),
        version => run.start.as_ref().map(|start| start.version),
        seed => run.start.as_ref().map(|start| start.seed),
        lines => listed.lines,
        chunks => listed.chunks,
        chunk => CHUNK,
        whole => WHOLE,
        lines_left_out => listed.left_out,
        without_body => listed.without_body,
        cases_left_out => run.cases.left_out(),
        rows => Value::from_safe_string(run.cases.json()?),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        style_hash => hash(STYLE),
        script_hash => hash(SCRIPT),
    };
    let template = environment.get_template("page.html").map_err(io::Error::other)?;
    template.render_captured_to(page, writer).map(drop).map_err(io::Error::other)
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_filter("number", number);
    // The engine escapes in templates whose names end in `.html`.
    environment.add_template("page.html", PAGE)?;
    environment.add_template("finding.html", FINDING)?;
    Ok(environment)
}

/// `12,345` for 12345.
fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The hash by which a policy allows a script or a style (CSP Level 3 §2.3.1).
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// Every finding with its target and the reason why it is known; the most severe ones first, known ones last.
fn findings(run: &Run) -> Vec<(&str, &Folded, Option<&str>)> {
    let mut list: Vec<(&str, &Folded, Option<&str>)> = Vec::new();
    for (start, end) in &run.suites {
        let findings = end.iter().flat_map(|end| &end.findings);
        list.extend(findings.map(|folded| (start.provider.as_str(), folded, None)));
    }
    list.sort_by_key(|(_, folded, _)| std::cmp::Reverse(folded.finding.severity));
    for ((suite, reason), findings) in &run.known {
        let provider = run.suites.get(*suite).map_or("", |(start, _)| start.provider.as_str());
        let failing = findings.iter().filter(|folded| folded.finding.fails());
        list.extend(failing.map(|folded| (provider, folded, Some(reason.as_str()))));
    }
    list
}

fn listed(run: &Run, environment: &Environment<'_>, bounds: Bounds) -> io::Result<Listed> {
    let template = environment.get_template("finding.html").map_err(io::Error::other)?;
    let all = findings(run);
    let mut listed =
        Listed { left_out: all.len().saturating_sub(bounds.findings), ..Listed::default() };
    let (mut bytes, mut open) = (0, Vec::new());
    for (index, (provider, folded, reason)) in all.into_iter().take(bounds.findings).enumerate() {
        let mut body = String::new();
        if bytes < bounds.bytes {
            body = template.render(Body::new(folded, reason)).map_err(io::Error::other)?;
            bytes += body.len();
        } else {
            listed.without_body += 1;
        }
        let line = Line::new(provider, folded, reason);
        if index < WHOLE {
            listed.lines.push(line.with_body(body));
            continue;
        }
        listed.lines.push(line);
        open.push(body);
        if open.len() == CHUNK {
            listed.chunks.push(chunk(&std::mem::take(&mut open))?);
        }
    }
    if !open.is_empty() {
        listed.chunks.push(chunk(&open)?);
    }
    Ok(listed)
}

/// Details as JSON in which nothing ends a script element or begins a comment or another one (HTML Standard
/// §4.12.1.3). Other tags are not escaped, which would double the size.
fn chunk(bodies: &[String]) -> io::Result<Value> {
    let json = serde_json::to_string(bodies)?.replace("</", "<\\/").replace("<!", "\\u003c!");
    let json = json.replace("<s", "\\u003cs").replace("<S", "\\u003cS");
    Ok(Value::from_safe_string(json))
}

fn suite(run: &Run, index: usize) -> Suite {
    const MOST_REASONS: usize = 30;
    const MOST_LEFT: usize = 200;
    const MOST_LOST: usize = 200;
    let (start, end) = &run.suites[index];
    let left = end.as_ref().map(|end| end.left.as_slice()).unwrap_or_default();
    let coverage = end.as_ref().map(|end| &end.coverage);
    let unproved = coverage.iter().flat_map(|coverage| {
        let response_parts = |name: &&String| coverage.operations.reached.contains(name);
        coverage.successes.missed.iter().filter(response_parts)
    });
    let reasons: Vec<Reason> = run
        .reasons
        .iter()
        .filter(|((suite, ..), _)| *suite == index)
        .map(|((_, word, text), (count, first))| Reason {
            word,
            text: visible(text),
            count: *count,
            first: visible(first),
        })
        .collect();
    Suite {
        provider: visible(&start.provider),
        title: visible(&start.title),
        target: visible(&start.target),
        spec: visible(&start.spec),
        cases: start.cases,
        parts: parts(end.as_ref().map(|end| end.tally).unwrap_or_default()),
        exercised: coverage.map(|coverage| summary(coverage.share())).unwrap_or_default(),
        share: coverage.map(|coverage| coverage.share().percent() as u64).unwrap_or_default(),
        kinds: end.as_ref().map(kinds).unwrap_or_default(),
        unproved: unproved.map(|name| visible(name)).collect(),
        losses: if start.losses.is_empty() { String::new() } else { start.losses.summary() },
        lost_parts: start
            .losses
            .parts
            .iter()
            .take(MOST_LOST)
            .map(|part| visible(&part.to_string()))
            .collect(),
        more_lost: start.losses.parts.len().saturating_sub(MOST_LOST),
        more_reasons: reasons.len().saturating_sub(MOST_REASONS),
        reasons: reasons.into_iter().take(MOST_REASONS).collect(),
        hint: end
            .as_ref()
            .and_then(|end| end.hint.as_ref())
            .map(|hint| [visible(&hint.message), visible(&hint.help)]),
        left: left.iter().take(MOST_LEFT).map(|one| visible(&one.to_string())).collect(),
        more_left: left.len().saturating_sub(MOST_LEFT),
    }
}

/// The tone of the page, its headline, and what to do next.
fn verdict(
    end: &RunEnd,
    targets: usize,
    errors: usize,
    warnings: usize,
) -> (&'static str, String, Vec<&'static str>) {
    let plural = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        count => format!("{} {noun}s", number(count)),
    };
    let conforms = if targets == 1 { "The target conforms" } else { "All targets conform" };
    match end.verdict {
        Verdict::Conforms if warnings > 0 => (
            "ok",
            format!("{conforms}, with {}", plural(warnings, "warning")),
            vec!["Read the warnings: each explains what to improve, and why."],
        ),
        Verdict::Conforms => (
            "ok",
            conforms.to_owned(),
            vec!["Nothing has to be done. Coverage lists what was not exercised."],
        ),
        Verdict::Findings if errors == 0 => (
            "bad",
            "A known failure is stale".to_owned(),
            vec!["Correct the list of known failures, as reported below."],
        ),
        Verdict::Findings => (
            "bad",
            plural(errors, "finding"),
            vec![
                "Open a finding: it shows what was expected, what was received, and what to do.",
                "Send its request again with its curl command.",
                "List what cannot be fixed now in the file of known failures (--expectations), with a reason.",
            ],
        ),
        Verdict::Uncovered => (
            "bad",
            "Too little was exercised".to_owned(),
            vec![
                "Coverage lists what was not reached.",
                "Supply credentials and live values (--fixtures), so that more can be run.",
            ],
        ),
        Verdict::NothingRan => (
            "unsure",
            "Nothing ran".to_owned(),
            vec![
                "Every case was omitted or skipped: Coverage lists the reasons.",
                "Check --only and --skip, and supply credentials and values with --fixtures.",
            ],
        ),
        Verdict::NotBegun => (
            "bad",
            "The run could not begin".to_owned(),
            vec!["Correct the error above, and run again. No request was sent."],
        ),
        Verdict::NotAsked => (
            "unsure",
            if end.interrupted {
                "The run was interrupted"
            } else {
                "No verdict: the target was unreachable or unusable"
            }
            .to_owned(),
            vec![
                "This says nothing about the target: Coverage lists why cases are inconclusive.",
                "Check --target, credentials and limits, and run again.",
            ],
        ),
    }
}
