//! A finding as the page shows it: its line in the list, and its details.

use serde::Serialize;

use super::visible::visible;
use crate::sarif::fingerprint;
use conformance_core::checks;
use conformance_core::finding::{Finding, Folded};

/// The most merged case ids that are named.
const MOST_IDS: usize = 200;

/// The line of a finding in the list.
#[derive(Serialize)]
pub(super) struct Line {
    /// Stable between runs, so that links can use it.
    id: String,
    severity: &'static str,
    provider: String,
    check: &'static str,
    title: String,
    actual: String,
    expected: String,
    count: usize,
    /// The text that a search matches.
    find: String,
    /// The reason of a known failure.
    reason: Option<String>,
    /// Its details, where they are in the page from the beginning.
    body: Option<minijinja::Value>,
}

impl Line {
    pub(super) fn new(provider: &str, folded: &Folded, reason: Option<&str>) -> Self {
        let finding = &folded.finding;
        let find = [
            finding.check,
            &finding.title,
            &finding.operation,
            &finding.case,
            &finding.expected,
            &finding.actual,
            &finding.spec.pointer,
        ];
        Self {
            id: fingerprint(finding),
            severity: if reason.is_some() { "known" } else { finding.severity.as_str() },
            provider: visible(provider),
            check: finding.check,
            title: visible(&finding.title),
            actual: visible(&conformance_core::excerpt::excerpt(finding.actual.as_bytes(), 240)),
            expected: visible(&conformance_core::excerpt::excerpt(
                finding.expected.as_bytes(),
                240,
            )),
            count: folded.also.len() + 1,
            find: visible(&conformance_core::excerpt::excerpt(find.join(" ").as_bytes(), 1_000))
                .to_lowercase(),
            reason: reason.map(visible),
            body: None,
        }
    }

    pub(super) fn with_body(mut self, body: String) -> Self {
        self.body = Some(minijinja::Value::from_safe_string(body));
        self
    }

    pub(super) fn severity(&self) -> &'static str {
        self.severity
    }

    pub(super) fn check(&self) -> &'static str {
        self.check
    }
}

/// The details of a finding.
#[derive(Serialize)]
pub(super) struct Body {
    id: String,
    expected: String,
    actual: String,
    help: &'static str,
    clause: &'static str,
    why: &'static str,
    reason: Option<String>,
    file: String,
    line: usize,
    column: usize,
    /// The line of the document: the part before the location, the location, and the part after it.
    text: [String; 3],
    pointer: String,
    request: String,
    response: Option<String>,
    curl: String,
    /// The command to be copied, where some of its characters are invisible.
    raw: Option<String>,
    case: String,
    also: Vec<String>,
    more: usize,
    provenance: Option<String>,
}

impl Body {
    pub(super) fn new(folded: &Folded, reason: Option<&str>) -> Self {
        let finding = &folded.finding;
        let spec = &finding.spec;
        let check = checks::ALL.iter().find(|check| check.id == finding.check);
        let curl = visible(&finding.curl);
        Self {
            id: fingerprint(finding),
            expected: visible(&finding.expected),
            actual: visible(&finding.actual),
            help: finding.help,
            clause: finding.clause,
            why: check.map(|check| check.requirement).unwrap_or_default(),
            reason: reason.map(visible),
            file: visible(&spec.file),
            line: spec.line,
            column: spec.column,
            text: marked(&spec.text, spec.column, spec.width),
            pointer: visible(&spec.pointer),
            request: visible(&request(finding)),
            response: response(finding).map(|text| visible(&text)),
            raw: (curl != finding.curl).then(|| finding.curl.clone()),
            curl,
            case: visible(&finding.case),
            also: folded.also.iter().take(MOST_IDS).map(|id| visible(id)).collect(),
            more: folded.also.len().saturating_sub(MOST_IDS),
            provenance: finding.provenance.as_deref().map(visible),
        }
    }
}

/// A line of the document, split around the location.
fn marked(text: &str, column: usize, width: usize) -> [String; 3] {
    let from = column.saturating_sub(1);
    let part = |skip: usize, take: usize| -> String {
        visible(&text.chars().skip(skip).take(take).collect::<String>())
    };
    [part(0, from), part(from, width), part(from + width, 400)]
}

/// The request as HTTP/1.1 would write it.
fn request(finding: &Finding) -> String {
    let request = &finding.request;
    let mut text = format!("{} {}\n", request.method, request.url);
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let Some(body) = &request.body {
        text.push_str(&format!("\n{}", conformance_core::excerpt::excerpt(body.as_bytes(), 4_000)));
    }
    text
}

fn response(finding: &Finding) -> Option<String> {
    let response = finding.response.as_ref()?;
    let status = http::StatusCode::from_u16(response.status).ok();
    let phrase = status.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut text = format!("{} {phrase}\n", response.status);
    for (name, value) in &response.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if !response.body.is_empty() {
        text.push_str(&format!("\n{}", response.body));
    }
    Some(text)
}
