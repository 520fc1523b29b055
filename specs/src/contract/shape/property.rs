//! The properties of objects.

use crate::contract::SchemaId;

/// A declared property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The property's name.
    pub name: String,
    /// The schema of its value.
    pub schema: SchemaId,
    /// Whether an object must have it.
    pub required: bool,
    /// Whether its value must never be shown (a credential or a token).
    pub sensitive: bool,
}

/// Which properties an object may have beside the declared ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// Any.
    Open,
    /// None.
    Closed,
    /// Those whose values satisfy this schema.
    Schema(SchemaId),
}

impl Additional {
    /// The schema of additional properties, where they have one.
    pub fn schema(self) -> Option<SchemaId> {
        match self {
            Self::Schema(schema) => Some(schema),
            Self::Open | Self::Closed => None,
        }
    }
}
