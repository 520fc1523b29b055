//! The published JSON Schemas: they are those of the types, and real reports satisfy them.

use std::path::Path;

use conformance_report::{Json, Jsonl, json_schema, jsonl_schema};
use serde_json::Value;

use super::{events, many, messages};

fn held(file: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file);
    let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, text).unwrap();
    } else {
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written, text, "run this test with UPDATE_README=1");
    }
}

#[test]
fn the_schemas_are_those_of_the_types() {
    held("report.schema.json", &json_schema());
    held("event.schema.json", &jsonl_schema());
}

pub(super) fn validate(schema: &Value, instance: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let instance: Value = serde_json::from_str(instance).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn reports_and_events_satisfy_their_schemas() {
    // With findings of each kind; with cases that have none; without any finding.
    for events in [events(), many::run(90), many::run(0)] {
        validate(&json_schema(), &messages(&events, |writer| Box::new(Json::new(writer))));
        let lines = messages(&events, |writer| Box::new(Jsonl::new(writer)));
        let schema = jsonl_schema();
        lines.lines().for_each(|line| validate(&schema, line));
    }
}

#[test]
fn a_schema_refuses_another_form() {
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    let text = messages(&events(), |writer| Box::new(Json::new(writer)));
    let mut report: Value = serde_json::from_str(&text).unwrap();
    assert!(validator.is_valid(&report));
    report["form"] = 2.into();
    assert!(!validator.is_valid(&report));
    report["form"] = 1.into();
    report["suites"][0]["cases"][0]["verdict"] = "well".into();
    assert!(!validator.is_valid(&report));
}

#[test]
fn a_run_against_the_reference_server_satisfies_the_schema() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "nomba", "--report", "json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    validate(&json_schema(), &String::from_utf8(output.stdout).unwrap());
}
