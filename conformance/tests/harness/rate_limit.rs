//! The pace of a run: rates, budgets and waits that a target asks for, in virtual time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use conformance_core::exchange::Via;
use conformance_core::exchange::{
    Exchange, ExchangeResult, HttpResponse, RedactedParts, SentRequest,
};
use conformance_engine::budget::Budget;
use conformance_engine::transport::{
    NotAsked, RateLimitedTransport, RateLimiter, RateLimits, Transport, Wait,
};
use futures::future::{BoxFuture, FutureExt as _};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

/// A target that responds as it is reported, 204 afterwards, and notes when it was asked.
#[derive(Default)]
struct Target {
    script: Mutex<VecDeque<HttpResponse>>,
    asked: Mutex<Vec<Instant>>,
}

impl Transport for Target {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        async move {
            self.asked.lock().unwrap().push(Instant::now());
            let messages = self.script.lock().unwrap().pop_front();
            tokio::time::sleep(Duration::from_millis(10)).await;
            let reply = ExchangeResult::Complete(messages.unwrap_or_else(|| response(204, &[])));
            Ok(Exchange { request, reply, elapsed: Duration::from_millis(10) })
        }
        .boxed()
    }
}

fn response(status: u16, headers: &[(&str, &str)]) -> HttpResponse {
    HttpResponse { status, headers: headers.iter().copied().collect(), ..HttpResponse::default() }
}

struct Bench {
    target: Arc<Target>,
    rate_limited: Arc<RateLimitedTransport>,
    waits: UnboundedReceiver<Wait>,
    begun: Instant,
}

fn bench(pace: RateLimits, script: Vec<HttpResponse>) -> Bench {
    let target = Arc::new(Target { script: Mutex::new(script.into()), ..Target::default() });
    let (limiter, waits) = RateLimiter::new(pace);
    let rate_limited = Arc::new(RateLimitedTransport::new(Arc::clone(&target) as _, limiter));
    Bench { target, rate_limited, waits, begun: Instant::now() }
}

impl Bench {
    async fn send(&self) -> Result<u16, String> {
        let request = SentRequest {
            method: "GET".to_owned(),
            url: "http://t/".to_owned(),
            headers: Vec::new(),
            body: None,
            via: Via::Http,
            redacted: RedactedParts::default(),
            generated_values: Vec::new(),
        };
        let sent = self.rate_limited.send(request).await.map_err(|error| error.to_string())?;
        Ok(sent.response().unwrap().status)
    }

    /// So many at once; their statuses.
    async fn send_all(&self, count: usize) -> Vec<Result<u16, String>> {
        futures::future::join_all((0..count).map(|_| self.send())).await
    }

    /// The milliseconds after which the target was asked.
    fn times(&self) -> Vec<u128> {
        let asked = self.target.asked.lock().unwrap();
        asked.iter().map(|at| (*at - self.begun).as_millis()).collect()
    }

    fn messages(&mut self) -> Vec<(f64, String)> {
        std::iter::from_fn(|| self.waits.try_recv().ok())
            .map(|wait| (wait.seconds, wait.reason))
            .collect()
    }
}

#[tokio::test(start_paused = true)]
async fn every_rate_holds_in_every_stretch() {
    let rates = vec!["2/s".parse().unwrap(), "5/m".parse().unwrap()];
    let mut bench = bench(RateLimits { rates, ..RateLimits::default() }, Vec::new());
    bench.send_all(7).await;
    let times = bench.times();
    assert_eq!(times.iter().map(|ms| ms / 1_000).collect::<Vec<_>>(), [0, 0, 1, 1, 2, 60, 60]);
    let messages = bench.messages();
    assert_eq!(messages.len(), 1, "short waits are not reported: {messages:?}");
    assert_eq!(messages[0].1, "--rate 5/m");
}

#[tokio::test(start_paused = true)]
async fn retry_waits_for_retry_after() {
    let mut bench = bench(RateLimits::default(), vec![response(429, &[("retry-after", "7")])]);
    assert_eq!(bench.send().await, Ok(204));
    assert_eq!(bench.times(), [0, 7_010]);
    assert_eq!(bench.messages(), [(7.0, "the target responded 429 (Retry-After)".to_owned())]);
}

/// All that are under way are rejected; each is asked again alone, and the others wait behind it.
#[tokio::test(start_paused = true)]
async fn a_crowd_that_is_rejected_for_now_comes_back_one_by_one() {
    let busy = || response(429, &[("retry-after", "1")]);
    let bench = bench(RateLimits::default(), vec![busy(), busy(), busy(), busy()]);
    let statuses = bench.send_all(4).await;
    assert!(statuses.iter().all(|status| *status == Ok(204)), "{statuses:?}");
    let times = bench.times();
    let again: Vec<u128> = times[4..].to_vec();
    assert!(again.iter().all(|ms| *ms >= 1_010), "{times:?}");
    assert!(again.windows(2).all(|two| two[1] >= two[0] + 10), "one at a time: {times:?}");
}

#[tokio::test(start_paused = true)]
async fn target_that_rejects_all_gets_three_requests_then_one() {
    let bench = bench(RateLimits::default(), (0..20).map(|_| response(429, &[])).collect());
    assert_eq!(bench.send().await, Ok(429));
    // The first wait is a second, the second one twice as long.
    assert_eq!(bench.times(), [0, 1_010, 3_020]);
    assert_eq!(bench.send_all(3).await, vec![Ok(429); 3]);
    assert_eq!(bench.times().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn wait_beyond_the_limit_ends_the_run() {
    let mut bench = bench(RateLimits::default(), vec![response(429, &[("retry-after", "3600")])]);
    assert_eq!(bench.send().await, Ok(429));
    let held = bench.send().await.unwrap_err();
    assert!(held.contains("3600 s exceeds the rest of --max-wait 120"), "{held}");
    assert_eq!((bench.times().len(), bench.messages().len()), (1, 0));
    tokio::time::advance(Duration::from_secs(3_601)).await;
    assert_eq!(bench.send().await, Ok(204), "when it is over, it is over");
}

#[tokio::test(start_paused = true)]
async fn waits_for_503_only_with_retry_after() {
    let bench = bench(
        RateLimits::default(),
        vec![response(503, &[]), response(503, &[("retry-after", "2")])],
    );
    assert_eq!(bench.send().await, Ok(503));
    assert_eq!(bench.send().await, Ok(204));
    assert_eq!(bench.times(), [0, 10, 2_020]);
}

#[tokio::test(start_paused = true)]
async fn who_has_nothing_left_waits_before_the_next_request() {
    let spent = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "30")];
    let mut bench = bench(RateLimits::default(), vec![response(204, &spent)]);
    assert_eq!(bench.send().await, Ok(204));
    assert_eq!(bench.send().await, Ok(204));
    assert_eq!(bench.times(), [0, 30_010]);
    let reason = "the rate limit of the target is used up (x-ratelimit-reset)".to_owned();
    assert_eq!(bench.messages(), [(30.0, reason)]);
}

/// A guess at counters is not believed beyond what may be waited.
#[tokio::test(start_paused = true)]
async fn counters_alone_end_no_run() {
    let spent = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "3000")];
    let bench = bench(RateLimits::default(), vec![response(204, &spent)]);
    assert_eq!((bench.send().await, bench.send().await), (Ok(204), Ok(204)));
    assert_eq!(bench.times(), [0, 10]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_beyond_the_budget() {
    let budget = Some(Budget::new(3, [], 0, 0));
    let refused = vec![response(429, &[("retry-after", "1")])];
    let bench = bench(RateLimits { budget, ..RateLimits::default() }, refused);
    assert_eq!(bench.send().await, Ok(204), "what is rejected is asked again");
    assert_eq!(bench.send().await, Ok(204));
    let held = bench.send().await.unwrap_err();
    assert_eq!((held.as_str(), bench.times().len()), ("outside of the request budget of 3", 3));
}

#[tokio::test(start_paused = true)]
async fn no_wait_outlasts_the_time_of_the_run() {
    let ends = Some(Instant::now() + Duration::from_secs(5));
    let rates = vec!["1/m".parse().unwrap()];
    let bench = bench(RateLimits { rates, ends, ..RateLimits::default() }, Vec::new());
    assert_eq!(bench.send().await, Ok(204));
    let held = bench.send().await.unwrap_err();
    assert!(held.contains("--rate 1/m"), "{held}");
    assert!(bench.begun.elapsed() < Duration::from_secs(1));
}
