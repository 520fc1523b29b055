//! A violation by a target, with everything that is needed to reproduce it.

mod curl;
mod fold;

pub use curl::curl;
pub use fold::{Folded, add, fold};

use schemars::JsonSchema;
use serde::Serialize;
use specs::{Contract, Pointer};

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::excerpt::excerpt;
use crate::exchange::{HttpResponse, RedactedRequest};
use crate::redact::Redactor;

/// The longest body that a finding shows, in characters.
const LONGEST_BODY: usize = 2_000;

/// A location in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SpecPlace {
    /// The file, as the user named it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1.
    pub column: usize,
    /// The length in characters.
    pub width: usize,
    /// The line itself.
    pub text: String,
    /// The location as a JSON Pointer.
    pub pointer: String,
}

impl SpecPlace {
    /// The location of a pointer, or of its nearest ancestor.
    pub fn of(contract: &Contract, pointer: &Pointer) -> Self {
        let location = contract.source.locate_near(pointer);
        let text = contract.source.line(location.line).unwrap_or_default().to_owned();
        let rest = text.chars().count().saturating_sub(location.column.saturating_sub(1)).max(1);
        Self {
            file: contract.source.name().to_owned(),
            line: location.line,
            column: location.column,
            width: location.length.clamp(1, rest),
            text,
            pointer: contract.source.written(pointer).to_string(),
        }
    }
}

/// A response as reports show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RedactedResponse {
    /// The status code.
    pub status: u16,
    /// Header fields in the order in which they were received.
    pub headers: Vec<(String, String)>,
    /// The body, cut where it is long; bytes that are not UTF-8 are replaced.
    pub body: String,
}

impl From<&HttpResponse> for RedactedResponse {
    fn from(response: &HttpResponse) -> Self {
        let headers = response.headers.iter();
        Self {
            status: response.status,
            headers: headers
                .map(|(name, value)| (name.to_owned(), String::from_utf8_lossy(value).into_owned()))
                .collect(),
            body: excerpt(&response.body, LONGEST_BODY),
        }
    }
}

/// One violation by a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The id of the check.
    pub check: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// The id of the case.
    pub case: String,
    /// What the case does, in a line.
    pub title: String,
    /// The id of the operation.
    pub operation: String,
    /// What findings with the same cause have in common.
    pub symptom: String,
    /// What was expected.
    pub expected: String,
    /// What was received.
    pub actual: String,
    /// The section of a standard, or the part of the document.
    pub clause: &'static str,
    /// The rule in the document.
    pub spec: SpecPlace,
    /// What to do, as an imperative.
    pub help: &'static str,
    /// A command that sends the request again; secrets are shell variables.
    pub curl: String,
    /// The request.
    pub request: RedactedRequest,
    /// The response, if any of it could be parsed.
    pub response: Option<RedactedResponse>,
    /// The file and location of a recorded case.
    pub provenance: Option<String>,
}

impl Finding {
    /// The finding of a violation.
    pub fn new(check: &Check, context: &CheckContext<'_>, violation: Violation) -> Self {
        let request = context.exchange.request.shown();
        Self {
            check: check.id,
            severity: context.rules.severity(check, &context.operation.id, &violation),
            case: context.case.id.clone(),
            title: context.case.title.clone(),
            operation: context.operation.id.clone(),
            symptom: violation.symptom,
            expected: violation.expected,
            actual: violation.actual,
            clause: violation.clause.unwrap_or(check.clause),
            spec: SpecPlace::of(context.contract, &violation.place),
            help: check.help,
            curl: curl(&request),
            request,
            response: context.exchange.any_response().map(RedactedResponse::from),
            provenance: context.case.provenance.clone(),
        }
    }

    /// Whether it fails the run.
    pub fn fails(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Removes every secret.
    pub fn clean(&mut self, redactor: &Redactor) {
        let SpecPlace { file, text, pointer, .. } = &mut self.spec;
        let mut texts: Vec<&mut String> = vec![
            &mut self.case,
            &mut self.title,
            &mut self.operation,
            &mut self.symptom,
            &mut self.expected,
            &mut self.actual,
            &mut self.request.method,
            &mut self.request.url,
            file,
            text,
            pointer,
        ];
        texts.extend(self.provenance.as_mut());
        texts.extend(pairs(&mut self.request.headers));
        texts.extend(self.request.body.as_mut());
        if let Some(response) = &mut self.response {
            texts.extend(pairs(&mut response.headers));
            texts.push(&mut response.body);
        }
        for text in texts {
            redactor.clean_in(text);
        }
        // Built again from the redacted request: a variable must be outside of the shell's single quotes.
        self.curl = curl(&self.request);
    }
}

/// Names and values: a target may echo what it was sent in a name as well.
fn pairs(headers: &mut [(String, String)]) -> impl Iterator<Item = &mut String> {
    headers.iter_mut().flat_map(|(name, value)| [name, value])
}
