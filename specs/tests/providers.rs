//! The contracts of the five providers, as outlines; and their schemas against their own examples.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may panic as the tests do")]

use serde_json::Value;
use specs::contract::SchemaId;
use specs::{Contract, Pointer, outline, parse, providers};

fn contract(id: &str) -> Contract {
    let provider = providers::find(id).unwrap();
    let (contract, diagnostics) = parse(provider.id, provider.file, provider.text);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
    contract.unwrap()
}

fn check(id: &str) {
    insta::assert_snapshot!(id, outline(&contract(id)));
}

#[test]
fn pipevest() {
    check("pipevest");
}

#[test]
fn voucherify() {
    check("voucherify");
}

#[test]
fn nomba() {
    check("nomba");
}

#[test]
fn moov() {
    check("moov");
}

#[test]
fn infisical() {
    check("infisical");
}

/// Examples that the provider publishes and its own schemas refuse: numbers as examples of strings.
const REFUSED_EXAMPLES: [&str; 3] = [
    "/components/schemas/ResponseCode",
    "/components/schemas/Error/properties/code",
    "/components/responses/NotFound/content/application~1json/schema/allOf/1/properties/code",
];

#[test]
fn views_compile_and_accept_the_examples() {
    let mut refused = Vec::new();
    for provider in providers::ALL {
        let contract = contract(provider.id);
        for (id, _) in contract.schemas.iter() {
            validator(&contract, id);
        }
        for (id, value, pointer) in examples(&contract) {
            if !validator(&contract, id).is_valid(value) {
                refused.push(pointer.to_string());
            }
        }
    }
    refused.sort();
    let mut expected = REFUSED_EXAMPLES.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(refused, expected);
}

fn validator(contract: &Contract, id: SchemaId) -> jsonschema::Validator {
    let view = contract.schemas.json_schema(id);
    jsonschema::validator_for(&view).unwrap_or_else(|error| panic!("{error}: {view}"))
}

/// Every example of a contract, with the schema it belongs to and its place.
fn examples(contract: &Contract) -> Vec<(SchemaId, &Value, &Pointer)> {
    let mut found = Vec::new();
    for (id, schema) in contract.schemas.iter() {
        found.extend(schema.examples.iter().map(|value| (id, value, &schema.pointer)));
    }
    for operation in &contract.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        let answers = operation.responses.iter().flat_map(|response| &response.content);
        for media_type in bodies.chain(answers) {
            let named = media_type.examples.iter().zip(media_type.schema.iter().cycle());
            found.extend(named.map(|(example, id)| (*id, &example.value, &example.pointer)));
        }
        for parameter in &operation.parameters {
            let named = parameter.examples.iter();
            found.extend(named.map(|it| (parameter.schema, &it.value, &it.pointer)));
        }
    }
    found
}
