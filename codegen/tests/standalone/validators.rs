//! Three validators of hand-written instances: the document's JSON Schema, the type's `Deserialize`, and
//! the schema that schemars derives from the type. All must return the results of the table.

use serde_json::{Value, json};

/// A module, a component of its document, and instances that are valid and that are not.
type Row = (&'static str, &'static str, Value, Value);

fn rows() -> Vec<Row> {
    [bounds(), objects(), unions(), recursion()].concat()
}

fn bounds() -> Vec<Row> {
    vec![
        ("bounds", "Percent", json!([0, 100, 50.0]), json!([-1, 101, 0.5, "1", null])),
        ("bounds", "Small", json!([-4, 0, 2_147_483_647]), json!([-5, -4.5])),
        ("bounds", "Ratio", json!([0.75, 0, -0.25, -3]), json!([1, 0.3, 1.25, "0.5"])),
        ("bounds", "Code", json!(["AB1", "XY123456"]), json!(["AB", "ab1", "AB1234567", "AB٣"])),
        ("bounds", "Pin", json!(["1234", "üüüü", "😀😀😀😀"]), json!(["123", "üü", 1234])),
        (
            "bounds",
            "Tags",
            json!([["a"], ["a", "b", "c"]]),
            json!([[], ["a", "a"], ["a", "b", "c", "d"], [1]]),
        ),
        (
            "bounds",
            "Labels",
            json!([{ "a": "b" }]),
            json!([{}, { "a": 1 }, { "a": "", "b": "", "c": "" }]),
        ),
        (
            "bounds",
            "Sized",
            json!([{}, { "a": "" }, { "x": 1 }]),
            json!([{ "a": "", "b": "" }, { "x": 1, "y": 1 }]),
        ),
        (
            "enums",
            "Sent",
            json!([{}, { "level": -1, "share": 0.5, "flag": false, "only": "only", "yes": true, "half": 0.5, "closed": "a" }, { "level": 2.0 }]),
            json!([{ "level": 1 }, { "share": 1 }, { "flag": "true" }, { "only": "other" }, { "yes": false }, { "half": 0.25 }, { "closed": "c" }]),
        ),
        ("enums", "Received", json!([{ "open": "a" }]), json!([{ "open": "z" }, { "open": null }])),
        ("names", "Match", json!(["", "*", "a-b", "größe"]), json!(["A ", "B", 1])),
    ]
}

fn objects() -> Vec<Row> {
    vec![
        (
            "additional",
            "Scores",
            json!([{ "name": "n" }, { "name": "n", "x": 1, "": 2 }]),
            json!([{}, { "x": 1 }, { "name": "n", "x": "1" }, { "name": "n", "x": 1.5 }]),
        ),
        (
            "additional",
            "Grid",
            json!([{}, { "a": { "b": 1.5 } }]),
            json!([{ "a": 1 }, { "a": { "b": "1" } }, []]),
        ),
        ("additional", "Nothing", json!([{}]), json!([{ "a": 1 }, [], null])),
        ("additional", "Free", json!([{}, { "a": null }]), json!([[], 1])),
        (
            "nullable",
            "Row",
            json!([{ "must": "", "must_null": null }, { "must": "", "must_null": "", "may_null": null, "anything": null, "level": null, "list": [1, null], "other": null }, { "must": "", "must_null": "", "other": {}, "level": "low" }]),
            json!([{ "must": "" }, { "must_null": null }, { "must": null, "must_null": null }, { "must": "", "must_null": null, "may": null }, { "must": "", "must_null": null, "level": "mid" }, { "must": "", "must_null": null, "list": null }]),
        ),
        (
            "names",
            "match",
            json!([{ "type": "", "Type": "", "2fa": true }, { "type": "", "Type": "", "2fa": true, "": "", "*": "", "größe": 1.5, "more": 1 }]),
            json!([{ "type": "", "2fa": true }, { "type": "", "Type": "", "2fa": 1 }, { "type": "", "Type": "", "2fa": true, "": 1 }]),
        ),
        (
            "media",
            "Item",
            json!([{ "name": "" }, { "name": "", "counts": [], "nested": { "deep": true } }]),
            json!([{}, { "name": "", "counts": [0.5] }, { "name": "", "nested": { "deep": 1 } }]),
        ),
    ]
}

fn unions() -> Vec<Row> {
    vec![
        (
            "unions",
            "Pet",
            json!(["text", { "lives": 9 }, { "bark": "" }, { "fins": 2 }]),
            json!([1, {}, { "lives": 9, "bark": "" }, { "fins": 2, "more": 1 }, { "lives": "9" }]),
        ),
        (
            "unions",
            "Any",
            json!([{ "lives": 9 }, { "lives": "9", "bark": "" }]),
            json!([{}, { "lives": 0.5 }, "text"]),
        ),
        ("unions", "Maybe", json!([null, 1, true]), json!(["", 0.5, {}])),
        (
            "unions",
            "Owner",
            json!([{ "pet": "text" }, { "pet": { "fins": 1 }, "maybe": null }]),
            json!([{}, { "pet": null }, { "pet": "text", "maybe": "" }]),
        ),
    ]
}

fn recursion() -> Vec<Row> {
    let leaf = json!({ "pong": { "ping": { "pong": {} } } });
    vec![
        // Every tree requires another one: no finite value is valid.
        ("recursion", "Tree", json!([]), json!([{}, { "left": {}, "children": [] }])),
        (
            "recursion",
            "Ping",
            json!([{}, leaf]),
            json!([{ "pong": 1 }, { "pong": { "ping": null } }]),
        ),
        ("recursion", "Nested", json!([[], [[], [[]]]]), json!([[1], [[[null]]], {}])),
        ("recursion", "Forest", json!([{}, { "a": { "b": {} } }]), json!([{ "a": 1 }, []])),
        (
            "recursion",
            "Value",
            json!(["", { "inner": { "inner": "" } }]),
            json!([{}, { "inner": { "inner": 1 } }]),
        ),
    ]
}

/// Every proof of a micro module, by the name of the module.
fn proofs(module: &str) -> &'static [micro::support::proof::Proof] {
    match module {
        "additional" => micro::additional::proof::ALL,
        "bounds" => micro::bounds::proof::ALL,
        "enums" => micro::enums::proof::ALL,
        "media" => micro::media::proof::ALL,
        "names" => micro::names::proof::ALL,
        "nullable" => micro::nullable::proof::ALL,
        "recursion" => micro::recursion::proof::ALL,
        "unions" => micro::unions::proof::ALL,
        other => panic!("no module {other}"),
    }
}

#[test]
fn the_validators_agree() {
    let views: Value = serde_json::from_str(include_str!("views.json")).unwrap();
    let mut wrong = Vec::new();
    for (module, component, valid, invalid) in rows() {
        let pointer = format!("/components/schemas/{component}");
        let proof = proofs(module).iter().find(|proof| proof.pointer == pointer);
        let proof = proof.unwrap_or_else(|| panic!("{module} has no proof of {pointer}"));
        let document = jsonschema::validator_for(&views[module][&pointer]).unwrap();
        let derived = jsonschema::validator_for(&proof.schema()).unwrap();
        for (instances, expected) in [(valid, true), (invalid, false)] {
            for instance in instances.as_array().unwrap() {
                let verdicts = [
                    document.is_valid(instance),
                    proof.round_trip(instance.clone()).is_ok(),
                    derived.is_valid(instance),
                ];
                if verdicts != [expected; 3] {
                    wrong.push(format!("{module} {component} {instance}: {verdicts:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "document, type, derived:\n{}", wrong.join("\n"));
}

#[test]
fn what_is_decoded_is_serialized_unchanged() {
    for (module, component, valid, _) in rows() {
        let pointer = format!("/components/schemas/{component}");
        let proof = proofs(module).iter().find(|proof| proof.pointer == pointer).unwrap();
        for instance in valid.as_array().unwrap() {
            let written = proof.round_trip(instance.clone()).unwrap();
            // Undeclared properties of open objects are ignored, and 50.0 may be serialized as 50.
            let again = proof.round_trip(written.clone()).unwrap();
            assert_eq!(again, written, "{module} {component} {instance}");
        }
    }
}

#[test]
fn every_schema_has_a_proof_that_compiles() {
    for (module, proof) in
        ["additional", "bounds", "enums", "media", "names", "nullable", "recursion", "unions"]
            .into_iter()
            .flat_map(|module| proofs(module).iter().map(move |proof| (module, proof)))
    {
        let schema = proof.schema();
        assert!(jsonschema::validator_for(&schema).is_ok(), "{module} {}: {schema}", proof.pointer);
    }
}
