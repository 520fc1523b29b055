//! Swagger 2.0 as OpenAPI 3.0: a rewriting of the whole document before the grammar checks it. Nothing
//! after it knows of Swagger, and every diagnostic finds its line: where a part moves, its pointer is
//! recorded in [`Origins`]. What 3.0 has no words for is reported as a loss.
//!
//! Values of a wrong type are left as they are, for the grammar to report.

mod body;
mod borrowed;
mod collection;
mod form;
mod keys;
mod media_types;
mod parameter;
mod path;
mod position;
mod references;
mod response;
mod schema;
mod security;
mod server;

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use self::position::Position;
use self::references::Target;
use self::server::Servers;
use crate::diagnostic::codes::TOO_LARGE;
use crate::source::Origins;
use crate::{Diagnostics, Pointer};

/// How many values the rewritten document may have more than the text has bytes: what is written once
/// and used by many operations is copied to each.
const SPARE: usize = 200_000;

/// Where a location of Swagger 2.0 is in the rewritten document, if it is below a section that moves.
pub(crate) fn moved(written: &Pointer) -> Option<Pointer> {
    let mut tokens = written.tokens();
    let first = tokens.next()?;
    let (_, name, _) = SECTIONS.iter().find(|(section, ..)| *section == first)?;
    let section = Pointer::root().child("components").child(name);
    Some(tokens.fold(section, |pointer, token| pointer.child(token)))
}

/// The document as OpenAPI 3.0; `None` where it would be far larger than its text. Where its parts are
/// in the text is recorded in the source of the diagnostics.
pub(crate) fn rewrite(root: &Value, diagnostics: &mut Diagnostics) -> Option<Value> {
    let remaining = diagnostics.source().text().len() + SPARE;
    let mut rewriting = Rewriting {
        root,
        diagnostics,
        origins: Origins::default(),
        moved: Vec::new(),
        references: Vec::new(),
        consumes: Rc::default(),
        produces: Rc::default(),
        servers: Servers::default(),
        copied: HashSet::new(),
        remaining,
    };
    let mut rewritten = rewriting.document();
    rewriting.resolve(&mut rewritten);
    let Rewriting { origins, diagnostics, remaining, .. } = rewriting;
    diagnostics.source().set_origins(origins);
    (remaining > 0).then_some(rewritten)
}

struct Rewriting<'a> {
    /// As written.
    root: &'a Value,
    diagnostics: &'a mut Diagnostics,
    origins: Origins,
    /// The same in the order of the document, for references to what has moved.
    moved: Vec<Position>,
    /// Objects with a `$ref`, and what these refer to.
    references: Vec<(Pointer, Target)>,
    /// Media types of all operations that declare none.
    consumes: Rc<[String]>,
    produces: Rc<[String]>,
    servers: Servers,
    /// Schemas of bodies that the rewritten document has, where they are written.
    copied: HashSet<Pointer>,
    /// How many more values may be copied.
    remaining: usize,
}

/// Where a section of the document goes in `components`, and what its entries are.
const SECTIONS: [(&str, &str, Target); 4] = [
    ("definitions", "schemas", Target::Schema),
    ("parameters", "parameters", Target::Parameter),
    ("responses", "responses", Target::Response),
    ("securityDefinitions", "securitySchemes", Target::SecurityScheme),
];

impl Rewriting<'_> {
    fn document(&mut self) -> Value {
        let Some(entries) = self.root.as_object() else {
            return self.root.clone();
        };
        let root = Position::default();
        self.report_foreign(keys::ROOT, entries, &root);
        self.consumes = self.media_types("consumes", entries, &root).unwrap_or_default().into();
        self.produces = self.media_types("produces", entries, &root).unwrap_or_default().into();
        self.servers = self.servers(entries);
        let mut copy = Map::new();
        let openapi = root.rewritten.child("openapi");
        self.moved(Position::new(openapi, root.written.child("swagger")));
        copy.insert("openapi".to_owned(), json!("3.0.3"));
        if let Some(servers) = self.root_servers(entries) {
            copy.insert("servers".to_owned(), servers);
        }
        let components = entries.get("components");
        let mut components =
            components.map(|components| self.components(components, &root.child("components")));
        for (key, value) in entries {
            match key.as_str() {
                "swagger" | "openapi" | "components" | "consumes" | "produces" => {}
                "host" | "basePath" | "schemes" => {}
                "paths" => _ = copy.insert(key.clone(), self.paths(value, &root.child(key))),
                _ => match SECTIONS.iter().find(|(section, ..)| section == key) {
                    Some((section, name, kind)) => {
                        let written = root.written.child(section);
                        self.section(name, *kind, value, written, &mut components);
                    }
                    None => _ = copy.entry(key.clone()).or_insert_with(|| value.clone()),
                },
            }
        }
        copy.extend(components.map(|components| ("components".to_owned(), components)));
        Value::Object(copy)
    }

    /// Puts the entries of a section into `components`.
    fn section(
        &mut self,
        name: &str,
        kind: Target,
        value: &Value,
        written: Pointer,
        components: &mut Option<Value>,
    ) {
        let rewritten = Pointer::root().child("components").child(name);
        let position = Position::new(rewritten, written);
        self.moved(position.clone());
        let components = components.get_or_insert_with(|| json!({}));
        let Some(components) = components.as_object_mut() else {
            return;
        };
        let Some(entries) = value.as_object() else {
            components.insert(name.to_owned(), value.clone());
            return;
        };
        let mut copy = Map::new();
        for (key, value) in entries {
            let at = position.child(key);
            if kind == Target::Parameter && self.shared_body(key, value, &at, components) {
                continue;
            }
            copy.insert(key.clone(), self.target(kind, value, &at));
        }
        let section = components.entry(name).or_insert_with(|| json!({}));
        if let Some(section) = section.as_object_mut() {
            section.extend(copy);
        }
    }

    /// Records where a part is, in the text and in the rewritten document.
    fn moved(&mut self, position: Position) {
        if position.rewritten != position.written {
            self.origins.insert(position.rewritten.clone(), position.written.clone());
        }
        if !position.is_copy {
            self.moved.push(position);
        }
    }

    /// Whether a value may be copied once more.
    fn may_copy(&mut self, value: &Value) -> bool {
        // What is not copied is not counted either.
        self.remaining > 0 && self.may_add(count(value))
    }

    /// Whether so many values may be added. A document that would become far larger than its text is
    /// fatal, and reported once.
    fn may_add(&mut self, count: usize) -> bool {
        if self.remaining == 0 {
            return false;
        }
        self.remaining = self.remaining.saturating_sub(count);
        if self.remaining == 0 {
            let message = "what its operations share expands this document too far";
            let help = "declare fewer media types and shared parameters";
            self.diagnostics.report(&TOO_LARGE, &Pointer::root(), message, help);
        }
        self.remaining > 0
    }
}

/// How many values a value has, itself included.
fn count(value: &Value) -> usize {
    let below: usize = match value {
        Value::Object(entries) => entries.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    };
    below + 1
}
