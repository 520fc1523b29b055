//! The throughput of the runner compared with a plain loop of the same HTTP library, the duration of a default
//! run of all providers, and the memory of 100,000 cases. `cargo bench -p conformance`.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by a panic")]

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use conformance_core::case::CaseKind;
use conformance_core::redact::Redactor;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::runner;
use conformance_engine::runner::{Settings, Transports};
use conformance_engine::source::recorded::embedded;
use conformance_engine::suite::Suite;
use conformance_engine::transport::{
    HttpTransport, Limits, RateLimitedTransport, RateLimiter, RateLimits, RawTransport,
};
use conformance_testbed::reference;
use futures::StreamExt as _;

const REQUESTS: usize = 20_000;
/// The cases of a suite, which runs repeatedly, so that the memory of the cases is not measured.
const CASES: usize = 1_000;
const CONCURRENCY: usize = 8;
/// The median is reported.
const ROUNDS: usize = 7;

#[tokio::main]
async fn main() {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = reference::start(listen, 1).await.unwrap();
    // Side by side, several times: what else the machine does falls on both.
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let bare = rate(bare_loop(server.base_url("nomba")).await);
        let evaluated = rate(run(many(&server), REQUESTS / CASES).await);
        rounds.push((evaluated / bare, bare, evaluated));
    }
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (share, bare, evaluated) = rounds[ROUNDS / 2];
    let begun = Instant::now();
    for provider in specs::providers::ALL {
        run(suite(&server, provider.id), 1).await;
    }
    let full = begun.elapsed();
    let mut out = std::io::stdout();
    writeln!(out, "bare loop      {bare:>8.0} requests/s").unwrap();
    writeln!(out, "runner         {evaluated:>8.0} requests/s, {:.0}% of it", 100.0 * share)
        .unwrap();
    writeln!(out, "all providers  {:>8.0} ms", full.as_secs_f64() * 1_000.0).unwrap();
    let mut cases = 0;
    for seed in 1..=10 {
        // The server keeps each token that no client has ended: what it holds is not the runner's.
        let server = reference::start(listen, seed).await.unwrap();
        let mut suite = suite(&server, "nomba");
        suite.add_random(10_000, seed, |id| id.contains("/random/"));
        suite.cases.clear();
        cases += suite.count();
        run(suite, 1).await;
        if let (1 | 10, Some(kibibytes)) = (seed, resident()) {
            writeln!(out, "{cases:>7} cases {:>7.1} MiB held", kibibytes as f64 / 1_024.0).unwrap();
        }
    }
}

/// What the process holds in memory, in KiB, where the system reports it as Linux does.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn rate(elapsed: Duration) -> f64 {
    REQUESTS as f64 / elapsed.as_secs_f64()
}

fn suite(server: &reference::Reference, provider: &str) -> Suite {
    let known = specs::providers::find(provider).unwrap();
    let (contract, _) = specs::parse(known.id, known.file, known.text);
    let (base, fixtures) = (server.base_url(provider), server.fixtures(provider));
    Suite::plan(Arc::new(contract.unwrap()), base, fixtures, &embedded(provider), 1).unwrap()
}

/// One invalid request over and over: nothing is used up, and the response has content to be evaluated.
fn many(server: &reference::Reference) -> Suite {
    let mut suite = suite(server, "nomba");
    suite.fixtures = Fixtures::default();
    let is_invalid = |kind: &CaseKind| matches!(kind, CaseKind::Malformed);
    let case = suite.cases.iter().find(|case| is_invalid(&case.kind)).unwrap().clone();
    suite.cases = vec![case; CASES];
    suite
}

/// How long it takes to ask a suite so many times.
async fn run(suite: Suite, times: usize) -> Duration {
    let limits = Limits::default();
    // As `conformance run` has them without limits.
    let (limiter, _waits) = RateLimiter::new(RateLimits::default());
    let http = Arc::new(HttpTransport::new(limits).unwrap());
    let raw = Arc::new(RawTransport::new(limits));
    let transports = Transports {
        http: Arc::new(RateLimitedTransport::new(http, Arc::clone(&limiter))),
        raw: Arc::new(RateLimitedTransport::new(raw, limiter)),
    };
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let settings = Settings { concurrency: CONCURRENCY, seed: 1, ..Settings::default() };
    let redactor = Arc::new(Redactor::default());
    let suite = Arc::new(suite);
    let begun = Instant::now();
    for _ in 0..times {
        let (suite, stop) = (Arc::clone(&suite), stop.clone());
        let ended = runner::run(suite, settings, &transports, &redactor, stop, drop).await;
        assert_eq!(ended.tally.failed, 0);
    }
    begun.elapsed()
}

async fn bare_loop(base: String) -> Duration {
    conformance_engine::transport::install_provider();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let begun = Instant::now();
    futures::stream::iter(0..REQUESTS)
        .map(|_| {
            let request = client
                .post(format!("{base}/v1/auth/token/revoke"))
                .header("content-type", "application/json")
                .body("{not json");
            tokio::spawn(async move { request.send().await.unwrap().bytes().await.unwrap() })
        })
        .buffered(CONCURRENCY)
        .for_each(|response| async { drop(response.unwrap()) })
        .await;
    begun.elapsed()
}
