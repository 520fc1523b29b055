//! Where references lead: to a resource by their path, and in it to a location by their fragment (RFC 3986
//! §5, JSON Schema 2020-12 core §8.2).

use super::{Failure, Texts, is_below, uri};
use crate::{Diagnostics, Pointer};

/// How many references a pointer may lead through.
const MOST_STEPS: usize = 16;

/// How a reference begins that is not resolved against a base: the rest is a pointer in the document.
const ABSOLUTE: &str = "x-specwright:#";

/// A reference to a location of the document, wherever it is written.
pub(crate) fn absolute(pointer: &Pointer) -> String {
    format!("{ABSOLUTE}{pointer}")
}

/// A location that a reference refers to.
pub(crate) struct Found {
    pub(crate) pointer: Pointer,
    /// Whether it was found by ignoring the `$id` around the reference.
    pub(crate) ignores_id: bool,
}

impl Texts<'_> {
    /// The location that a reference at another location refers to.
    pub(crate) fn resolve(
        &mut self,
        reference: &str,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Result<Found, Failure> {
        self.resolve_within(reference, at, MOST_STEPS, diagnostics)
    }

    fn resolve_within(
        &mut self,
        reference: &str,
        at: &Pointer,
        steps: usize,
        diagnostics: &mut Diagnostics,
    ) -> Result<Found, Failure> {
        let known = reference.strip_prefix(ABSOLUTE).and_then(Pointer::parse);
        if let Some(pointer) = known {
            return Ok(Found { pointer, ignores_id: false });
        }
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (file, written) = self.parts.written(at);
        let (owner, base) = self.resources.owner(file, &written);
        let base = base.unwrap_or(&self.list[file].uri).to_owned();
        let identified = owner != Pointer::root() || base != self.list[file].uri;
        let strict = self.resource(path, &base, (file, owner), diagnostics);
        let found =
            strict.and_then(|resource| self.fragment(fragment, resource, at, steps, diagnostics));
        match found {
            Err(failure) if identified => {
                // What the `$id` is of may have none of it: the file itself has.
                let uri = self.list[file].uri.clone();
                self.resource(path, &uri, (file, Pointer::root()), diagnostics)
                    .and_then(|whole| self.fragment(fragment, whole, at, steps, diagnostics))
                    .map(|pointer| Found { pointer, ignores_id: true })
                    .map_err(|_| failure)
            }
            found => found.map(|pointer| Found { pointer, ignores_id: false }),
        }
    }

    /// The resource that a reference without its fragment refers to: a file, and the pointer in it.
    fn resource(
        &mut self,
        path: &str,
        base: &str,
        own: (usize, Pointer),
        diagnostics: &mut Diagnostics,
    ) -> Result<(usize, Pointer), Failure> {
        if path.is_empty() {
            return Ok(own);
        }
        let uri = uri::resolve(base, path).ok_or_else(|| Failure::Unmapped(path.to_owned()))?;
        if let Some(resource) = self.resources.find(&uri) {
            return Ok(resource);
        }
        self.open(&uri, diagnostics).map(|file| (file, Pointer::root()))
    }

    /// The location that a fragment names in a resource.
    fn fragment(
        &mut self,
        fragment: &str,
        (file, resource): (usize, Pointer),
        at: &Pointer,
        steps: usize,
        diagnostics: &mut Diagnostics,
    ) -> Result<Pointer, Failure> {
        // RFC 6901 §6: in a URI fragment, a pointer is percent-encoded.
        let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8();
        let Ok(decoded) = decoded else {
            return Err(Failure::NoAnchor(self.pointer(file, &resource)));
        };
        if decoded.is_empty() || decoded.starts_with('/') {
            let pointer = self.pointer(file, &resource.join(&decoded));
            return self.find(pointer, at, steps, diagnostics);
        }
        match self.resources.anchor(file, &resource, &decoded) {
            Some(pointer) => Ok(self.pointer(file, &pointer)),
            None => Err(Failure::NoAnchor(self.pointer(file, &resource))),
        }
    }

    /// A location, or what is there once the references on the way to it are followed.
    fn find(
        &mut self,
        pointer: Pointer,
        at: &Pointer,
        steps: usize,
        diagnostics: &mut Diagnostics,
    ) -> Result<Pointer, Failure> {
        if self.has(&pointer) {
            return Ok(pointer);
        }
        let nothing = Failure::Nothing(pointer.clone());
        let mut ancestors = std::iter::successors(pointer.parent(), Pointer::parent);
        let Some(owner) = ancestors.find(|owner| self.has(owner)) else {
            return Err(nothing);
        };
        let (text, written) = self.text(&owner);
        let reference = text.pointer(written.as_str()).and_then(crate::reference::reference);
        // A reference to a part of itself leads nowhere.
        let reference = reference.filter(|_| steps > 0 && !is_below(at, &owner));
        let Some(reference) = reference else {
            return Err(nothing);
        };
        let rest = pointer.as_str()[owner.as_str().len()..].to_owned();
        let found = self.resolve_within(reference, &owner, steps - 1, diagnostics);
        let target = found.map_err(|_| nothing)?.pointer.join(&rest);
        self.find(target, at, steps - 1, diagnostics)
    }
}
