//! A small suite of a folder of its own.

use std::fs;

use serde_json::{Value, json};

use super::claims::Claims;
use super::group::{self, Checked};
use super::{suite, table};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Checks the groups of one file of draft 2020-12.
fn check(groups: &Value) -> Result<Vec<Checked>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    for draft in ["draft4", "draft2020-12"] {
        fs::create_dir_all(folder.path().join("tests").join(draft))?;
    }
    fs::write(folder.path().join("tests/draft2020-12/one.json"), groups.to_string())?;
    let files = suite::files(folder.path())?;
    assert_eq!(files[0].name, "draft2020-12/one.json");
    let document = super::document(&folder.path().join("work"))?;
    let options = suite::options(folder.path());
    let checked = files[0].groups.iter();
    let checked = checked.map(|group| group::check(&files[0], group, &document, &options));
    Ok(checked.collect::<Result<_, _>>()?)
}

fn group(schema: &Value, data: &Value, valid: bool) -> Value {
    json!({"description": "g", "schema": schema, "tests": [{"description": "t", "data": data, "valid": valid}]})
}

#[test]
fn views_and_shapes_are_compared_with_the_suite() -> Outcome {
    let text = json!({"type": "string"});
    let recursive = json!({"type": "object", "properties": {"a": {"$ref": "#"}}});
    let implied = json!({"properties": {"a": {}}});
    let checked = check(&json!([
        group(&text, &json!("a"), true),
        group(&text, &json!(1), true),
        group(&recursive, &json!({"a": {"a": 1}}), false),
        group(&implied, &json!(1), true),
    ]))?;
    let failures: Vec<&[String]> = checked.iter().map(|group| group.failures.as_slice()).collect();
    let wrong = ["view rejects 1 (t)".to_owned(), "shape rejects 1 (t)".to_owned()];
    assert_eq!(failures, [&[][..], &wrong[..], &[][..], &[][..]]);
    assert_eq!(checked.iter().map(|group| group.decided).collect::<Vec<_>>(), [1, 1, 1, 0]);
    Ok(())
}

#[test]
fn what_is_not_claimed_has_to_fail() -> Outcome {
    let checked = check(&json!([group(&json!({"type": "string"}), &json!(1), true)]))?;
    let mut claims = Claims::of("# for people\nf.json | g | because\nf.json | gone | because\n");
    let row = table::Row::new("f.json", &checked, &mut claims);
    assert!(row.failed.is_empty(), "{:?}", row.failed);
    assert_eq!(claims.stale(""), ["f.json | gone"]);
    assert!(claims.stale("other").is_empty());
    let row = table::Row::new("f.json", &checked, &mut Claims::of(""));
    assert_eq!(row.failed.len(), 1);
    Ok(())
}
