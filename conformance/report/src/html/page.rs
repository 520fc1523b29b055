//! The page: its parts are made here, and put together by the templates.

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
use crate::coverage::in_words;
use conformance_core::event::{RunEnd, Verdict};
use conformance_core::finding::Folded;

const PAGE: &str = include_str!("page.html");
const FINDING: &str = include_str!("finding.html");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// So many findings are in the page in full, and can be read without scripts.
const WHOLE: usize = 100;
/// So many of the others are read at once when one of them is opened.
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
    /// How much was exercised, in percent.
    share: u64,
    kinds: Vec<Kind>,
    /// Operations of which no success came although they responded.
    unproved: Vec<String>,
    reasons: Vec<Reason>,
    more_reasons: usize,
    /// What is wrong with the whole of it, and what to do.
    hint: Option<[String; 2]>,
    /// What was made and lives on.
    left: Vec<String>,
    more_left: usize,
}

/// Why cases came to no conclusion or were not asked.
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
    /// What is shown of those that do not are in the page in full, as lists in JSON.
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
        exercised => in_words(end.coverage),
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
    // What ends in `.html` is escaped.
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

/// What a policy names a script or a style by (CSP Level 3 §2.3.1).
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// Every finding with its target and why it is known; the worst ones first, known ones last.
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

/// Bodies as JSON in which nothing ends a script element or begins a comment or another one (HTML Standard
/// §4.12.1.3). Their other tags stay as they are: escaped, they would take twice the room.
fn chunk(bodies: &[String]) -> io::Result<Value> {
    let json = serde_json::to_string(bodies)?.replace("</", "<\\/").replace("<!", "\\u003c!");
    let json = json.replace("<s", "\\u003cs").replace("<S", "\\u003cS");
    Ok(Value::from_safe_string(json))
}

fn suite(run: &Run, index: usize) -> Suite {
    const MOST_REASONS: usize = 30;
    const MOST_LEFT: usize = 200;
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
        exercised: coverage.map(|coverage| in_words(coverage.share())).unwrap_or_default(),
        share: coverage.map(|coverage| coverage.share().percent() as u64).unwrap_or_default(),
        kinds: end.as_ref().map(kinds).unwrap_or_default(),
        unproved: unproved.map(|name| visible(name)).collect(),
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
            vec!["Look at the warnings: each says what would be better, and why."],
        ),
        Verdict::Conforms => (
            "ok",
            conforms.to_owned(),
            vec!["Nothing has to be done. What was not exercised is listed under Coverage."],
        ),
        Verdict::Findings if errors == 0 => (
            "bad",
            "A known failure does not hold".to_owned(),
            vec!["Mend the list of known failures, as reported below."],
        ),
        Verdict::Findings => (
            "bad",
            plural(errors, "finding"),
            vec![
                "Open a finding: it says what the document demands, what came, and what to do.",
                "Send its request again with the command that it holds.",
                "What cannot be mended now belongs into the file of known failures (--expectations), with a reason.",
            ],
        ),
        Verdict::Uncovered => (
            "bad",
            "Too little was exercised".to_owned(),
            vec![
                "See under Coverage what was not reached.",
                "Supply credentials and live values (--fixtures), so that more can be run.",
            ],
        ),
        Verdict::NothingRan => (
            "unsure",
            "Nothing ran".to_owned(),
            vec![
                "Every case was left out or skipped: see the reasons under Coverage.",
                "Check --only and --skip, and supply what cases need with --fixtures.",
            ],
        ),
        Verdict::NotBegun => (
            "bad",
            "The run could not begin".to_owned(),
            vec![
                "Mend what is reported above, and run again. Nothing was asked, and nothing was found.",
            ],
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
                "This says nothing about the target: see under Coverage why cases came to no conclusion.",
                "Check --target, credentials and limits, and run again.",
            ],
        ),
    }
}
