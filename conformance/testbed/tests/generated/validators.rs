//! Three evaluates of every schema: the document's JSON Schema, the type's `Deserialize`, and the schema
//! that schemars derives from the type. They must agree on every instance, valid or mutated.

use std::collections::BTreeSet;

use conformance_core::values::{Validator, instances};
use generated::support::proof::Proof;
use serde_json::{Value, json};
use specs::contract::{Contract, SchemaId, Schemas};

/// Where a validator may differ from the document, and why that is meant.
struct Leniency {
    pointer: &'static str,
    validator: Which,
    applies: fn(&Value) -> bool,
    reason: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Type,
    Derived,
}

/// Every deliberate difference. One that no instance needs fails the test.
const LENIENCIES: &[Leniency] = &[Leniency {
    pointer: "/components/schemas/AccessTokenId",
    validator: Which::Type,
    applies: |value| value.as_f64().is_some_and(|number| number.abs() >= 9.2e18),
    reason: "an integer without a format is an `i64`; wider ones are refused, never cut",
}];

const SEED: u64 = 20_260_101;
const ROUNDS: usize = 60;

fn proofs(provider: &str) -> &'static [Proof] {
    match provider {
        "pipevest" => generated::pipevest::proof::ALL,
        "voucherify" => generated::voucherify::proof::ALL,
        "nomba" => generated::nomba::proof::ALL,
        "moov" => generated::moov::proof::ALL,
        "infisical" => generated::infisical::proof::ALL,
        other => panic!("no types of {other}"),
    }
}

fn contracts() -> Vec<Contract> {
    let contract = |provider: &specs::providers::Provider| {
        specs::parse(provider.id, provider.file, provider.text).0.expect("a contract")
    };
    specs::providers::ALL.iter().map(contract).collect()
}

/// Instances that random ones seldom are.
fn corners(schemas: &Schemas, id: SchemaId) -> Vec<Value> {
    let wide: Value = serde_json::from_str("123456789012345678901234567890").expect("a number");
    let mut corners = vec![
        json!(null),
        json!(true),
        json!(""),
        json!(0),
        json!(4.0),
        json!(4.5),
        json!(-0.0),
        json!(i64::MAX),
        json!(u64::MAX),
        wide,
        json!([]),
        json!([null]),
        json!({}),
        json!({ "unknown": 1 }),
    ];
    corners.extend(schemas.get(id).examples.iter().cloned());
    corners
}

#[test]
fn all_three_agree() {
    let mut used = BTreeSet::new();
    let mut seen = (0, 0);
    let mut differences = Vec::new();
    for contract in contracts() {
        for proof in proofs(&contract.id) {
            let id = contract
                .schemas
                .iter()
                .find(|(_, schema)| schema.pointer.as_str() == proof.pointer);
            let (id, _) = id.unwrap_or_else(|| panic!("{} has no {}", contract.id, proof.pointer));
            let document = Validator::new(&contract.schemas, id);
            let derived = Validator::from_schema(&proof.schema());
            let made = instances(&contract.schemas, id, SEED, ROUNDS);
            seen = (seen.0 + made.valid.len(), seen.1 + made.mutated.len());
            let mutated = made.mutated.into_iter().map(|mutated| mutated.value);
            let all = made.valid.into_iter().chain(mutated).chain(corners(&contract.schemas, id));
            for value in all {
                let valid = document.accepts(&value);
                let trip = proof.round_trip(value.clone());
                let verdicts =
                    [(Which::Type, trip.is_ok()), (Which::Derived, derived.accepts(&value))];
                for (validator, verdict) in
                    verdicts.into_iter().filter(|(_, verdict)| *verdict != valid)
                {
                    let leniency = LENIENCIES.iter().position(|leniency| {
                        leniency.pointer == proof.pointer
                            && leniency.validator == validator
                            && (leniency.applies)(&value)
                    });
                    match leniency {
                        Some(index) => {
                            used.insert(index);
                        }
                        None => differences.push(format!(
                            "{} {}: {validator:?} says {verdict}, the document {valid}, of {value}",
                            contract.id, proof.pointer
                        )),
                    }
                }
                if let Ok(again) = trip {
                    assert!(document.accepts(&again), "{}: {value} became {again}", proof.pointer);
                }
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(seen.0 >= 2000 && seen.1 >= 2000, "only {seen:?} instances were made");
    for (index, leniency) in LENIENCIES.iter().enumerate() {
        assert!(
            used.contains(&index),
            "no longer needed: {} ({})",
            leniency.pointer,
            leniency.reason
        );
    }
}

#[test]
fn every_schema_is_validated() {
    for contract in contracts() {
        let validated: BTreeSet<_> =
            proofs(&contract.id).iter().map(|proof| proof.pointer).collect();
        let missing: Vec<_> = contract
            .schemas
            .iter()
            .map(|(_, schema)| schema.pointer.as_str())
            .filter(|pointer| !validated.contains(pointer))
            .collect();
        assert!(missing.is_empty(), "{}: {missing:#?}", contract.id);
    }
}
