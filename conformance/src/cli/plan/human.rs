//! The plan for people.

use super::{BUILT_IN, Plan, count, path_text};
use crate::cli::printer;
use conformance_core::event::Losses;
use conformance_core::redact::without_password;
use conformance_engine::fixtures::cost;

impl Plan {
    pub(super) fn print(&self, each: bool) {
        let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
        let contract = &self.suite.contract;
        let base = without_password(&self.suite.base);
        let base = if base.is_empty() { BUILT_IN } else { &base };
        printer::line(&format!(
            "{bold}{}{bold:#}  {} {}, {} to {base}",
            contract.id,
            contract.title,
            contract.version,
            count(self.requests())
        ));
        let losses = Losses::of(contract);
        if !losses.is_empty() {
            printer::line(&format!("  {}", losses.summary()));
            losses.parts.iter().for_each(|part| printer::line(&format!("    {part}")));
        }
        let mut heading = None;
        for (origin, operation, kind, cases) in self.groups() {
            if heading != Some((origin, operation)) {
                heading = Some((origin, operation));
                let known = contract.operation(operation);
                let path = known.map(|o| format!("{} {}", o.method.as_str(), o.path.raw));
                let path = path.unwrap_or_default();
                printer::line(&format!("  {}: {operation} {dim}{path}{dim:#}", origin.as_str()));
            }
            let fixtures = &self.suite.fixtures;
            let requests: usize = cases.iter().map(|case| cost(case, fixtures)).sum();
            printer::line(&format!("    {kind:<24}{requests:>5}"));
            for case in cases.into_iter().filter(|_| each) {
                for step in &case.steps {
                    let path = path_text(&step.request.path);
                    let request = format!("{} {path}", step.request.method);
                    printer::line(&format!("      {request} {dim}{}{dim:#}", case.title));
                }
            }
        }
        for (field, supply) in &self.supply {
            printer::line(&format!("  live values of {field}: {}", supply.description()));
        }
        for (scheme, _) in self.suite.fixtures.grants() {
            printer::line(&format!(
                "  token of {scheme}: 1 request, and 1 more before each expiry"
            ));
        }
        if !self.without_live_value.is_empty() {
            let first = self.without_live_value.first().map(String::as_str).unwrap_or_default();
            printer::line(&format!(
                "  {} would be skipped because no live value remains; the first is {first}",
                if self.without_live_value.len() == 1 {
                    "1 case".to_owned()
                } else {
                    format!("{} cases", self.without_live_value.len())
                }
            ));
        }
        for (script, why, operations) in self.skipped_by_reason() {
            let first = operations.first().copied().unwrap_or_default();
            let more = match operations.len() {
                0 | 1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            printer::line(&format!("  skipped: {script} {dim}{first}{more}{dim:#}: {why}"));
        }
        for part in self.left_out() {
            printer::line(&format!("  omitted: {} {dim}{}{dim:#}", part.reason, part.id));
        }
        printer::line("");
    }
}
