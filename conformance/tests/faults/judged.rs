//! Runs the suite of a provider against the reference server, spoilt or not.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use conformance::event::{Event, Outcome, Tally};
use conformance::redact::Redactor;
use conformance::reference;
use conformance::runner::{self, Carriers, Settings};
use conformance::source::recorded::embedded;
use conformance::suite::Suite;
use conformance::transport::{HttpTransport, Limits, RawTransport};
use tower::Layer as _;

use crate::fault::{Answer, Asked, Fault};

/// What a run came to.
#[derive(Default)]
pub(crate) struct Judged {
    pub(crate) ids: Vec<String>,
    /// `<check> <case>` for each finding.
    pub(crate) objections: Vec<String>,
    pub(crate) unsettled: Vec<String>,
    pub(crate) tally: Tally,
}

pub(crate) async fn run(
    provider: &str,
    fault: Option<&'static Fault>,
    concurrency: usize,
) -> Judged {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = reference::start_with(listen, 1, |id, router| match fault {
        Some(fault) if fault.provider == id => spoilt(router, fault),
        _ => router,
    });
    let server = server.await.unwrap();
    let known = specs::providers::find(provider).unwrap();
    let (contract, _) = specs::parse(known.id, known.file, known.text);
    let (base, fixtures) = (server.base_url(provider), server.fixtures(provider));
    let suite =
        Suite::plan(Arc::new(contract.unwrap()), base, fixtures, &embedded(provider), 1).unwrap();
    let limits = Limits::default();
    let carriers = Carriers {
        http: Arc::new(HttpTransport::new(limits).unwrap()),
        raw: Arc::new(RawTransport::new(limits)),
    };
    let mut judged = Judged::default();
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let settings = Settings { concurrency, seed: 1 };
    let redactor = Arc::new(Redactor::default());
    let ended = runner::run(Arc::new(suite), settings, &carriers, &redactor, stop, |event| {
        judged.note(event);
    });
    judged.tally = ended.await.tally;
    judged
}

impl Judged {
    fn note(&mut self, event: Event) {
        let Event::CaseFinished(report) = event else { return };
        match report.outcome {
            Outcome::Passed => {}
            Outcome::Failed { findings } => {
                let told =
                    findings.iter().map(|finding| format!("{} {}", finding.check, finding.case));
                self.objections.extend(told);
            }
            Outcome::Inconclusive { reason } | Outcome::Skipped { reason } => {
                self.unsettled.push(format!("{}: {reason}", report.id));
            }
        }
        self.ids.push(report.id);
    }
}

/// The routes with a fault between them and the caller, unknown routes included.
fn spoilt(router: Router, fault: &'static Fault) -> Router {
    // Around the whole router: it adds to answers what its layers do not see, as Allow.
    let around = from_fn(move |request: Request, next: Next| async move {
        let asked = asked(&request);
        let response = next.run((fault.request)(request)).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let response = axum::response::Response::from_parts(parts, ());
        (fault.answer)(asked, Answer { response, body, cut: false }).into_response()
    });
    Router::new().fallback_service(around.layer(router))
}

fn asked(request: &Request) -> Asked {
    let text = |name| {
        let value = request.headers().get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    Asked {
        method: request.method().clone(),
        content_type: text("content-type"),
        has_credentials: !text("authorization").is_empty() || !text("x-app-id").is_empty(),
    }
}
