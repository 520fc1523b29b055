//! The request budget: at most N requests in a run; which cases are run, and a reserve for retries.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// One of so many requests is reserved for retries: of broken, rejected and intermittent responses.
const KEPT: usize = 20;

/// A limit on the requests of a run.
#[derive(Debug)]
pub struct Budget {
    total: usize,
    /// The ids of the cases that are run.
    chosen: HashSet<String>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Not sent yet.
    left: usize,
    /// Reserved for the cases that are run, until they end.
    owed: usize,
    /// Unreserved when the run begins; random cases use these.
    free: usize,
}

impl Budget {
    /// A budget of `total` requests, of which `requests` are for the cases `chosen` and `tokens` for
    /// credentials.
    pub fn new(
        total: usize,
        chosen: impl IntoIterator<Item = String>,
        requests: usize,
        tokens: usize,
    ) -> Arc<Self> {
        let free = share(total).saturating_sub(requests + tokens);
        let state = State { left: total, owed: requests, free };
        let chosen = chosen.into_iter().collect();
        Arc::new(Self { total, chosen, state: Mutex::new(state) })
    }

    /// Why a case is skipped.
    pub fn words(&self) -> String {
        format!("outside of the request budget of {}", self.total)
    }

    /// Takes one request; `false` if the budget is used up.
    pub fn take(&self) -> bool {
        self.with(|state| match state.left {
            0 => false,
            _ => {
                state.left -= 1;
                true
            }
        })
    }

    /// Whether a request remains that is not reserved for a case.
    pub fn has_spare(&self) -> bool {
        self.with(|state| state.left > state.owed)
    }

    /// Reserves the requests of a case; `None` if the case was not chosen.
    pub fn admit(self: &Arc<Self>, case: &str, cost: usize) -> Option<Kept> {
        let is_chosen = self.chosen.contains(case);
        let is_admitted = is_chosen
            || self.with(|state| {
                let fits = state.free >= cost && state.left >= state.owed + cost;
                if fits {
                    state.free -= cost;
                    state.owed += cost;
                }
                fits
            });
        is_admitted.then(|| Kept::new(self, cost))
    }

    /// Reserves requests for a retry, beside what every other case needs.
    pub fn keep(self: &Arc<Self>, cost: usize) -> Option<Kept> {
        let fits = self.with(|state| {
            let fits = state.left >= state.owed + cost;
            state.owed += if fits { cost } else { 0 };
            fits
        });
        fits.then(|| Kept::new(self, cost))
    }

    fn release(&self, count: usize) {
        self.with(|state| state.owed = state.owed.saturating_sub(count));
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Requests that are reserved for one user of the budget, until this is dropped.
#[derive(Debug)]
pub struct Kept {
    budget: Arc<Budget>,
    /// Not sent yet.
    rest: AtomicUsize,
}

impl Kept {
    fn new(budget: &Arc<Budget>, cost: usize) -> Self {
        Self { budget: Arc::clone(budget), rest: AtomicUsize::new(cost) }
    }

    /// One of them is about to be sent, so that its reservation ends.
    pub fn spend(&self) {
        let less = |rest: usize| rest.checked_sub(1);
        if self.rest.fetch_update(Ordering::AcqRel, Ordering::Acquire, less).is_ok() {
            self.budget.release(1);
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.budget.release(*self.rest.get_mut());
    }
}

/// The number of requests that cases are chosen for.
pub fn share(total: usize) -> usize {
    total - total / KEPT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_given_twice() {
        let budget = Budget::new(4, [], 0, 0);
        let first = budget.keep(3);
        assert!(first.is_some() && budget.keep(2).is_none());
        assert!(budget.has_spare());
        drop(first);
        let taken = (0..6).filter(|_| budget.take()).count();
        assert_eq!((taken, budget.has_spare()), (4, false));
        assert!(budget.admit("a", 1).is_none());
    }
}
