//! Which diagnostics a command does not accept.

use specs::{Diagnostics, Outcome};

/// Diagnostics that make a command fail. Each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Deny {
    /// Documents that have no contract
    Fatal,
    /// Parts of a document that are left out or loosened
    Lost,
    /// Repairs, and whatever is lost
    Warnings,
}

impl Deny {
    /// Whether diagnostics of this outcome are denied.
    pub fn denies(self, outcome: Outcome) -> bool {
        let least = match outcome {
            Outcome::Fatal => Self::Fatal,
            Outcome::Lost => Self::Lost,
            Outcome::Repaired => Self::Warnings,
        };
        self >= least
    }

    /// Whether any of these diagnostics is denied.
    pub fn denies_any(self, diagnostics: &Diagnostics) -> bool {
        diagnostics.iter().any(|diagnostic| self.denies(diagnostic.outcome))
    }
}

#[cfg(test)]
mod tests {
    use specs::Outcome;

    use super::Deny;

    #[test]
    fn each_level_includes_those_before_it() {
        let denied = |deny: Deny| Outcome::ALL.map(|outcome| deny.denies(outcome));
        assert_eq!(denied(Deny::Fatal), [true, false, false]);
        assert_eq!(denied(Deny::Lost), [true, true, false]);
        assert_eq!(denied(Deny::Warnings), [true, true, true]);
    }
}
