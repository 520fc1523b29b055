//! What a check is: one record that says what it demands, of whom, and how it is looked at.
//!
//! A check sees one exchange and the contract; not the network, not the clock.

mod redirect;
mod rules;
mod stack;
mod surrogates;

pub use rules::{Level, Profile, Rules, SeverityRule, StatusRule};

use std::cell::OnceCell;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use specs::contract::{Operation, Response};
use specs::{Contract, Pointer};

use crate::case::{Case, Cause, Step};
use crate::exchange::{Answer, Exchange};
use crate::expectation::{Misfit, Reading, ViolationKind};
use crate::replay::Recorded;
use crate::values::Judges;

/// How much a violation matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nobody has to act.
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

/// A demand on every answer that it applies to.
#[derive(Clone, Copy)]
pub struct Check {
    /// Kebab-case, and the name of its file.
    pub id: &'static str,
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
    pub applies: fn(&Subject<'_>) -> bool,
    /// Everything that is wrong with it.
    pub run: fn(&Subject<'_>) -> Vec<Violation>,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({})", self.id)
    }
}

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The document's demands.
    pub contract: &'a Contract,
    /// The operation that was asked.
    pub operation: &'a Operation,
    /// The case.
    pub case: &'a Case,
    /// Its step.
    pub step: &'a Step,
    /// The cause of this step.
    pub cause: &'a Cause,
    /// What was sent and what came.
    pub exchange: &'a Exchange,
    /// The exchanges of the steps before it.
    pub earlier: &'a [Exchange],
    /// What the status says; `None` where no status came.
    pub reading: Option<&'a Reading>,
    /// The declaration that holds for the answer, if the operation was reached.
    pub declared: Option<&'a Response>,
    /// The media type of the content without its parameters, in lower case; `None` where none is named.
    pub essence: Option<&'a str>,
    /// The content as JSON, once it was asked for.
    pub parsed: &'a OnceCell<Result<Value, serde_json::Error>>,
    /// Compiled schemas.
    pub judges: &'a Judges,
    /// What the user demands.
    pub rules: &'a Rules,
    /// What was answered when the request was recorded, where that is compared.
    pub recorded: Option<Recorded<'a>>,
}

impl<'a> Subject<'a> {
    /// The whole answer.
    pub fn answer(&self) -> Option<&'a Answer> {
        self.exchange.answer()
    }

    /// The content as JSON, read once for every check.
    ///
    /// # Errors
    ///
    /// Where it does not parse, or there is none.
    pub fn json(&self) -> Result<&'a Value, &'a serde_json::Error> {
        let content = || self.exchange.any_answer().map_or(&[][..], |answer| &answer.body);
        let read = || {
            let content = content();
            serde_json::from_slice(content).or_else(|error| surrogates::read(content).ok_or(error))
        };
        self.parsed.get_or_init(read).as_ref()
    }

    /// Something that is wrong with the answer as a whole: it is told at the place of the operation.
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

    /// What is wrong with the status, if this check is the one to object.
    pub fn misfit(&self, kind: ViolationKind) -> Option<&'a Misfit> {
        match self.reading {
            Some(Reading::Misfit(misfit)) if misfit.kind == kind => Some(misfit),
            _ => None,
        }
    }

    /// The violation of a check that objects to the status.
    pub fn status_violation(&self, kind: ViolationKind) -> Vec<Violation> {
        let (Some(misfit), Some(answer)) = (self.misfit(kind), self.exchange.any_answer()) else {
            return Vec::new();
        };
        let cause = self.cause.words();
        vec![Violation {
            symptom: format!(
                "{} answered {}",
                self.cause.symptom(),
                redirect::symptom(answer, &self.exchange.request.url)
            ),
            expected: format!("{} after a request {cause}", misfit.expected),
            actual: redirect::status_words(answer, &self.exchange.request.url),
            place: self.case.rule.clone(),
            clause: None,
            severity: None,
        }]
    }
}

/// The declaration that holds for an answer, if the operation was reached.
pub fn declared<'a>(
    operation: &'a Operation,
    cause: &Cause,
    exchange: &Exchange,
) -> Option<&'a Response> {
    let status = exchange.any_answer()?.status;
    let is_reached =
        cause.reaches_operation() && !stack::may_refuse(cause, &exchange.request, status);
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
