//! Discriminators: which schema each value of a property selects.

use serde_json::Value;

use super::SchemaLowering;
use crate::Pointer;
use crate::contract::{Discriminator, SchemaId};
use crate::reference::target;

impl SchemaLowering<'_> {
    /// The discriminator at a pointer. What leads to no schema is left out, and reported at the end.
    pub(super) fn discriminator(&mut self, pointer: &Pointer) -> Option<Discriminator> {
        let document = self.document;
        let property = document.value(&pointer.child("propertyName"))?.as_str()?.to_owned();
        let list = pointer.child("mapping");
        let mut mapping = Vec::new();
        for value in document.keys(&list) {
            let schema = self.mapped(&list.child(value));
            mapping.extend(schema.map(|schema| (value.clone(), schema)));
        }
        let default = self.mapped(&pointer.child("defaultMapping"));
        Some(Discriminator { property, mapping, default })
    }

    /// The schema that the text at a pointer names: a component by its name, or else any by reference.
    fn mapped(&mut self, pointer: &Pointer) -> Option<SchemaId> {
        let document = self.document;
        let text = document.value(pointer).and_then(Value::as_str)?;
        let component = Pointer::root().child("components").child("schemas").child(text);
        let found = Some(component).filter(|component| document.has(component));
        let found = found.or_else(|| target(text).filter(|found| document.has(found)));
        if found.is_none() {
            self.unmapped.insert(pointer.clone());
        }
        found.map(|found| self.id(&found))
    }
}
