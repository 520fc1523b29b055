//! Documents of several texts: which file each part of the document is written in.

use std::collections::HashMap;

use super::{Origin, Source};
use crate::Pointer;

/// The texts of the files that a document refers to, and the parts of the document that are in them.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// In the order in which references to them are found.
    pub(crate) texts: Vec<Source>,
    pub(crate) parts: Parts,
}

/// Pointers in the document, each with the file and the pointer in it where that part is written. What
/// has none is where the nearest of its ancestors is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts(HashMap<Pointer, (usize, Pointer)>);

impl Parts {
    /// Records that a part of the document is written elsewhere.
    pub(crate) fn insert(&mut self, part: Pointer, file: usize, written: Pointer) {
        self.0.insert(part, (file, written));
    }

    /// The file that has a part of the document, and the pointer to it in that file.
    pub(crate) fn written(&self, pointer: &Pointer) -> (usize, Pointer) {
        if self.0.is_empty() {
            return (0, pointer.clone());
        }
        let mut owner = pointer.clone();
        loop {
            if let Some((file, written)) = self.0.get(&owner) {
                let rest = &pointer.as_str()[owner.as_str().len()..];
                return (*file, written.join(rest));
            }
            match owner.parent() {
                Some(parent) => owner = parent,
                None => return (0, pointer.clone()),
            }
        }
    }
}

impl Source {
    /// The text of a file, by the number that locations have: 0 is the document itself, then come the
    /// overlays, and then the files that the document refers to.
    pub fn file(&self, number: usize) -> &Source {
        self.texts().nth(number).unwrap_or(self)
    }

    /// The text, those of the overlays, and those of the files that the document refers to.
    pub fn texts(&self) -> impl Iterator<Item = &Source> {
        let files = self.0.files.get().map_or(&[][..], |files| &files.texts);
        std::iter::once(self).chain(self.overlays()).chain(files)
    }

    /// The text that has a part of the document, and the pointer to it in that text.
    pub fn text_of(&self, pointer: &Pointer) -> (&Source, Pointer) {
        let (file, pointer) = self.written_in(pointer);
        (self.file(file), pointer)
    }

    /// A part of the document as a reference to it has it: `#/paths`, or `common.yaml#/definitions` where
    /// it is in another file.
    pub(crate) fn reference(&self, pointer: &Pointer) -> String {
        let (file, pointer) = self.written_in(pointer);
        let name = if file == 0 { "" } else { self.file(file).name() };
        format!("{name}#{pointer}")
    }

    pub(super) fn written_in(&self, pointer: &Pointer) -> (usize, Pointer) {
        let files = self.0.files.get();
        let (file, pointer) =
            files.map_or_else(|| (0, pointer.clone()), |files| files.parts.written(pointer));
        if file > 0 {
            return (self.overlays().len() + file, pointer);
        }
        let origins = self.0.origins.get();
        let pointer = origins.map_or_else(|| pointer.clone(), |origins| origins.written(&pointer));
        match self.0.overlaid.get() {
            Some(overlaid) => {
                let Origin { source, pointer } = overlaid.resolve(&pointer);
                (source.map_or(0, |overlay| overlay + 1), pointer)
            }
            None => (0, pointer),
        }
    }

    /// Adds the files that the document refers to.
    pub(crate) fn set_files(&self, files: Files) {
        // A document is read once.
        let _ = self.0.files.set(files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap_or_default()
    }

    #[test]
    fn locations_are_in_the_file_that_has_the_part() {
        let source = Source::new("a.yaml", "paths: {}\nx: 1\n");
        let mut files =
            Files { texts: vec![Source::new("b.yaml", "\nb: {c: 1}\n")], ..Files::default() };
        files.parts.insert(at("/files/b.yaml"), 1, Pointer::root());
        files.parts.insert(at("/files/b.yaml/b/d"), 0, at("/x"));
        source.set_files(files);
        for (pointer, expected) in [
            ("/x", "a.yaml:2:1 #/x"),
            ("/files/b.yaml/b/c", "b.yaml:2:5 b.yaml#/b/c"),
            ("/files/b.yaml/b/d/e", "a.yaml:2:1 #/x/e"),
            ("/files/b.yamlx", "a.yaml:1:1 #/files/b.yamlx"),
        ] {
            let location = source.locate_near(&at(pointer));
            let (line, column) = (location.line, location.column);
            let name = source.file(location.file).name();
            let shown = format!("{name}:{line}:{column} {}", source.reference(&at(pointer)));
            assert_eq!(shown, expected, "{pointer}");
        }
        assert!(source.locate(&at("/files/b.yaml/b/x")).is_none());
        assert_ne!(source.digest(), Source::new("a.yaml", source.text()).digest());
    }
}
