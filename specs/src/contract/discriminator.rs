//! The property that selects an alternative.

use super::SchemaId;

/// The `discriminator` of a `oneOf`: it selects an alternative, and never changes which values are valid.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// The property whose value selects an alternative.
    pub property: String,
    /// Values of the property, each with its schema, in the document's order (`mapping`). The names of
    /// component schemas are values without being here.
    pub mapping: Vec<(String, SchemaId)>,
    /// The schema of values without the property, or with a value of no other meaning
    /// (`defaultMapping`, OpenAPI 3.2).
    pub default: Option<SchemaId>,
}

impl Discriminator {
    /// The schemas that it selects.
    pub(crate) fn schemas_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        self.mapping.iter_mut().map(|(_, schema)| schema).chain(&mut self.default)
    }
}
