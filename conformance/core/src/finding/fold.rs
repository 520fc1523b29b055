//! Merges findings of the same check, operation and symptom into one.

use schemars::JsonSchema;
use serde::Serialize;

use super::Finding;

/// A finding with the other cases that have the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Folded {
    /// The one with the smallest request.
    #[serde(flatten)]
    pub finding: Finding,
    /// The ids of the other cases, in the order in which they ran.
    pub also: Vec<String>,
}

/// Merges findings, in the order of their first occurrence.
pub fn fold(findings: impl IntoIterator<Item = Finding>) -> Vec<Folded> {
    let mut list: Vec<Folded> = Vec::new();
    findings.into_iter().for_each(|finding| add(&mut list, finding));
    list
}

/// Adds a finding to those that are merged already.
pub fn add(list: &mut Vec<Folded>, finding: Finding) {
    let same = list.iter_mut().find(|folded| {
        let known = &folded.finding;
        (known.check, &known.operation, &known.symptom)
            == (finding.check, &finding.operation, &finding.symptom)
    });
    match same {
        None => list.push(Folded { finding, also: Vec::new() }),
        Some(folded) if finding.curl.len() < folded.finding.curl.len() => {
            let larger = std::mem::replace(&mut folded.finding, finding);
            folded.also.insert(0, larger.case);
        }
        Some(folded) if folded.finding.case == finding.case => {}
        Some(folded) => folded.also.push(finding.case),
    }
}
