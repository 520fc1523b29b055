//! The contracts of all providers, as outlines; and their examples, validated by their own schemas.

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

#[test]
fn contracts_match_their_outlines() {
    for provider in providers::ALL {
        insta::assert_snapshot!(provider.id, outline(&contract(provider.id)));
    }
}

/// Examples that a provider publishes and its own schemas reject: numbers as examples of strings.
const REJECTED_EXAMPLES: [&str; 3] = [
    "/components/schemas/ResponseCode",
    "/components/schemas/Error/properties/code",
    "/components/responses/NotFound/content/application~1json/schema/allOf/1/properties/code",
];

#[test]
fn validators_compile_and_accept_the_examples() {
    let mut rejected = Vec::new();
    for provider in providers::ALL {
        let contract = contract(provider.id);
        for (id, _) in contract.schemas.iter() {
            validator(&contract, id);
        }
        for (id, value, pointer) in examples(&contract) {
            if !validator(&contract, id).is_valid(value) {
                rejected.push(pointer.to_string());
            }
        }
    }
    rejected.sort();
    let mut expected = REJECTED_EXAMPLES.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(rejected, expected);
}

fn validator(contract: &Contract, id: SchemaId) -> jsonschema::Validator {
    let view = contract.schemas.json_schema(id);
    jsonschema::validator_for(&view).unwrap_or_else(|error| panic!("{error}: {view}"))
}

/// Every example of a contract, with the schema it belongs to and its pointer.
fn examples(contract: &Contract) -> Vec<(SchemaId, &Value, &Pointer)> {
    let mut found = Vec::new();
    for (id, schema) in contract.schemas.iter() {
        found.extend(schema.examples.iter().map(|value| (id, value, &schema.pointer)));
    }
    for operation in &contract.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        let responses = operation.responses.iter().flat_map(|response| &response.content);
        for media_type in bodies.chain(responses) {
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
