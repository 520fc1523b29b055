//! The plan for programs.

use serde_json::{Value, json};

use super::{Plan, path_text};
use conformance_core::event::Losses;
use conformance_core::exchange::Via;
use conformance_core::redact::without_password;

impl Plan {
    pub(super) fn json(&self) -> Value {
        let contract = &self.suite.contract;
        let groups = self.groups();
        let groups = groups.iter().map(|(origin, operation, kind, cases)| {
            let requests = cases.iter().flat_map(|case| {
                case.steps.iter().map(|step| {
                    json!({
                        "case": case.id,
                        "title": case.title,
                        "method": step.request.method,
                        "path": path_text(&step.request.path),
                        "raw": step.via != Via::Http,
                    })
                })
            });
            let requests: Vec<Value> = requests.collect();
            json!({
                "source": origin.as_str(),
                "operation": operation,
                "cause": kind,
                "count": requests.len(),
                "requests": requests,
            })
        });
        let live = self.supply.iter().map(|(field, supply)| {
            let missing = supply.needed - supply.drawn - supply.made;
            let counts = json!({
                "needed": supply.needed,
                "supplied": supply.drawn,
                "more": supply.more,
                "made": supply.made,
                "setup_requests": supply.setup,
                "teardown_requests": supply.teardown,
                "missing": missing,
            });
            (field.clone(), counts)
        });
        json!({
            "provider": contract.id,
            "title": format!("{} {}", contract.title, contract.version),
            "spec": contract.source.name(),
            "target": if self.suite.base.is_empty() { Value::Null } else { json!(without_password(&self.suite.base)) },
            "losses": Losses::of(contract),
            "requests": self.requests(),
            "groups": groups.collect::<Vec<_>>(),
            "live": live.collect::<serde_json::Map<_, _>>(),
            "tokens": self.suite.fixtures.grants().map(|(scheme, _)| scheme).collect::<Vec<_>>(),
            "skipped": self.without_live_value,
            "left_out": self
                .left_out()
                .iter()
                .map(|part| json!({ "case": part.id, "reason": part.reason }))
                .collect::<Vec<_>>(),
            "skipped_scenarios": self.skipped_scenarios,
        })
    }
}
