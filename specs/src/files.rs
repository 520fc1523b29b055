//! The texts of a document: its own, and those of the files that it refers to. Each file is read once,
//! when the first reference to it is found, and is then a part of the document: below a key of its own, so
//! that everything in it has a pointer.

mod dynamic;
mod failure;
mod read;
mod resolve;
mod resources;
mod uri;

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use serde_json::{Map, Value};

pub(crate) use self::dynamic::Resource;
pub(crate) use self::failure::Failure;
pub(crate) use self::resolve::{Found, absolute};
use self::resources::Resources;
use crate::diagnostic::codes::EMPTY_DOCUMENT;
use crate::source::{Files, Parts};
use crate::version::Version;
use crate::{Diagnostics, Options, Outcome, Pointer, Source, yaml};

/// How many files a document may refer to.
pub(crate) const MOST_FILES: usize = 2_000;

/// How many bytes all of them may have.
const MOST_BYTES: usize = 512 << 20;

/// The root's key for what was read from files; a document that has it gets another.
const KEY: &str = "x-specwright-files";

/// The texts of one document.
pub(crate) struct Texts<'o> {
    /// `None` where the document is a text without a file: no file is read then.
    options: Option<&'o Options>,
    list: Vec<Text>,
    parts: Parts,
    resources: Resources,
    /// What came of each path that was tried.
    opened: HashMap<String, Result<usize, Failure>>,
    bytes: usize,
    /// How many references were looked at in searches for dynamic ones.
    searched: usize,
    /// Where everything from files is.
    place: Pointer,
}

struct Text {
    source: Source,
    value: Rc<Value>,
    /// Its path, or the URL that it was found by.
    uri: String,
    /// Its pointer in the document.
    pointer: Pointer,
}

impl<'o> Texts<'o> {
    /// A document before any of its references are resolved.
    pub(crate) fn new(source: &Source, value: Value, options: Option<&'o Options>) -> Self {
        let mut key = KEY.to_owned();
        while value.get(&key).is_some() {
            key.push('-');
        }
        let uri = uri::without_dots(&source.name().replace('\\', "/"));
        let opened = HashMap::from([(uri.clone(), Ok(0))]);
        let text =
            Text { source: source.clone(), value: Rc::new(value), uri, pointer: Pointer::root() };
        Self {
            options,
            list: vec![text],
            parts: Parts::default(),
            resources: Resources::default(),
            opened,
            bytes: 0,
            searched: 0,
            place: Pointer::root().child(key),
        }
    }

    /// Where everything is that was read from files.
    pub(crate) fn place(&self) -> Pointer {
        self.place.clone()
    }

    /// The document itself.
    pub(crate) fn root(&self) -> Rc<Value> {
        Rc::clone(&self.list[0].value)
    }

    /// Reads identifiers and anchors, where the version has them.
    pub(crate) fn index(&mut self, version: Version) {
        if version > Version::V30 {
            self.resources.enable();
            let Text { source, value, uri, .. } = &self.list[0];
            self.resources.add(0, uri, source.text(), value);
        }
    }

    /// The text that has a location, and the pointer to it in the text's value.
    pub(crate) fn text(&self, pointer: &Pointer) -> (Rc<Value>, Pointer) {
        let (file, pointer) = self.parts.written(pointer);
        (Rc::clone(&self.list[file].value), pointer)
    }

    /// Whether the document has a value at a location.
    pub(crate) fn has(&self, pointer: &Pointer) -> bool {
        let (text, pointer) = self.text(pointer);
        text.pointer(pointer.as_str()).is_some()
    }

    /// Records that a part of the document is a copy of another.
    pub(crate) fn copy(&mut self, part: Pointer, original: &Pointer) {
        let (file, written) = self.parts.written(original);
        self.parts.insert(part, file, written);
    }

    /// What messages call the text that has a location; `None` for the document itself.
    pub(crate) fn name(&self, pointer: &Pointer) -> Option<&str> {
        let (file, _) = self.parts.written(pointer);
        (file > 0).then(|| self.list[file].source.name())
    }

    /// The pointer in the text that has a location.
    pub(crate) fn written(&self, pointer: &Pointer) -> Pointer {
        self.parts.written(pointer).1
    }

    /// Whether a location is that of something in a file.
    pub(crate) fn is_attached(&self, pointer: &Pointer) -> bool {
        is_below(pointer, &self.place)
    }

    /// The pointer in the document to a location in one of its texts.
    fn pointer(&self, file: usize, written: &Pointer) -> Pointer {
        self.list[file].pointer.join(written.as_str())
    }

    /// The number of the file with this path or URL, which is read where it has not been before.
    fn open(&mut self, uri: &str, diagnostics: &mut Diagnostics) -> Result<usize, Failure> {
        let Some(options) = self.options else {
            return self.opened.get(uri).cloned().unwrap_or(Err(Failure::NoFiles));
        };
        let path = if uri::has_scheme(uri) {
            let file = options.file(uri).ok_or_else(|| Failure::Unmapped(uri.to_owned()))?;
            uri::without_dots(&file.to_string_lossy().replace('\\', "/"))
        } else {
            uri.to_owned()
        };
        if let Some(known) = self.opened.get(&path) {
            return known.clone();
        }
        let opened = self.read(&path, uri, diagnostics);
        self.opened.insert(path, opened.clone());
        opened
    }

    fn read(
        &mut self,
        path: &str,
        uri: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, Failure> {
        if self.list.len() > MOST_FILES {
            return Err(Failure::TooMany);
        }
        let text = read::read(Path::new(path))
            .map_err(|reason| Failure::Unreadable { path: path.to_owned(), reason })?;
        self.bytes += text.len();
        if self.bytes > MOST_BYTES {
            return Err(Failure::TooMany);
        }
        let (source, file) = (Source::new(path, text), self.list.len());
        let mut found = Diagnostics::new(source.clone());
        let value = yaml::read(&source, &mut found);
        let pointer = self.place.child(read::relative(&self.list[0].uri, path));
        self.parts.insert(pointer.clone(), file, Pointer::root());
        // A file that cannot be parsed remains, for the sake of its diagnostics.
        let is_sound = value.is_some();
        let value = Rc::new(value.unwrap_or_default());
        self.resources.add(file, uri, source.text(), &value);
        self.list.push(Text { source, value, uri: uri.to_owned(), pointer: pointer.clone() });
        for mut diagnostic in found.into_list() {
            diagnostic.move_to(file, &pointer);
            if diagnostic.outcome == Outcome::Fatal {
                diagnostic.outcome = Outcome::Lost;
            }
            if diagnostic.code == EMPTY_DOCUMENT.id {
                diagnostic.message = "the file is empty".to_owned();
                diagnostic.help = "write what is referred to".to_owned();
            }
            diagnostics.push(diagnostic);
        }
        if is_sound { Ok(file) } else { Err(Failure::Malformed(path.to_owned())) }
    }

    /// The document with everything that was read from files, and where all of it is written.
    pub(crate) fn finish(self) -> (Value, Files) {
        let Self { list, parts, place, .. } = self;
        let mut list = list.into_iter();
        let root = list.next().map(|text| text.value).unwrap_or_default();
        let mut root = Rc::unwrap_or_clone(root);
        let (mut texts, mut values) = (Vec::new(), Map::new());
        for Text { source, value, pointer, .. } in list {
            texts.push(source);
            values.insert(pointer.last().unwrap_or_default(), Rc::unwrap_or_clone(value));
        }
        if let (false, Some(entries)) = (values.is_empty(), root.as_object_mut()) {
            entries.insert(place.last().unwrap_or_default(), Value::Object(values));
        }
        (root, Files { texts, parts })
    }
}

/// Whether a location is another, or in it.
fn is_below(pointer: &Pointer, owner: &Pointer) -> bool {
    let rest = pointer.as_str().strip_prefix(owner.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
