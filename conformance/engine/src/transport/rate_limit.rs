//! One pace for all requests of a run: rates, the budget, and waits that the target asks for.

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

/// A request that was rejected is sent so often in all.
const TRIES: usize = 3;
/// Without a word of the target, the first wait is so long, and each further one twice as long.
const FIRST: Duration = Duration::from_secs(1);
/// A shorter wait for a rate is not reported.
const LINE_AFTER: Duration = Duration::from_secs(2);

/// What bounds the requests of a run together.
#[derive(Debug, Clone)]
pub struct RateLimits {
    /// All of them hold.
    pub rates: Vec<Rate>,
    /// How long may be waited in all because the target asks for it.
    pub max_wait: Duration,
    /// Nothing is waited for that comes later.
    pub ends: Option<Instant>,
    /// How many requests may be sent.
    pub budget: Option<Arc<Budget>>,
}

impl Default for RateLimits {
    fn default() -> Self {
        let max_wait = Duration::from_secs(120);
        Self { rates: Vec::new(), max_wait, ends: None, budget: None }
    }
}

/// A wait, as reports report it.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// How long, in seconds.
    pub seconds: f64,
    /// Why.
    pub reason: String,
}

/// Holds the pace of a run.
#[derive(Debug)]
pub struct RateLimiter {
    pace: RateLimits,
    state: Mutex<State>,
    /// Who waits does so in turn.
    turn: tokio::sync::Mutex<()>,
    /// Whether there is nothing to hold back for, as with most targets.
    is_calm: AtomicBool,
    /// How many were rejected and are to be sent again.
    again: AtomicUsize,
    waits: UnboundedSender<Wait>,
}

#[derive(Debug)]
struct State {
    windows: Vec<Window>,
    /// Nothing is sent before.
    pause: Option<(Instant, String)>,
    /// Nothing is sent before, and no client waits for so long.
    refused: Option<(Instant, String)>,
    /// How long the target had everybody wait.
    waited: Duration,
    /// How often it turned somebody away in a row without saying for how long.
    wordless: u32,
    /// Whether it rejected who had waited as often as may be; until it lets somebody through.
    is_deaf: bool,
}

impl RateLimiter {
    /// Holds this pace, and reports the waits.
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

    /// Waits until a request may be sent, behind those that wait already.
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

    /// One more request of the budget.
    fn take(&self) -> Result<(), NotAsked> {
        match &self.pace.budget {
            Some(budget) if !budget.take() => Err(NotAsked::Held { reason: budget.words() }),
            _ => Ok(()),
        }
    }

    /// Waits for the rates and for what the target asked for. Only who has the turn may.
    async fn wait(&self) -> Result<(), NotAsked> {
        loop {
            let (until, reason) = match self.next(Instant::now())? {
                None => return Ok(()),
                Some(next) => next,
            };
            if self.pace.ends.is_some_and(|ends| until > ends) {
                let reason = format!("the time of the run is over before the wait is ({reason})");
                return Err(NotAsked::Held { reason });
            }
            tokio::time::sleep_until(until).await;
        }
    }

    /// Until when to wait, and why; where no client has to, the request counts as sent.
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

    /// Takes note of a response that let a request through; where it says that nothing is left, all wait.
    pub(super) fn let_through(&self, response: &HttpResponse) {
        let hint = hint::when_spent(response, SystemTime::now());
        if hint.is_none() && self.is_calm.load(Ordering::Acquire) {
            return;
        }
        let mut state = self.state();
        (state.wordless, state.is_deaf) = (0, false);
        // A guess at what the counters mean must not end a run: a target that means it says 429.
        if let Some(hint) = hint
            && state.waited + hint.wait <= self.pace.max_wait
        {
            let reason = format!("the target has nothing left ({})", hint.field);
            self.pause(&mut state, hint.wait, reason);
            return;
        }
        let is_calm = self.pace.rates.is_empty() && self.again.load(Ordering::Acquire) == 0;
        self.is_calm.store(is_calm, Ordering::Release);
    }

    /// Whether a request that was rejected is to be sent again, after a wait.
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
                format!("{reason}; a wait of {asked} s is more than --max-wait {most} leaves");
            state.refused = Some((Instant::now() + wait, held));
            return false;
        }
        self.pause(&mut state, wait, reason);
        !is_last
    }

    /// Has everybody wait.
    fn pause(&self, state: &mut State, wait: Duration, reason: String) {
        let now = Instant::now();
        let until = now + wait;
        let before = state.pause.as_ref().map_or(now, |(until, _)| (*until).max(now));
        self.is_calm.store(false, Ordering::Release);
        if until > before {
            state.waited += until - before;
            // One wait that is but a little prolonged by others is one.
            if before == now {
                self.emit(wait, &reason);
            }
            state.pause = Some((until, reason));
        }
    }

    fn emit(&self, wait: Duration, reason: &str) {
        // No client has to listen.
        let _ = self.waits.send(Wait { seconds: wait.as_secs_f64(), reason: reason.to_owned() });
    }

    /// Whether a response turns the request away for now: it says nothing about what was asked.
    pub fn is_refusal(response: &HttpResponse) -> bool {
        response.status == 429 || response.status == 503 && hint::names_a_time(response)
    }

    /// Has the turn of a request that was rejected, if it is to be sent again.
    pub fn again(&self, response: &HttpResponse, tries: usize) -> Option<Again<'_>> {
        self.rejected_for_now(response, tries).then(|| {
            self.again.fetch_add(1, Ordering::AcqRel);
            Again(self)
        })
    }
}

/// A request that is to be sent again. While there is one, no other client is sent beside it: what is asked
/// in the same moment as others would be rejected once more.
pub struct Again<'a>(&'a RateLimiter);

impl<'a> Again<'a> {
    /// Waits; the turn is kept as long as what is given back.
    pub async fn admit(&self) -> Result<tokio::sync::MutexGuard<'a, ()>, NotAsked> {
        let turn = self.0.turn.lock().await;
        self.wait().await?;
        Ok(turn)
    }

    /// Waits once more; only who has the turn may.
    pub(super) async fn wait(&self) -> Result<(), NotAsked> {
        match &self.0.pace.budget {
            Some(budget) if !budget.has_spare() => {
                return Err(NotAsked::Held { reason: budget.words() });
            }
            _ => self.0.wait().await?,
        }
        self.0.take()
    }

    /// Whether it is to be sent once more.
    pub(super) fn once_more(&self, response: &HttpResponse, tries: usize) -> bool {
        self.0.rejected_for_now(response, tries)
    }
}

impl Drop for Again<'_> {
    fn drop(&mut self) {
        self.0.again.fetch_sub(1, Ordering::AcqRel);
    }
}
