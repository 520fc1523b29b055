//! What SARIF 2.1.0 demands of a log and code scanning relies on.

use std::collections::BTreeSet;

use conformance_report::Sarif;
use serde_json::Value;

use super::{many, messages};

fn log(findings: usize) -> Value {
    let text = messages(&many::run(findings), |writer| Box::new(Sarif::new(writer, None)));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_result_has_rule_location_and_unique_fingerprint() {
    let log = log(200);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    // §3.49.3: ids are those of one rule alone.
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len());
    let mut fingerprints = BTreeSet::new();
    for result in results {
        // §3.27.6: the index is that of the rule of this id.
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("specs/") && !uri.contains(' '), "{uri}");
        let region = &place["region"];
        // §3.30: counted from 1, and the end lies behind the start.
        assert!(region["startLine"].as_u64().unwrap() >= 1);
        assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64(), "{region}");
        fingerprints.insert(result["partialFingerprints"]["finding/v1"].as_str().unwrap());
    }
    assert_eq!(fingerprints.len(), results.len());
    for rule in rules {
        assert!(rule["help"]["text"].is_string() && rule["shortDescription"]["text"].is_string());
        assert!(rule.get("helpUri").is_none());
    }
}

#[test]
fn known_failures_are_suppressed_and_nothing_else_is() {
    let log = log(200);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> =
        results.iter().filter_map(|result| result.get("suppressions")).collect();
    // Every fortieth finding is generated as a known one.
    assert_eq!(suppressed.len(), 5);
    for list in suppressed {
        assert_eq!(
            (&list[0]["kind"], &list[0]["status"]),
            (&"external".into(), &"accepted".into())
        );
        assert!(list[0]["justification"].as_str().unwrap().starts_with("TRACK-"));
    }
    assert_eq!(results.len(), 200);
}

#[test]
fn fingerprints_stay_from_run_to_run() {
    let prints = |log: &Value| -> BTreeSet<String> {
        let results = log["runs"][0]["results"].as_array().unwrap();
        let print = |result: &Value| {
            result["partialFingerprints"]["finding/v1"].as_str().map(str::to_owned)
        };
        results.iter().filter_map(print).collect()
    };
    let (few, many) = (prints(&log(100)), prints(&log(200)));
    assert!(few.is_subset(&many));
}
