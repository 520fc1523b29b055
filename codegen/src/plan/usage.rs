//! The uses of schemas: which of them responses reach, directly or not, and which are of secrets.

use std::collections::BTreeSet;

use specs::contract::{Contract, SchemaId};

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
            open.extend(contract.schemas.get(id).shape.subschemas());
        }
    }
    reached
}

/// Every schema of a secret: by the name of its property or parameter, or by its format.
pub(super) fn secrets(contract: &Contract) -> BTreeSet<SchemaId> {
    let schemas = &contract.schemas;
    let parameters = contract.operations.iter().flat_map(|operation| &operation.parameters);
    let parameters = parameters.filter(|parameter| parameter.sensitive);
    let mut secrets: BTreeSet<_> = parameters.map(|parameter| parameter.schema).collect();
    for (id, schema) in schemas.iter() {
        let sensitive = schema.shape.properties().iter().filter(|property| property.sensitive);
        secrets.extend(sensitive.map(|property| property.schema));
        if schema.shape.is_string() && schema.shape.format() == Some("password") {
            secrets.insert(id);
        }
    }
    secrets.into_iter().map(|id| schemas.resolve(id)).collect()
}
