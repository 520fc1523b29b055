//! The cases within the budget of a run, and the omitted ones.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Plan, count};
use crate::cli::printer;
use conformance_engine::selection::{Choice, LeftOut};

/// A budget, and the cases chosen for it.
pub(super) struct BudgetPlan {
    pub(super) total: usize,
    pub(super) choice: Choice,
}

impl BudgetPlan {
    /// The number of omitted cases, by document, operation and kind.
    fn omitted(&self) -> BTreeMap<(&str, &str), BTreeMap<&'static str, usize>> {
        let mut groups: BTreeMap<(&str, &str), BTreeMap<&'static str, usize>> = BTreeMap::new();
        for LeftOut { provider, operation, kind, .. } in self.choice.left_out() {
            let kinds = groups.entry((provider, operation)).or_default();
            *kinds.entry(kind).or_default() += 1;
        }
        groups
    }

    pub(super) fn print(&self, plans: &[Plan]) {
        let dim = anstyle::Style::new().dimmed();
        let all: usize = plans.iter().map(|plan| plan.all).sum();
        let left_out = self.choice.left_out().len();
        printer::line(&format!(
            "{} of {all} cases fit into the budget of {}; {} reserved for retries",
            all - left_out,
            self.total,
            match self.total.saturating_sub(self.choice.requests() + self.choice.tokens()) {
                1 => "1 request is".to_owned(),
                requests => format!("{} are", count(requests)),
            }
        ));
        for ((provider, operation), kinds) in self.omitted() {
            let kinds: Vec<String> =
                kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
            let kinds = kinds.join(", ");
            printer::line(&format!("  omitted: {provider} {operation} {dim}{kinds}{dim:#}"));
        }
    }

    pub(super) fn json(&self) -> Value {
        let left_out = self.omitted();
        let left_out = left_out.iter().flat_map(|((provider, operation), kinds)| {
            kinds.iter().map(move |(kind, cases)| {
                json!({
                    "provider": provider,
                    "operation": operation,
                    "cause": kind,
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
