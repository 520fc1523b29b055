//! Schemas that have no type although the document gives them one.

use std::collections::HashMap;

use super::{Contract, SchemaId, Shape};
use crate::{Pointer, keyword};

/// How many schemas of a contract are without a type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Untyped {
    /// Schemas that the document types: all but references and those that allow every value.
    pub typed: usize,
    /// Those of them that generated types hold as any JSON value, each with the reason.
    pub schemas: Vec<(SchemaId, String)>,
}

impl Untyped {
    /// The part of the schemas that are without a type, from 0 to 1.
    pub fn rate(&self) -> f64 {
        if self.typed == 0 {
            return 0.0;
        }
        // No document has so many schemas that a float cannot count them.
        self.schemas.len() as f64 / self.typed as f64
    }
}

impl Contract {
    /// The schemas that have no type although the document gives them one: what no shape describes, and
    /// what has lost its constraints.
    pub fn untyped(&self) -> Untyped {
        // Of a whole schema, or of one of its keywords.
        let mut losses: HashMap<Pointer, &str> = HashMap::new();
        for loss in &self.losses {
            let pointers = [Some(loss.pointer.clone()), loss.pointer.parent()];
            for pointer in pointers.into_iter().flatten() {
                losses.entry(pointer).or_insert(&loss.reason);
            }
        }
        let mut untyped = Untyped::default();
        for (id, schema) in self.schemas.iter() {
            let reason = match &schema.shape {
                Shape::Opaque(reason) => Some((*reason).to_owned()),
                Shape::Alias(_) => continue,
                Shape::Any => {
                    let lost = losses.get(&schema.pointer).map(|&reason| reason.to_owned());
                    match lost.or_else(|| self.constraints(id)) {
                        Some(reason) => Some(reason),
                        None => continue,
                    }
                }
                Shape::Never
                | Shape::Boolean
                | Shape::Integer { .. }
                | Shape::Number { .. }
                | Shape::String { .. }
                | Shape::Literals(_)
                | Shape::Array { .. }
                | Shape::Object { .. }
                | Shape::OneOf { .. }
                | Shape::AnyOf { .. } => None,
            };
            untyped.typed += 1;
            untyped.schemas.extend(reason.map(|reason| (id, reason)));
        }
        untyped
    }

    /// The keywords of a schema of any value that constrain it all the same.
    fn constraints(&self, id: SchemaId) -> Option<String> {
        let view = self.schemas.views[id.0].as_object()?;
        let keys = keyword::of(view).filter(|(row, _)| row.constrains());
        let keys: Vec<String> = keys.map(|(row, _)| format!("`{}`", row.key)).collect();
        (!keys.is_empty()).then(|| format!("only validation has {}", keys.join(", ")))
    }
}
