//! Where parts of a document come from that its text does not have, or has at another pointer: overlays
//! insert them, and move items of arrays.

use std::collections::{BTreeSet, HashMap};

use super::Source;
use crate::Pointer;

/// Which parts of a document are from elsewhere.
#[derive(Default)]
pub(crate) struct Overlaid {
    /// The texts of the overlays.
    sources: Vec<Source>,
    root: Node,
}

/// A part of the document, and what is special below it.
#[derive(Default)]
struct Node {
    origin: Option<Origin>,
    children: HashMap<String, Node>,
}

/// Where a part was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Which overlay it is in; `None` for the document's own text.
    pub(crate) source: Option<usize>,
    /// The pointer to it there.
    pub(crate) pointer: Pointer,
}

impl Overlaid {
    /// No part is from elsewhere; these are the texts that parts can be from.
    pub(crate) fn new(sources: Vec<Source>) -> Self {
        Self { sources, root: Node::default() }
    }

    pub(crate) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Where the part at a pointer was written.
    pub(crate) fn resolve(&self, pointer: &Pointer) -> Origin {
        let mut node = Some(&self.root);
        let mut origin = Origin { source: None, pointer: Pointer::root() };
        for token in pointer.tokens() {
            node = node.and_then(|node| node.children.get(&token));
            origin = match node.and_then(|node| node.origin.clone()) {
                Some(written) => written,
                None => Origin { pointer: origin.pointer.child(&token), ..origin },
            };
        }
        origin
    }

    /// Records that the part at a pointer was written elsewhere, with all that is below it.
    pub(crate) fn set(&mut self, pointer: &Pointer, origin: Origin) {
        *self.node(pointer) = Node { origin: Some(origin), children: HashMap::new() };
    }

    /// Records that the property at a pointer is removed.
    pub(crate) fn remove(&mut self, pointer: &Pointer) {
        if let (Some(parent), Some(key)) = (pointer.parent(), pointer.last()) {
            self.node(&parent).children.remove(&key);
        }
    }

    /// Records that items of an array with so many items are removed: those after them move.
    pub(crate) fn remove_items(
        &mut self,
        array: &Pointer,
        removed: &BTreeSet<usize>,
        count: usize,
    ) {
        let kept: Vec<usize> = (0..count).filter(|index| !removed.contains(index)).collect();
        let origins: Vec<Origin> =
            kept.iter().map(|index| self.resolve(&array.child(index))).collect();
        let node = self.node(array);
        let mut before = std::mem::take(&mut node.children);
        for (now, (index, origin)) in kept.into_iter().zip(origins).enumerate() {
            let mut child = before.remove(&index.to_string()).unwrap_or_default();
            child.origin = Some(origin);
            node.children.insert(now.to_string(), child);
        }
    }

    fn node(&mut self, pointer: &Pointer) -> &mut Node {
        pointer.tokens().fold(&mut self.root, |node, token| node.children.entry(token).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn origin(source: Option<usize>, text: &str) -> Origin {
        Origin { source, pointer: pointer(text) }
    }

    #[test]
    fn parts_are_in_the_document_unless_they_are_inserted() {
        let mut origins = Overlaid::new(Vec::new());
        origins.set(&pointer("/a/b"), origin(Some(0), "/actions/0/update"));
        assert_eq!(origins.resolve(&pointer("/a")), origin(None, "/a"));
        assert_eq!(origins.resolve(&pointer("/a/b")), origin(Some(0), "/actions/0/update"));
        assert_eq!(origins.resolve(&pointer("/a/b/c")), origin(Some(0), "/actions/0/update/c"));
        origins.remove(&pointer("/a/b"));
        assert_eq!(origins.resolve(&pointer("/a/b/c")), origin(None, "/a/b/c"));
    }

    #[test]
    fn items_keep_their_origin_when_others_are_removed() {
        let mut origins = Overlaid::new(Vec::new());
        origins.set(&pointer("/a/2/x"), origin(Some(1), "/actions/0/update/x"));
        origins.set(&pointer("/a/3"), origin(Some(0), "/actions/5/update"));
        origins.remove_items(&pointer("/a"), &BTreeSet::from([0, 1]), 4);
        assert_eq!(origins.resolve(&pointer("/a/0")), origin(None, "/a/2"));
        assert_eq!(origins.resolve(&pointer("/a/0/y")), origin(None, "/a/2/y"));
        assert_eq!(origins.resolve(&pointer("/a/0/x")), origin(Some(1), "/actions/0/update/x"));
        assert_eq!(origins.resolve(&pointer("/a/1/z")), origin(Some(0), "/actions/5/update/z"));
        origins.remove_items(&pointer("/a"), &BTreeSet::from([0]), 2);
        assert_eq!(origins.resolve(&pointer("/a/0")), origin(Some(0), "/actions/5/update"));
    }
}
