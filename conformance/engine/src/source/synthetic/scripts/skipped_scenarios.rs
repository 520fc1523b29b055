//! The scripts that are skipped because the user has not configured something, and why.

use super::{own, rejects_unknown};
use crate::source::Inputs;
use crate::source::synthetic::{Drafting, chains};
use conformance_core::case::Owner;

/// A script that is skipped.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SkippedScenario {
    /// The id of the operation.
    pub operation: String,
    /// What the script would have tested.
    pub script: String,
    /// What is missing.
    pub why: String,
}

/// The skipped scripts, in the document's order.
pub fn skipped_scenarios(inputs: &Inputs<'_>) -> Vec<SkippedScenario> {
    let mut list = Vec::new();
    for operation in &inputs.contract.operations {
        let Some(drafting) = Drafting::new(*inputs, operation) else {
            continue;
        };
        let mut add = |script: &str, why: String| {
            list.push(SkippedScenario {
                operation: operation.id.clone(),
                script: script.to_owned(),
                why,
            });
        };
        if let Some(path) = chains::unlinked(*inputs, operation) {
            let why =
                format!("no response of it identifies the resource, and no link leads to {path}");
            add("what it creates is read and deleted", why);
        }
        let fields = drafting.minimal.live_fields();
        if fields.is_empty() {
            if !operation.method.is_safe() {
                let why = "no field of it has `live` values".to_owned();
                add("every script about live values", why);
            }
            continue;
        }
        let probe = missing_probe(&drafting);
        if let (Some(why), true) = (&probe, drafting.ends()) {
            add("use after the end", why.clone());
        }
        let blind = (!rejects_unknown(operation)).then_some(probe).flatten();
        let blind = blind.map(|why| format!("an unknown value is a success too, and {why}"));
        if let Some(why) = &blind {
            add("side effects of rejected requests and on other resources", why.clone());
        }
        let others = inputs.fixtures.fields(Owner::Others);
        for field in fields {
            if !others.iter().any(|known| known == field) {
                let why = format!("`foreign-values` has no values of `{field}`");
                add("another client's value", why);
            } else if let Some(why) = &blind {
                add("another client's value", why.clone());
            }
            if own::is_for(&drafting, field) && inputs.fixtures.own_credential().is_none() {
                add("the caller's own value", "no `own-credential` is named".to_owned());
            }
        }
    }
    list
}

/// Why the probe is not about the operation's values.
fn missing_probe(drafting: &Drafting<'_>) -> Option<String> {
    match (drafting.inputs.fixtures.probe(), drafting.probe()) {
        (_, Some(_)) => None,
        (None, None) => Some("no `probe` is named".to_owned()),
        (Some(probe), None) => {
            let live = drafting.minimal.live_fields();
            let fields = probe.fields().into_iter().filter(|field| !live.contains(field));
            let fields: Vec<String> = fields.map(|field| format!("`{field}`")).collect();
            Some(format!("the probe contains {}, which it does not take", fields.join(" and ")))
        }
    }
}
