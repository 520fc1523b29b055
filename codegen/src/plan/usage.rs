//! What schemas are used for: which of them responses hold, directly or not, and which hold secrets.

use std::collections::BTreeSet;

use specs::contract::{Additional, Contract, SchemaId, Shape};

/// Every schema that a response body or header of the contract reaches.
pub(super) fn in_responses(contract: &Contract) -> BTreeSet<SchemaId> {
    let responses = contract.operations.iter().flat_map(|operation| operation.responses.iter());
    let roots = responses.flat_map(|response| {
        let bodies = response.content.iter().filter_map(|media| media.schema);
        bodies.chain(response.headers.iter().map(|header| header.schema))
    });
    let mut open: Vec<SchemaId> = roots.collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(children(&contract.schemas.get(id).shape));
        }
    }
    reached
}

/// Every schema that stands for a secret: by the name of the member or parameter, or by its format.
pub(super) fn secrets(contract: &Contract) -> BTreeSet<SchemaId> {
    let schemas = &contract.schemas;
    let parameters = contract.operations.iter().flat_map(|operation| &operation.parameters);
    let parameters = parameters.filter(|parameter| parameter.sensitive);
    let mut secrets: BTreeSet<_> = parameters.map(|parameter| parameter.schema).collect();
    for (id, schema) in schemas.iter() {
        match &schema.shape {
            Shape::Object { properties, .. } => {
                let sensitive = properties.iter().filter(|property| property.sensitive);
                secrets.extend(sensitive.map(|property| property.schema));
            }
            Shape::String { format: Some(format), .. } if format == "password" => {
                secrets.insert(id);
            }
            _ => {}
        }
    }
    secrets.into_iter().map(|id| schemas.resolve(id)).collect()
}

fn children(shape: &Shape) -> Vec<SchemaId> {
    match shape {
        Shape::Alias(target) => vec![*target],
        Shape::Array { items, .. } => vec![*items],
        Shape::Object { properties, additional, .. } => {
            let rest = match additional {
                Additional::Schema(value) => Some(*value),
                Additional::Open | Additional::Closed => None,
            };
            properties.iter().map(|property| property.schema).chain(rest).collect()
        }
        Shape::OneOf { members, .. } | Shape::AnyOf { members } => members.clone(),
        _ => Vec::new(),
    }
}
