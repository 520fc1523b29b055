//! Evaluates an exchange of another client: the response is checked as far as that is possible without
//! knowing the intention of the client, and the request is checked as well.

use std::sync::Arc;
use std::time::Duration;

use specs::Contract;

use crate::fixtures::Fixtures;
use crate::har::{Entry, Request};
use crate::runner::examine;
use crate::source::recorded::case_kind::{likely, rule};
use crate::source::recorded::departure;
use crate::source::recorded::matching;
use crate::source::recorded::matching::Match;
use crate::source::recorded::replayed::received;
use crate::suite::Suite;
use conformance_core::case::{Case, CaseKind, Origin, Purpose, RequestPlan, Role, Step};
use conformance_core::exchange::Via;
use conformance_core::exchange::{Exchange, ExchangeResult, RedactedParts, SentRequest};
use conformance_core::finding::{Finding, SpecPlace};

/// Evaluates exchanges by one document.
#[derive(Debug)]
pub struct Witness {
    suite: Suite,
}

/// What an exchange shows.
#[derive(Debug, Default)]
pub struct Observed {
    /// The id of the operation; `None` if the document has none for it.
    pub operation: Option<String>,
    /// The operation that is most similar, if there is none.
    pub nearest: Option<String>,
    /// The findings about the response.
    pub findings: Vec<Finding>,
    /// How the request violates the document, with the location of its operation.
    pub departs: Option<String>,
}

impl Witness {
    /// A witness of a target at this base URL.
    pub fn new(contract: Arc<Contract>, base: String, fixtures: Fixtures) -> Self {
        Self { suite: Suite::empty(contract, base, fixtures) }
    }

    /// The suite without cases that responses are evaluated by.
    pub fn suite(&self) -> &Suite {
        &self.suite
    }

    /// The operation of a request.
    pub fn matched<'a>(&'a self, request: &'a Request) -> Option<Match<'a>> {
        let url = request.url.split('?').next().unwrap_or_default();
        matching::find(&self.suite.contract, &request.method, url)
    }

    /// Evaluates an exchange.
    pub fn look(&self, entry: &Entry) -> Observed {
        let request = &entry.request;
        let contract = &self.suite.contract;
        let Some(found) = self.matched(request) else {
            let nearest = matching::nearest(contract, &request.method, &request.url);
            return Observed { nearest, ..Observed::default() };
        };
        let body = request.body.as_ref().map(|data| data.content.bytes()).unwrap_or_default();
        let departs = departure(&self.suite.inputs(1), &found, request, body).map(|words| {
            let place = SpecPlace::of(contract, &found.operation.pointer);
            format!("{words} ({}:{}:{})", place.file, place.line, place.column)
        });
        let status = entry.response.status;
        let kind = match likely(contract, entry, found.has_method) {
            Some(CaseKind::Valid) if departs.is_some() => CaseKind::Unusual,
            Some(kind) => kind,
            None => CaseKind::Unusual,
        };
        let case = case(&contract.id, &found, kind, status);
        let suite = self.suite.with_cases(vec![case]);
        let outcome = examine(&suite, &suite.cases[0], &[exchange(entry)]);
        let findings = outcome.findings().to_vec();
        Observed { operation: Some(found.operation.id.clone()), nearest: None, findings, departs }
    }
}

fn case(provider: &str, found: &Match<'_>, kind: CaseKind, status: u16) -> Case {
    let operation = found.operation;
    let method = operation.method.as_str().to_owned();
    let step = Step {
        request: RequestPlan { method, ..RequestPlan::default() },
        via: Via::Http,
        status: None,
        role: Role::Main,
    };
    Case {
        id: Case::identify(provider, Origin::Recorded, &operation.id, "seen"),
        operation: operation.id.clone(),
        origin: Origin::Recorded,
        title: format!("recorded: responded {status}"),
        steps: vec![step],
        rule: rule(operation, &kind),
        kind,
        purpose: Purpose::Rule,
        provenance: None,
    }
}

fn exchange(entry: &Entry) -> Exchange {
    let request = &entry.request;
    let body = request.body.as_ref().map(|data| data.content.bytes().to_vec());
    Exchange {
        request: SentRequest {
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body,
            via: Via::Http,
            redacted: RedactedParts::default(),
            generated_values: Vec::new(),
        },
        reply: ExchangeResult::Complete(received(&entry.response)),
        elapsed: Duration::from_secs_f64((entry.milliseconds / 1_000.0).clamp(0.0, 86_400.0)),
    }
}
