//! What a check is: one record that says what it demands, of whom, and how it is looked at.
//!
//! A check sees one exchange and the contract; not the network, not the clock.

mod gateway_refusal;
mod redirect;
mod rules;
mod surrogates;

pub use rules::{Level, Profile, Rules, SeverityRule, StatusRule};

use std::cell::OnceCell;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use specs::contract::{Operation, Response};
use specs::{Contract, Pointer};

use crate::case::{Case, CaseKind, Step};
use crate::exchange::{Exchange, HttpResponse};
use crate::expectation::{StatusVerdict, StatusViolation, ViolationKind};
use crate::replay::Recorded;
use crate::values::Validators;

/// How much a violation matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; no client has to act.
    Info,
    /// The target conforms, but had better not do so.
    Warning,
    /// The target does not conform.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A demand on every response that it applies to.
#[derive(Clone, Copy)]
pub struct Check {
    /// Kebab-case, and the name of its file.
    pub id: &'static str,
    /// What other tools call it, such as schemathesis, RESTler or CATS; `explain` finds it by these names.
    pub aliases: &'static [&'static str],
    /// One line for tables.
    pub title: &'static str,
    /// What is demanded and why, in a few sentences.
    pub requirement: &'static str,
    /// How much a violation matters, where it does not say so itself.
    pub severity: Severity,
    /// The set of rules that it belongs to: who names the set makes its violations errors.
    pub profile: Option<Profile>,
    /// Where the demand stands: a section of a standard, or the document.
    pub clause: &'static str,
    /// What a violation looks like.
    pub example: &'static str,
    /// What the owner of the target has to do, as an imperative.
    pub help: &'static str,
    /// Whether the exchange is one that the check looks at.
    pub applies: fn(&CheckContext<'_>) -> bool,
    /// Everything that is wrong with it.
    pub run: fn(&CheckContext<'_>) -> Vec<Violation>,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({})", self.id)
    }
}

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct CheckContext<'a> {
    /// The document's demands.
    pub contract: &'a Contract,
    /// The operation that was asked.
    pub operation: &'a Operation,
    /// The case.
    pub case: &'a Case,
    /// Its step.
    pub step: &'a Step,
    /// The kind of this step.
    pub kind: &'a CaseKind,
    /// What was sent and what came.
    pub exchange: &'a Exchange,
    /// The exchanges of the steps before it.
    pub earlier: &'a [Exchange],
    /// What the status says; `None` where no status came.
    pub verdict: Option<&'a StatusVerdict>,
    /// The declaration that holds for the response, if the operation was reached.
    pub declared: Option<&'a Response>,
    /// The media type of the content without its parameters, in lower case; `None` where none is named.
    pub media_type: Option<&'a str>,
    /// The content as JSON, once it was asked for.
    pub parsed: &'a OnceCell<Result<Value, serde_json::Error>>,
    /// Compiled schemas.
    pub validators: &'a Validators,
    /// What the user demands.
    pub rules: &'a Rules,
    /// What was received when the request was recorded, where that is compared.
    pub recorded: Option<Recorded<'a>>,
}

impl<'a> CheckContext<'a> {
    /// The whole response.
    pub fn response(&self) -> Option<&'a HttpResponse> {
        self.exchange.response()
    }

    /// The content as JSON, read once for every check.
    ///
    /// # Errors
    ///
    /// Where it does not parse, or there is none.
    pub fn json(&self) -> Result<&'a Value, &'a serde_json::Error> {
        let content = || self.exchange.any_response().map_or(&[][..], |response| &response.body);
        let read = || {
            let content = content();
            serde_json::from_slice(content).or_else(|error| surrogates::read(content).ok_or(error))
        };
        self.parsed.get_or_init(read).as_ref()
    }

    /// Something that is wrong with the response as a whole: it is reported at the place of the operation.
    pub fn violation(
        &self,
        symptom: impl Into<String>,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Violation {
        Violation {
            symptom: symptom.into(),
            expected: expected.into(),
            actual: actual.into(),
            place: self.operation.pointer.clone(),
            clause: None,
            severity: None,
        }
    }

    /// What is wrong with the status, if it is of this kind.
    pub fn status_violation(&self, kind: ViolationKind) -> Option<&'a StatusViolation> {
        match self.verdict {
            Some(StatusVerdict::Violation(violation)) if violation.kind == kind => Some(violation),
            _ => None,
        }
    }

    /// The violation of a check that reports a wrong status of this kind.
    pub fn status_violations(&self, kind: ViolationKind) -> Vec<Violation> {
        let (Some(violation), Some(response)) =
            (self.status_violation(kind), self.exchange.any_response())
        else {
            return Vec::new();
        };
        let url = &self.exchange.request.url;
        vec![Violation {
            symptom: format!(
                "{} responded {}",
                self.kind.symptom(),
                redirect::symptom(response, url)
            ),
            expected: format!("{} after a request {}", violation.expected, self.kind.words()),
            actual: redirect::status_words(response, url),
            place: self.case.rule.clone(),
            clause: None,
            severity: None,
        }]
    }
}

/// The declaration that holds for a response, if the operation was reached.
pub fn declared<'a>(
    operation: &'a Operation,
    case_kind: &CaseKind,
    exchange: &Exchange,
) -> Option<&'a Response> {
    let status = exchange.any_response()?.status;
    let is_reached = case_kind.reaches_operation()
        && !gateway_refusal::may_refuse(case_kind, &exchange.request, status);
    is_reached.then(|| operation.responses.lookup(status))?
}

/// One thing that is wrong with an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What violations of the same fault have in common; reports fold by it.
    pub symptom: String,
    /// What had to come.
    pub expected: String,
    /// What came.
    pub actual: String,
    /// The place in the document of the rule.
    pub place: Pointer,
    /// A closer clause than the check's own.
    pub clause: Option<&'static str>,
    /// Another severity than the check's own.
    pub severity: Option<Severity>,
}
