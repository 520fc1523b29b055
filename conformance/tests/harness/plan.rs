//! `conformance plan`: what it says is what a run does, and nothing is sent.

use std::process::Command;

use serde_json::Value;

use crate::targets;

fn conformance(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn json(arguments: &[&str]) -> Value {
    let (code, text) = conformance(arguments);
    assert!(matches!(code, Some(0 | 1)), "{code:?}: {text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn plan_equals_the_run() {
    let plan = json(&["plan", "--provider", "nomba", "--format", "json"]);
    let run = json(&["run", "--provider", "nomba", "--report", "json"]);
    let planned: Vec<&Value> = plan["suites"][0]["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["requests"].as_array().unwrap())
        .map(|request| &request["case"])
        .collect();
    let ran = run["suites"][0]["cases"].as_array().unwrap();
    assert!(ran.iter().all(|case| planned.contains(&&case["id"])));
    assert_eq!(plan["suites"][0]["skipped"], serde_json::json!([]));
    assert_eq!(plan["requests"].as_u64(), Some(planned.len() as u64));
}

#[test]
fn too_few_live_values_are_reported_before_the_run_and_nothing_is_sent() {
    let target = format!("http://{}", targets::unknown_signer());
    let supplied = ["--live-value", "access_token=first", "--live-value", "access_token=second"];
    let mut arguments = vec!["plan", "--provider", "voucherify", "--target", &target];
    arguments.extend(supplied);
    let (code, text) = conformance(&arguments);
    assert_eq!(code, Some(0));
    assert!(text.contains("would be skipped because no live value remains"), "{text}");
    arguments.extend(["--format", "json"]);
    let plan = json(&arguments);
    let live = &plan["suites"][0]["live"]["access_token"];
    assert_eq!(live["supplied"], 2, "{live}");
    let count = |name: &str| live[name].as_u64().unwrap();
    assert_eq!(count("needed"), count("supplied") + count("missing"), "{live}");
}

#[test]
fn each_request_can_be_named() {
    let (code, text) = conformance(&["plan", "--provider", "infisical", "--requests"]);
    assert_eq!(code, Some(0));
    assert!(text.contains("POST /api/v1/auth/token-auth/tokens/{{tokenId}}/revoke"), "{text}");
    let (code, _) = conformance(&["plan", "--only", "nothing/*"]);
    assert_eq!(code, Some(4));
}
