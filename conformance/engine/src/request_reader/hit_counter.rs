//! How often an injected fault made a difference.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often a change made a difference.
#[derive(Debug, Clone, Default)]
pub struct HitCounter(Arc<AtomicUsize>);

impl HitCounter {
    /// The count so far.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts one more if there is a difference.
    pub fn note(&self, differs: bool) {
        self.0.fetch_add(usize::from(differs), Ordering::Relaxed);
    }
}
