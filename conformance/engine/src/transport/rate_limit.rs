//! The pace of all requests of a run: rates, the budget, and waits that the target requests.

mod hint;
mod rate;

pub use rate::Rate;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use super::NotAsked;
use crate::budget::Budget;
use conformance_core::exchange::HttpResponse;
use hint::Hint;
use rate::Window;

/// The most attempts for a request that is rejected for now.
const TRIES: usize = 3;
/// The first wait if the target gives no time; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(1);
/// A shorter wait for a rate is not reported.
const LINE_AFTER: Duration = Duration::from_secs(2);

/// The limits on the requests of a run together.
#[derive(Debug, Clone)]
pub struct RateLimits {
    /// All of them apply.
    pub rates: Vec<Rate>,
    /// The longest time to wait in all when the target requests it.
    pub max_wait: Duration,
    /// No wait may end later.
    pub ends: Option<Instant>,
    /// The limit on the requests.
    pub budget: Option<Arc<Budget>>,
}

impl Default for RateLimits {
    fn default() -> Self {
        let max_wait = Duration::from_secs(120);
        Self { rates: Vec::new(), max_wait, ends: None, budget: None }
    }
}

/// A wait, as in reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// The duration, in seconds.
    pub seconds: f64,
    /// Why.
    pub reason: String,
}

/// Controls the pace of a run.
#[derive(Debug)]
pub struct RateLimiter {
    pace: RateLimits,
    state: Mutex<State>,
    /// Requests that wait do so in turn.
    turn: tokio::sync::Mutex<()>,
    /// Whether there is no limit, as with most targets.
    is_calm: AtomicBool,
    /// The number of requests that were rejected for now and are to be sent again.
    again: AtomicUsize,
    waits: UnboundedSender<Wait>,
}

#[derive(Debug)]
struct State {
    windows: Vec<Window>,
    /// Nothing is sent before this.
    pause: Option<(Instant, String)>,
    /// Nothing is sent before this, and no request waits for it.
    refused: Option<(Instant, String)>,
    /// The time that the target has requested so far.
    waited: Duration,
    /// How many requests in a row it rejected for now without giving a time.
    wordless: u32,
    /// Whether it rejected a request after the last attempt; until it accepts one.
    is_deaf: bool,
}

impl RateLimiter {
    /// With these limits; reports the waits.
    pub fn new(pace: RateLimits) -> (Arc<Self>, UnboundedReceiver<Wait>) {
        let (waits, messages) = unbounded_channel();
        let state = State {
            windows: pace.rates.iter().copied().map(Window::new).collect(),
            pause: None,
            refused: None,
            waited: Duration::ZERO,
            wordless: 0,
            is_deaf: false,
        };
        let limiter = Self {
            state: Mutex::new(state),
            turn: tokio::sync::Mutex::new(()),
            is_calm: AtomicBool::new(pace.rates.is_empty()),
            again: AtomicUsize::new(0),
            waits,
            pace,
        };
        (Arc::new(limiter), messages)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a request may be sent, after those that wait already.
    pub async fn admit(&self) -> Result<(), NotAsked> {
        if !self.is_calm.load(Ordering::Acquire) {
            Box::pin(self.wait_in_turn()).await?;
        }
        self.take()
    }

    async fn wait_in_turn(&self) -> Result<(), NotAsked> {
        let _turn = self.turn.lock().await;
        self.wait().await
    }

    /// Takes one more request from the budget.
    fn take(&self) -> Result<(), NotAsked> {
        match &self.pace.budget {
            Some(budget) if !budget.take() => Err(NotAsked::Held { reason: budget.words() }),
            _ => Ok(()),
        }
    }

    /// Waits for the rates and for the time that the target requested. Only for the request in turn.
    async fn wait(&self) -> Result<(), NotAsked> {
        loop {
            let (until, reason) = match self.next(Instant::now())? {
                None => return Ok(()),
                Some(next) => next,
            };
            if self.pace.ends.is_some_and(|ends| until > ends) {
                let reason = format!("the time of the run ends before the wait ({reason})");
                return Err(NotAsked::Held { reason });
            }
            tokio::time::sleep_until(until).await;
        }
    }

    /// Until when to wait, and why; if there is no wait, the request counts as sent.
    fn next(&self, now: Instant) -> Result<Option<(Instant, String)>, NotAsked> {
        let mut state = self.state();
        if let Some((_, reason)) = state.refused.as_ref().filter(|(until, _)| *until > now) {
            return Err(NotAsked::Held { reason: reason.clone() });
        }
        if let Some(pause) = state.pause.as_ref().filter(|(until, _)| *until > now) {
            return Ok(Some(pause.clone()));
        }
        let full = state.windows.iter().filter_map(|window| Some((window.opens()?, window.rate())));
        if let Some((opens, rate)) = full.max_by_key(|(opens, _)| *opens)
            && opens > now
        {
            let reason = format!("--rate {rate}");
            if opens - now > LINE_AFTER {
                self.emit(opens - now, &reason);
            }
            return Ok(Some((opens, reason)));
        }
        state.windows.iter_mut().for_each(|window| window.note(now));
        Ok(None)
    }

    /// Records a response that accepted a request; if its counters are at zero, all requests wait.
    pub(super) fn let_through(&self, response: &HttpResponse) {
        let hint = hint::when_spent(response, SystemTime::now());
        if hint.is_none() && self.is_calm.load(Ordering::Acquire) {
            return;
        }
        let mut state = self.state();
        (state.wordless, state.is_deaf) = (0, false);
        // A guess at the meaning of counters must not end a run: a target that means it sends 429.
        if let Some(hint) = hint
            && state.waited + hint.wait <= self.pace.max_wait
        {
            let reason = format!("the rate limit of the target is used up ({})", hint.field);
            self.pause(&mut state, hint.wait, reason);
            return;
        }
        let is_calm = self.pace.rates.is_empty() && self.again.load(Ordering::Acquire) == 0;
        self.is_calm.store(is_calm, Ordering::Release);
    }

    /// Whether a request that was rejected for now is to be sent again, after a wait.
    fn rejected_for_now(&self, response: &HttpResponse, tries: usize) -> bool {
        let hint = hint::after_refusal(response, SystemTime::now());
        let mut state = self.state();
        self.is_calm.store(false, Ordering::Release);
        let is_last = tries >= TRIES || state.is_deaf;
        if is_last {
            state.is_deaf = true;
        }
        let status = response.status;
        let (wait, reason) = match hint {
            Some(Hint { wait, field }) => {
                (wait, format!("the target responded {status} ({field})"))
            }
            None if is_last => return false,
            None => {
                let wait = FIRST * 2_u32.saturating_pow(state.wordless.min(5));
                state.wordless += 1;
                (wait, format!("the target responded {status}"))
            }
        };
        if state.waited + wait > self.pace.max_wait {
            let (asked, most) = (wait.as_secs(), self.pace.max_wait.as_secs());
            let held =
                format!("{reason}; a wait of {asked} s exceeds the rest of --max-wait {most}");
            state.refused = Some((Instant::now() + wait, held));
            return false;
        }
        self.pause(&mut state, wait, reason);
        !is_last
    }

    /// Makes all requests wait.
    fn pause(&self, state: &mut State, wait: Duration, reason: String) {
        let now = Instant::now();
        let until = now + wait;
        let before = state.pause.as_ref().map_or(now, |(until, _)| (*until).max(now));
        self.is_calm.store(false, Ordering::Release);
        if until > before {
            state.waited += until - before;
            // A wait that others prolong slightly is one wait.
            if before == now {
                self.emit(wait, &reason);
            }
            state.pause = Some((until, reason));
        }
    }

    fn emit(&self, wait: Duration, reason: &str) {
        // There may be no receiver.
        let _ = self.waits.send(Wait { seconds: wait.as_secs_f64(), reason: reason.to_owned() });
    }

    /// Whether a response rejects the request for now: it says nothing about the request itself.
    pub fn is_refusal(response: &HttpResponse) -> bool {
        response.status == 429 || response.status == 503 && hint::names_a_time(response)
    }

    /// Takes the turn of a request that was rejected for now, if it is to be sent again.
    pub fn again(&self, response: &HttpResponse, tries: usize) -> Option<Again<'_>> {
        self.rejected_for_now(response, tries).then(|| {
            self.again.fetch_add(1, Ordering::AcqRel);
            Again(self)
        })
    }
}

/// A request that is to be sent again. While there is one, no other request is sent: requests in the
/// same moment would be rejected again.
pub struct Again<'a>(&'a RateLimiter);

impl<'a> Again<'a> {
    /// Waits; the turn is kept until the returned guard is dropped.
    pub async fn admit(&self) -> Result<tokio::sync::MutexGuard<'a, ()>, NotAsked> {
        let turn = self.0.turn.lock().await;
        self.wait().await?;
        Ok(turn)
    }

    /// Waits again; only for the request in turn.
    pub(super) async fn wait(&self) -> Result<(), NotAsked> {
        match &self.0.pace.budget {
            Some(budget) if !budget.has_spare() => {
                return Err(NotAsked::Held { reason: budget.words() });
            }
            _ => self.0.wait().await?,
        }
        self.0.take()
    }

    /// Whether it is to be sent again.
    pub(super) fn once_more(&self, response: &HttpResponse, tries: usize) -> bool {
        self.0.rejected_for_now(response, tries)
    }
}

impl Drop for Again<'_> {
    fn drop(&mut self) {
        self.0.again.fetch_sub(1, Ordering::AcqRel);
    }
}
