//! Generated values: confirmed, deterministic, and of every kind.

use conformance_core::values::{Validator, instances};

use crate::micro;

const KINDS: &str = r"
paths: {}
components:
  schemas:
    Text: { type: string, minLength: 2, maxLength: 6 }
    Pattern: { type: string, pattern: '^[A-Z]{2}\d{3}$' }
    Uuid: { type: string, format: uuid }
    When: { type: string, format: date-time }
    Whole: { type: integer, minimum: 3, maximum: 30, multipleOf: 3 }
    Broken: { type: number, minimum: 0.5, maximum: 1.5 }
    Kind: { type: string, enum: [a, b] }
    List: { type: array, minItems: 1, maxItems: 3, uniqueItems: true, items: { $ref: '#/components/schemas/Whole' } }
    Closed: { type: object, additionalProperties: false, required: [a], properties: { a: { $ref: '#/components/schemas/Text' }, b: { $ref: '#/components/schemas/Kind' } } }
    Map: { type: object, minProperties: 1, additionalProperties: { type: integer } }
    Either: { oneOf: [{ $ref: '#/components/schemas/Closed' }, { type: integer }] }
    Tree: { type: object, required: [name], properties: { name: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
    Perhaps: { type: string, nullable: true, maxLength: 3 }
";

#[test]
fn thousands_are_confirmed_and_repeatable() {
    let contract = micro::contract(KINDS);
    let mut seen = 0;
    for (id, schema) in contract.schemas.iter().filter(|(_, schema)| schema.component.is_some()) {
        let name = schema.component.clone().unwrap();
        let validator = Validator::new(&contract.schemas, id);
        let made = instances(&contract.schemas, id, 7, 100);
        assert_eq!(made.valid.len(), 100, "{name}: valid");
        assert!(made.mutated.len() >= 90, "{name}: {} mutated", made.mutated.len());
        assert!(made.valid.iter().all(|value| validator.accepts(value)), "{name}");
        assert!(made.mutated.iter().all(|mutated| validator.refuses(&mutated.value)), "{name}");
        let again = instances(&contract.schemas, id, 7, 100);
        assert_eq!(made.valid, again.valid, "{name}");
        assert_eq!(made.mutated, again.mutated, "{name}");
        seen += made.valid.len() + made.mutated.len();
    }
    assert!(seen > 2_400, "{seen}");
}

#[test]
fn every_provider_has_instances_of_every_schema() {
    for provider in specs::providers::ALL {
        let (contract, _) = specs::parse(provider.id, provider.file, provider.text);
        let contract = contract.unwrap();
        for (id, schema) in contract.schemas.iter() {
            let made = instances(&contract.schemas, id, 1, 20);
            assert_eq!(made.valid.len(), 20, "{} {}", provider.id, schema.pointer);
        }
    }
}
