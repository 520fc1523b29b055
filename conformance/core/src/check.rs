//! What a check is: one record with the texts of a rule, and how its violations are detected.
//!
//! A check sees one exchange and the contract, but no network and no clock.

mod detect;
mod gateway_refusal;
mod redirect;
mod rules;
mod surrogates;

pub use detect::{Detect, Scope};
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
    /// Information, for example on a gap of the document. Never fails a run.
    Info,
    /// The target conforms, but clients or operators are likely to have trouble. Fails a run with `--strict`.
    Warning,
    /// The target does not conform. Fails a run.
    Error,
}

impl Severity {
    /// The name in options, configuration and reports.
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

/// A rule that every exchange it applies to must satisfy.
///
/// A record names what differs from [`Check::DEFAULTS`]; id and texts are required.
#[derive(Clone, Copy)]
pub struct Check {
    /// Kebab-case, named after the rule that is broken. It is also the name of the record's file, or of its
    /// constant in a file of several records.
    pub id: &'static str,
    /// Names of the same rule in other tools, such as schemathesis, RESTler or CATS; `explain` finds the
    /// check by each of them.
    pub aliases: &'static [&'static str],
    /// What is checked, in one line for tables.
    pub title: &'static str,
    /// What must hold and why, in a few sentences.
    pub requirement: &'static str,
    /// The severity of violations that have none of their own.
    pub severity: Severity,
    /// The set of rules that it belongs to; `--profile` makes violations of a set errors.
    pub profile: Option<Profile>,
    /// The source of the rule: a section of a standard, or a part of the document.
    pub clause: &'static str,
    /// A violation, in one line.
    pub example: &'static str,
    /// What to do about a violation, as an imperative.
    pub help: &'static str,
    /// How to enable or adjust it, beside `--profile` and `--severity`; empty where there is nothing else.
    pub configure: &'static str,
    /// Whether `--strict` makes its violations errors even where they are information.
    pub strict: bool,
    /// The exchanges that it is run on.
    pub scope: Scope,
    /// Whether it applies to an exchange of its scope.
    pub applies: fn(&CheckContext<'_>) -> bool,
    /// How its violations are detected.
    pub detect: Detect,
}

impl Check {
    /// The values that most checks share. The texts are empty: each record has its own.
    pub const DEFAULTS: Self = Self {
        id: "",
        aliases: &[],
        title: "",
        requirement: "",
        severity: Severity::Error,
        profile: None,
        clause: "",
        example: "",
        help: "",
        configure: "",
        strict: false,
        scope: Scope::Documented,
        applies: |context| context.verdict.is_some(),
        detect: Detect::Exchange(|_| Vec::new()),
    };

    /// The violations of an exchange that the check applies to.
    pub fn violations(&self, context: &CheckContext<'_>) -> Vec<Violation> {
        match self.detect {
            Detect::Status(kind) => context.status_violations(kind),
            Detect::StatusWith(_, detect) | Detect::Exchange(detect) => detect(context),
        }
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({})", self.id)
    }
}

/// One exchange with everything that a check may need to know about it.
#[derive(Debug, Clone, Copy)]
pub struct CheckContext<'a> {
    /// The contract that the document defines.
    pub contract: &'a Contract,
    /// The operation that the request calls.
    pub operation: &'a Operation,
    /// The case that the request belongs to.
    pub case: &'a Case,
    /// The step of the case that the request belongs to.
    pub step: &'a Step,
    /// The case kind of this step, which may differ from that of the case.
    pub kind: &'a CaseKind,
    /// The request and its result.
    pub exchange: &'a Exchange,
    /// The exchanges of the earlier steps.
    pub earlier: &'a [Exchange],
    /// The verdict on the status; `None` where no status was received.
    pub verdict: Option<&'a StatusVerdict>,
    /// The declared response for the status, if the request reached the operation.
    pub declared: Option<&'a Response>,
    /// The media type of the body without its parameters, in lower case; `None` without `Content-Type`.
    pub media_type: Option<&'a str>,
    /// The body parsed as JSON, filled by the first call of [`CheckContext::json`].
    pub parsed: &'a OnceCell<Result<Value, serde_json::Error>>,
    /// Compiled schemas.
    pub validators: &'a Validators,
    /// The user's rules.
    pub rules: &'a Rules,
    /// The recorded response to compare with, in a replay.
    pub recorded: Option<Recorded<'a>>,
}

impl<'a> CheckContext<'a> {
    /// The response, if it is complete.
    pub fn response(&self) -> Option<&'a HttpResponse> {
        self.exchange.response()
    }

    /// The body as JSON, parsed once for all checks.
    ///
    /// # Errors
    ///
    /// Where the body is missing or cannot be parsed.
    pub fn json(&self) -> Result<&'a Value, &'a serde_json::Error> {
        let body = || self.exchange.any_response().map_or(&[][..], |response| &response.body);
        let parse = || {
            let body = body();
            serde_json::from_slice(body).or_else(|error| surrogates::read(body).ok_or(error))
        };
        self.parsed.get_or_init(parse).as_ref()
    }

    /// A violation by the response in general, located at the operation.
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

    /// The violation by the status, if it is of this kind.
    pub fn status_violation(&self, kind: ViolationKind) -> Option<&'a StatusViolation> {
        match self.verdict {
            Some(StatusVerdict::Violation(violation)) if violation.kind == kind => Some(violation),
            _ => None,
        }
    }

    /// The violation by the status, if it is of this kind, in the words that most checks use.
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

/// The declared response for the status of a response, if the request reached the operation.
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

/// One violation of a check by an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What violations with the same cause have in common; reports merge findings by it.
    pub symptom: String,
    /// What was expected.
    pub expected: String,
    /// What was received.
    pub actual: String,
    /// The location in the document of the violated rule.
    pub place: Pointer,
    /// A more precise clause than the check's own.
    pub clause: Option<&'static str>,
    /// Another severity than the check's own.
    pub severity: Option<Severity>,
}
