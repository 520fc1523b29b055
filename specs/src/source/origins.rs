//! Where the parts of a rewritten document are in the text.

use std::collections::HashMap;

use crate::Pointer;

/// Pointers in the rewritten document, each with the pointer in the text that it comes from. What has
/// none is where the nearest of its ancestors is.
#[derive(Debug, Default)]
pub(crate) struct Origins(HashMap<Pointer, Pointer>);

impl Origins {
    /// Records that a part of the rewritten document is written elsewhere in the text.
    pub(crate) fn insert(&mut self, rewritten: Pointer, written: Pointer) {
        self.0.insert(rewritten, written);
    }

    /// The pointer in the text for one in the rewritten document.
    pub(crate) fn written(&self, pointer: &Pointer) -> Pointer {
        let ancestors = std::iter::successors(Some(pointer.clone()), Pointer::parent);
        let mut moved = ancestors.filter_map(|ancestor| {
            let rest = pointer.as_str().get(ancestor.as_str().len()..)?;
            Some(self.0.get(&ancestor)?.join(rest))
        });
        moved.next().unwrap_or_else(|| pointer.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap_or_default()
    }

    #[test]
    fn longest_ancestor_that_is_recorded_decides() {
        let mut origins = Origins::default();
        origins.insert(at("/components/schemas"), at("/definitions"));
        origins.insert(at("/components/schemas/A/allOf/0"), at("/definitions/A"));
        for (rewritten, written) in [
            ("", ""),
            ("/info/title", "/info/title"),
            ("/components", "/components"),
            ("/components/schemas", "/definitions"),
            ("/components/schemasX", "/components/schemasX"),
            ("/components/schemas/A~1b/type", "/definitions/A~1b/type"),
            ("/components/schemas/A/allOf/1", "/definitions/A/allOf/1"),
            ("/components/schemas/A/allOf/0/$ref", "/definitions/A/$ref"),
        ] {
            assert_eq!(origins.written(&at(rewritten)), at(written), "{rewritten}");
        }
    }
}
