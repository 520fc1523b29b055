//! The JSON of a contract, as a snapshot and against its schema.

use serde_json::{Value, json};
use specs::providers;

use super::{ContractView, schema};

const TEXT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu, enum: [eu, us]}}}]
security: [{key: []}, {}]
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      responses:
        '204': {description: Done, headers: {X-Id: {schema: {type: string}}}}
        no: {description: Lost}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    A:
      type: object
      properties: {kind: {type: string, enum: [a]}, b: {$ref: '#/components/schemas/B'}, c: {}}
      required: [kind]
      additionalProperties: false
    B: {not: {type: string}}
";

fn view(id: &str, text: &str) -> Value {
    let (contract, _) = specs::parse(id, &format!("{id}.yaml"), text);
    serde_json::to_value(ContractView::new(&contract.unwrap())).unwrap()
}

#[test]
fn json_satisfies_its_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let documents = providers::ALL.iter().map(|provider| (provider.id, provider.text));
    for (id, text) in documents.chain([("t", TEXT)]) {
        let view = view(id, text);
        let errors: Vec<String> = validator.iter_errors(&view).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{id}: {errors:?}");
    }
}

#[test]
fn contract_has_losses_coverage_and_untyped_schemas() {
    let view = view("t", TEXT);
    assert_eq!(view["coverage"]["with_losses"], 1);
    assert_eq!(view["losses"][0]["operations"], json!(["put_a_id"]));
    let untyped = &view["untyped"]["schemas"];
    assert_eq!(untyped.as_array().unwrap().len(), 1, "{untyped}");
    assert_eq!(untyped[0]["pointer"], "/components/schemas/B");
    insta::assert_snapshot!(format!("{view:#}"));
}

#[test]
fn schemas_are_found_by_their_index() {
    let view = view("t", TEXT);
    let body = &view["operations"][0]["body"]["content"][0]["schema"];
    let schema = &view["schemas"][usize::try_from(body.as_u64().unwrap()).unwrap()];
    assert_eq!(schema["name"], "A");
}
