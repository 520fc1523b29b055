//! The reference server and the profiles: it keeps every rule that its documents allow, and departs
//! from RFC 7009 where they do.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// The exit code, and by provider the checks that found something of this severity.
fn run(profiles: &[&str], severity: &str) -> (Option<i32>, BTreeMap<String, Vec<String>>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(["run", "--report", "json"]);
    command.args(profiles.iter().flat_map(|profile| ["--profile", profile]));
    let output = command.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = BTreeMap::new();
    for suite in report["suites"].as_array().unwrap() {
        let findings = suite["findings"].as_array().unwrap().iter();
        let of_severity = findings.filter(|finding| finding["severity"] == severity);
        let checks = of_severity.map(|finding| finding["check"].as_str().unwrap().to_owned());
        let mut checks: Vec<String> = checks.collect();
        checks.sort_unstable();
        checks.dedup();
        found.insert(suite["provider"].as_str().unwrap().to_owned(), checks);
    }
    (output.status.code(), found)
}

fn of(found: &BTreeMap<String, Vec<String>>, provider: &str) -> Vec<String> {
    found.get(provider).cloned().unwrap_or_default()
}

#[test]
fn reference_server_follows_profiles() {
    let (exit, errors) = run(&["http", "oauth", "problem", "provider"], "error");
    assert_eq!(exit, Some(0), "{errors:#?}");
    let (exit, warnings) = run(&[], "warning");
    assert_eq!(exit, Some(0));
    assert!(warnings.values().all(Vec::is_empty), "{warnings:#?}");
}

/// What is worth knowing is about the documents: gaps in them, and where they depart from RFC 7009.
#[test]
fn the_documents_depart_from_rfc_7009_and_the_reference_server_with_them() {
    let (_, infos) = run(&[], "info");
    let (exit, errors) = run(&["rfc7009"], "error");
    assert_eq!(exit, Some(1));
    let (status, form) = ("revocation-status", "revocation-form");
    let (unknown, hint) = ("rejected-unknown-token", "rejected-token-type-hint");
    let departures = [
        ("pipevest", vec![unknown, form, status]),
        ("voucherify", vec![unknown, form, status]),
        ("nomba", vec![unknown, form]),
        ("moov", vec![hint, status]),
        ("infisical", vec![unknown, form]),
    ];
    for (provider, departures) in departures {
        assert_eq!(of(&errors, provider), departures, "{provider}");
        let mut rest = of(&infos, provider);
        rest.retain(|check| !departures.contains(&check.as_str()) && check != "undocumented-error");
        assert_eq!(rest, Vec::<String>::new(), "{provider}");
    }
}
