//! Schemas without a type although the document gives them one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use specs::Contract;

fn contract(schemas: &str) -> Contract {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {schemas}}}\n"
    );
    specs::parse("untyped", "untyped.yaml", &text).0.unwrap()
}

/// The pointers to the schemas without a type, each with the reason.
fn untyped(schemas: &str) -> Vec<(String, String)> {
    let contract = contract(schemas);
    let found = contract.untyped().schemas.into_iter();
    let pointer = |id| contract.schemas.get(id).pointer.to_string();
    found.map(|(id, reason)| (pointer(id), reason)).collect()
}

#[test]
fn schemas_that_the_document_leaves_open_do_not_count() {
    let contract = contract(
        "{A: {}, B: true, C: {description: Any, example: 1}, D: {$ref: '#/components/schemas/A'}, \
         E: {type: string}}",
    );
    assert_eq!(contract.untyped().typed, 1);
    assert!(contract.untyped().rate() < f64::EPSILON);
}

#[test]
fn a_document_without_typed_schemas_has_the_rate_zero() {
    assert!(contract("{}").untyped().rate() < f64::EPSILON);
}

#[test]
fn opaque_schemas_have_the_reason_of_their_shape() {
    let found = untyped("{A: {allOf: [{type: string}, {type: integer}]}, B: {type: string}}");
    let reason = "its parts are of different types".to_owned();
    assert_eq!(found, [("/components/schemas/A".to_owned(), reason)]);
}

#[test]
fn constraints_without_a_type_are_for_validation_only() {
    let found = untyped("{A: {format: uuid}}");
    assert_eq!(found[0].1, "only validation has `format`");
}

#[test]
fn a_schema_that_has_lost_its_type_has_the_reason_of_the_loss() {
    let found = untyped("{A: {type: object, properties: {b: {$ref: '#/none'}}}}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains("none"), "{found:?}");
}
