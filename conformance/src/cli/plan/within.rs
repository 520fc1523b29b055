//! What fits into the budget of a run, and what does not.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Plan, count};
use crate::cli::printer;
use conformance_engine::selection::{Choice, LeftOut};

/// A budget, and what fits into it.
pub(super) struct Within {
    pub(super) total: usize,
    pub(super) choice: Choice,
}

impl Within {
    /// How many cases are left out, by document, operation and cause.
    fn left_out(&self) -> BTreeMap<(&str, &str), BTreeMap<&'static str, usize>> {
        let mut groups: BTreeMap<(&str, &str), BTreeMap<&'static str, usize>> = BTreeMap::new();
        for LeftOut { provider, operation, cause, .. } in self.choice.left_out() {
            let causes = groups.entry((provider, operation)).or_default();
            *causes.entry(cause).or_default() += 1;
        }
        groups
    }

    pub(super) fn print(&self, plans: &[Plan]) {
        let dim = anstyle::Style::new().dimmed();
        let all: usize = plans.iter().map(|plan| plan.all).sum();
        let left_out = self.choice.left_out().len();
        printer::line(&format!(
            "{} of {all} cases fit into the budget of {}; {} kept for asking again",
            all - left_out,
            self.total,
            match self.total.saturating_sub(self.choice.requests() + self.choice.tokens()) {
                1 => "1 request is".to_owned(),
                requests => format!("{} are", count(requests)),
            }
        ));
        for ((provider, operation), causes) in self.left_out() {
            let causes: Vec<String> =
                causes.iter().map(|(cause, count)| format!("{count} {cause}")).collect();
            let causes = causes.join(", ");
            printer::line(&format!("  left out: {provider} {operation} {dim}{causes}{dim:#}"));
        }
    }

    pub(super) fn json(&self) -> Value {
        let left_out = self.left_out();
        let left_out = left_out.iter().flat_map(|((provider, operation), causes)| {
            causes.iter().map(move |(cause, cases)| {
                json!({
                    "provider": provider,
                    "operation": operation,
                    "cause": cause,
                    "cases": cases,
                })
            })
        });
        json!({
            "requests": self.total,
            "planned": self.choice.requests() + self.choice.tokens(),
            "cases": self.choice.ids().count(),
            "left_out": left_out.collect::<Vec<_>>(),
        })
    }
}
