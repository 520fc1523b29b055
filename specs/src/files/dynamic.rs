//! Dynamic references (JSON Schema 2020-12 core §8.2.3.2): which schema each has as its target, by the
//! resources through which it is reached.

use std::collections::HashSet;

use super::{Texts, is_below, uri};
use crate::Pointer;

/// How many references are looked at in all searches for dynamic ones.
const MOST_LINKS: usize = 20_000_000;

/// A resource: the text that has it, and its pointer there.
pub(crate) type Resource = (usize, Pointer);

impl Texts<'_> {
    /// Whether any text has a dynamic reference.
    pub(crate) fn has_dynamic_references(&self) -> bool {
        self.resources.has_dynamic_references()
    }

    /// The resource that has a location of the document.
    pub(crate) fn resource_of(&self, pointer: &Pointer) -> Resource {
        let (file, written) = self.parts.written(pointer);
        (file, self.resources.owner(file, &written).0)
    }

    /// The text and the pointer in it where a location of the document is written.
    pub(crate) fn written_in(&self, pointer: &Pointer) -> (usize, Pointer) {
        self.parts.written(pointer)
    }

    /// Whether a location has a dynamic anchor of this name, and the only one of its resource.
    pub(crate) fn is_dynamic(&self, pointer: &Pointer, name: &str) -> bool {
        let (file, written) = self.parts.written(pointer);
        let (resource, _) = self.resources.owner(file, &written);
        self.resources.dynamic(file, &resource, name).as_ref() == Some(&written)
    }

    /// Whether several schemas of one resource have an anchor.
    pub(crate) fn is_repeated(&self, pointer: &Pointer, name: &str) -> bool {
        let (file, resource) = self.resource_of(pointer);
        self.resources.is_repeated(file, &resource, name)
    }

    /// The schema with a dynamic anchor in the first of these resources that has it.
    pub(crate) fn outermost(&self, scope: &[Resource], name: &str) -> Option<(usize, Pointer)> {
        let mut found = scope.iter().enumerate().filter_map(|(index, (file, resource))| {
            let written = self.resources.dynamic(*file, resource, name)?;
            Some((index, self.pointer(*file, &written)))
        });
        found.next()
    }

    /// Whether one of the resources has a dynamic anchor that could be meant in another.
    pub(crate) fn has_scope(&self, chain: &[Resource], other: &Resource) -> bool {
        chain.iter().any(|resource| resource != other && self.resources.is_scope(resource))
    }

    /// The names of the dynamic references that a location has or leads to; `None` where the search
    /// takes too long.
    pub(crate) fn dynamic_names(&mut self, pointer: &Pointer) -> Option<HashSet<String>> {
        let mut open = vec![self.parts.written(pointer)];
        let mut seen = HashSet::new();
        let mut names = HashSet::new();
        while let Some((file, location)) = open.pop() {
            if !seen.insert((file, location.clone())) {
                continue;
            }
            let links = self.resources.links(file);
            self.searched += links.len();
            if self.searched > MOST_LINKS {
                return None;
            }
            for link in links.iter().filter(|link| is_below(&link.pointer, &location)) {
                if link.is_dynamic {
                    let name = link.text.rsplit('#').next().unwrap_or_default();
                    names.insert(name.to_owned());
                }
                open.extend(self.known(&link.text, file, &link.pointer));
            }
        }
        Some(names)
    }

    /// Where a reference leads by what has been read so far.
    fn known(&self, text: &str, file: usize, at: &Pointer) -> Option<(usize, Pointer)> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (owner, base) = self.resources.owner(file, at);
        let (file, resource) = if path.is_empty() {
            (file, owner)
        } else {
            let uri = uri::resolve(base.unwrap_or(&self.list[file].uri), path)?;
            let opened = || self.opened.get(&uri)?.clone().ok();
            self.resources.find(&uri).or_else(|| Some((opened()?, Pointer::root())))?
        };
        let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?;
        if decoded.is_empty() || decoded.starts_with('/') {
            return Some((file, resource.join(&decoded)));
        }
        Some((file, self.resources.anchor(file, &resource, &decoded)?))
    }
}
