//! A value that must live on and is found revoked: a finding where it lived before, and only there.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use conformance_core::event::{Event, Outcome};
use conformance_core::exchange::{Exchange, ExchangeResult, SentRequest};
use conformance_core::redact::Redactor;
use conformance_engine::runner;
use conformance_engine::runner::{Settings, Transports};
use conformance_engine::transport::{NotAsked, Transport};
use futures::future::{BoxFuture, FutureExt as _};

use super::{blind, fixtures, suite};
use crate::micro::{self, response};

/// Refuses everything that is not the probe, and does what it should not.
struct Target {
    /// Ids that are revoked.
    revoked: Mutex<HashSet<String>>,
    /// Whether a refused request ends its value.
    ends: bool,
    /// Whether the probe finds nothing live.
    is_deaf: bool,
}

impl Transport for Target {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        let path = url::Url::parse(&request.url).unwrap().path().to_owned();
        let authorization = request.headers.iter().find(|(name, _)| name == "authorization");
        let bearer = authorization.map(|(_, value)| value.trim_start_matches("Bearer ").to_owned());
        let mut revoked = self.revoked.lock().unwrap();
        let status = match (path.strip_prefix("/tokens/"), bearer) {
            (None, Some(id)) if self.is_deaf || revoked.contains(&id) => 401,
            (None, Some(_)) => 200,
            (Some(id), _) if self.ends => {
                revoked.insert(id.to_owned());
                401
            }
            _ => 401,
        };
        let body = if path == "/me" { "" } else { r#"{"code":401}"# };
        let headers: &[_] =
            if body.is_empty() { &[] } else { &[("content-type", "application/json")] };
        let reply = ExchangeResult::Complete(response(status, headers, body));
        async move { Ok(Exchange { request, reply, elapsed: std::time::Duration::ZERO }) }.boxed()
    }
}

/// What a run of this case alone objects to.
async fn outcome(variant: &str, target: Target) -> Vec<String> {
    let mut suite = suite(&blind(), fixtures());
    let index = micro::index(&suite, variant);
    suite.cases = vec![suite.cases.swap_remove(index)];
    let sender: Arc<dyn Transport> = Arc::new(target);
    let transports = Transports { http: Arc::clone(&sender), raw: sender };
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let mut outcomes = Vec::new();
    let emit = |event| {
        if let Event::CaseFinished(report) = event {
            outcomes.push(report.outcome);
        }
    };
    let redactor = Arc::new(Redactor::default());
    runner::run(Arc::new(suite), Settings::default(), &transports, &redactor, stop, emit).await;
    let [outcome]: [Outcome; 1] = outcomes.try_into().unwrap();
    micro::objections(&outcome)
}

fn target() -> Target {
    Target { revoked: Mutex::default(), ends: false, is_deaf: false }
}

#[tokio::test]
async fn side_effect_of_rejected_request_is_found() {
    assert_eq!(outcome("no-credentials", target()).await, Vec::<String>::new());
    let ends = Target { ends: true, ..target() };
    assert_eq!(outcome("no-credentials", ends).await, ["side-effect-of-rejected-request"]);
}

#[tokio::test]
async fn value_revoked_before_the_case_is_no_finding() {
    let first = "00000000-0000-4000-8000-000000000000".to_owned();
    let stale = Target { revoked: Mutex::new(HashSet::from([first])), ..target() };
    assert_eq!(outcome("no-credentials", stale).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_probe_that_finds_nothing_live_is_inconclusive() {
    let deaf = Target { is_deaf: true, ..target() };
    assert_eq!(outcome("no-credentials", deaf).await, Vec::<String>::new());
    let deaf = Target { is_deaf: true, ..target() };
    assert_eq!(outcome("others-id", deaf).await, ["inconclusive"]);
}
