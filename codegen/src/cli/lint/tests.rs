//! The forms of `lint`, on one document with a fault of each outcome but fatal.

use serde_json::Value;

use super::{Linted, exit_code, github, json, sarif, schema};
use crate::cli::{Accepted, CLEAN, CONFIGURATION, Deny, FINDINGS};

const TEXT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get: {sumary: A, responses: {}}
    post: {responses: {ok: {description: Done}, '204': {description: Done}}}
    put:
      parameters: [{name: p, in: path, style: matrix, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
";

fn of(read: crate::cli::Read) -> Linted {
    Linted::new(read, &mut Accepted::default())
}

fn linted(text: &str) -> Vec<Linted> {
    vec![of(specs::parse("a", "a b.yaml", text))]
}

#[test]
fn exit_code_depends_on_what_is_denied() {
    let lossy = linted(TEXT);
    assert_eq!(exit_code(&lossy, Deny::Fatal), CLEAN);
    assert_eq!(exit_code(&lossy, Deny::Lost), FINDINGS);
    let repaired = linted(
        &TEXT
            .replace("ok:", "'200':")
            .replace("p, in: path", "p, in: query")
            .replace("style: matrix, ", ""),
    );
    assert_eq!(exit_code(&repaired, Deny::Lost), CLEAN);
    assert_eq!(exit_code(&repaired, Deny::Warnings), FINDINGS);
    assert_eq!(exit_code(&linted("a: 1"), Deny::Fatal), FINDINGS);
    let missing = vec![of(specs::load("no-such-file.yaml".as_ref()))];
    assert_eq!(exit_code(&missing, Deny::Fatal), CONFIGURATION);
}

#[test]
fn json_satisfies_its_schema() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    for text in [TEXT, "", "a: 1", "{", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}"]
    {
        let report: Value = serde_json::from_str(&json::report(&linted(text))).unwrap();
        assert!(schema.is_valid(&report), "{report:#}");
    }
    let report: Value = serde_json::from_str(&json::report(&linted(TEXT))).unwrap();
    insta::assert_snapshot!(format!("{report:#}"));
}

#[test]
fn every_sarif_result_has_a_rule_with_help_and_a_location() {
    let log = sarif::log(&linted(TEXT), FINDINGS);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 4);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty());
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "a%20b.yaml");
        let region = &physical["region"];
        assert!(region["endColumn"].as_u64().unwrap() > region["startColumn"].as_u64().unwrap());
    }
    let mut shown = results.clone();
    for result in shown.iter_mut().filter_map(Value::as_object_mut) {
        // It changes with every new code.
        result.shift_remove("ruleIndex");
    }
    insta::assert_snapshot!(format!("{:#}", Value::Array(shown)));
}

#[test]
fn fatal_diagnostics_without_a_location_are_results_as_well() {
    let missing = vec![of(specs::load("no-such-file.yaml".as_ref()))];
    let log = sarif::log(&missing, CONFIGURATION);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "cannot-read");
    assert_eq!(result["locations"][0]["physicalLocation"].get("region"), None);
}

#[test]
fn github_gets_one_command_for_each_diagnostic() {
    insta::assert_snapshot!(github::commands(&linted(TEXT)).join("\n"));
    let many: String = (0..100).map(|at| format!("x{at}: 1\n")).collect();
    let many = format!("{TEXT}{}", many.replace('x', "y"));
    let commands = github::commands(&linted(&many));
    assert_eq!(commands.len(), 51);
    assert!(commands[50].contains("more diagnostics"));
}

#[test]
fn text_has_one_block_of_each_kind_and_counts_the_others() {
    let many = format!("{TEXT}y1: 1\ny2: 1\ny3: 1\n");
    let linted = linted(&many);
    let brief = crate::cli::documents::text(&linted[0].found[0], false, false);
    assert_eq!(brief.matches("repaired: unknown-key").count(), 1);
    assert!(
        brief.contains("and 3 more of `unknown-key` (repaired), at lines 10, 11, 12"),
        "{brief}"
    );
    let all = crate::cli::documents::text(&linted[0].found[0], true, false);
    assert_eq!(all.matches("repaired: unknown-key").count(), 4);
}
