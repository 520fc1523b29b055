//! References: where they lead, and what is reported where they lead nowhere.

use serde_json::{Map, Value, json};

use super::Walk;
use super::dynamic::Scoped;
use super::errors::nearest;
use crate::diagnostic::codes::{CANNOT_READ, EXTERNAL_REF, TOO_MANY_FILES, UNRESOLVED_REF};
use crate::files::{Failure, Found, MOST_FILES};
use crate::node::Kind;
use crate::{Diagnostic, Pointer, reference};

impl Walk<'_, '_> {
    /// Records a reference: it must resolve, and its target must be of the same kind. A schema that
    /// refers to nothing allows everything.
    /// Gives the value that is read instead where the target depends on who refers to it.
    pub(super) fn reference(&mut self, kind: Kind, text: &str, pointer: &Pointer) -> Option<Value> {
        match self.texts.resolve(text, pointer, self.diagnostics) {
            Ok(found) if !self.is_target(kind, &found.pointer) => {
                self.no_target(text, pointer);
                if kind == Kind::Schema {
                    self.amendments.set(pointer, json!({}));
                } else {
                    self.amendments.remove(pointer);
                }
            }
            Ok(found) => {
                let at = pointer.child("$ref");
                let target = self.resolved(text, found, &at);
                let scoped = (kind == Kind::Schema).then(|| self.scoped(&target, pointer));
                match scoped.flatten() {
                    Some(Scoped::Copy(copy)) => return Some(copy),
                    Some(Scoped::Again(target)) => {
                        self.refer(target, pointer);
                        return None;
                    }
                    Some(Scoped::TooMuch) => {
                        self.undecided(text, &at);
                        self.amendments.set(pointer, json!({}));
                        return None;
                    }
                    None => {}
                }
                if kind == Kind::Schema && self.texts.is_attached(&target) {
                    self.named.push((pointer.clone(), target.clone()));
                }
                self.cycles.add(pointer, target.clone());
                self.kinds.refer(&target, kind, pointer);
                self.open.push_back((target, kind));
            }
            Err(failure) => {
                self.failed(text, &failure, &pointer.child("$ref"));
                if kind == Kind::Schema {
                    self.amendments.set(pointer, json!({}));
                }
            }
        }
        None
    }

    /// Whether a location has what a reference of this kind may lead to. What is there is read as it is
    /// meant there, and not as the reference has it.
    fn is_target(&self, kind: Kind, target: &Pointer) -> bool {
        let (text, written) = self.texts.text(target);
        let value = text.pointer(written.as_str());
        value.is_none_or(|value| {
            value.is_object() || kind == Kind::Schema && (value.is_boolean() || value.is_null())
        })
    }

    /// Reports a reference to a text, number or array; `pointer` is the location of the reference.
    pub(super) fn no_target(&mut self, text: &str, pointer: &Pointer) {
        let message = format!("`{text}` refers to a value that is no object");
        let help = "refer to an object, or write the value itself";
        self.diagnostics.report_loss(&UNRESOLVED_REF, &pointer.child("$ref"), message, help);
    }

    /// The target of a reference, which is written as one within the document from now on. `at` is the
    /// location of its text.
    fn resolved(&mut self, text: &str, found: Found, at: &Pointer) -> Pointer {
        if found.ignores_id {
            let message = format!(
                "`{text}` refers to nothing in the schema whose `$id` is around it; the document has it"
            );
            let help = "remove the `$id`, or refer to the target by a path or URL";
            self.diagnostics.report_repair(&UNRESOLVED_REF, at, message, help);
        }
        if reference::target(text).as_ref() != Some(&found.pointer) {
            self.amendments.set(at, reference::text(&found.pointer).into());
        }
        found.pointer
    }

    /// Reports that a reference refers to nothing; `at` is the location of its text.
    pub(super) fn failed(
        &mut self,
        text: &str,
        failure: &Failure,
        at: &Pointer,
    ) -> &mut Diagnostic {
        let (code, message, help) = match failure {
            Failure::Unmapped(url) => (
                &EXTERNAL_REF,
                format!("`{text}` refers to another document, which is not fetched"),
                format!("save a copy of it, and name it with `--map {url}=PATH`"),
            ),
            Failure::NoFiles => (
                &EXTERNAL_REF,
                format!("`{text}` refers to another document"),
                "copy the target to `components` and refer to it there".to_owned(),
            ),
            Failure::TooMany => (
                &TOO_MANY_FILES,
                format!(
                    "`{text}` refers to one file too many: at most {MOST_FILES} are read, and 512 MiB"
                ),
                "join some of the files".to_owned(),
            ),
            Failure::Unreadable { path, reason } => (
                &CANNOT_READ,
                format!("`{text}` refers to {path}, which cannot be read: {reason}"),
                "correct the path, or add the file".to_owned(),
            ),
            Failure::Malformed(path) => (
                &UNRESOLVED_REF,
                format!("`{text}` refers to {path}, which cannot be parsed"),
                "correct that file".to_owned(),
            ),
            Failure::Nothing(target) => (
                &UNRESOLVED_REF,
                format!("`{text}` refers to nothing in {}", self.text_name(target)),
                match self.similar(target) {
                    Some(similar) => {
                        let path = text.split('#').next().unwrap_or_default();
                        let written = if self.texts.is_attached(&similar) {
                            self.texts.written(&similar)
                        } else {
                            // Of Swagger 2.0, the location that its author knows.
                            self.diagnostics.source().text_of(&similar).1
                        };
                        format!("did you mean `{path}#{written}`?")
                    }
                    None => "declare the target, or correct the reference".to_owned(),
                },
            ),
            Failure::NoAnchor(resource) => (
                &UNRESOLVED_REF,
                format!("`{text}` names an anchor that {} does not have", self.text_name(resource)),
                "give the target this `$anchor`, or refer to it by `#` and a JSON Pointer"
                    .to_owned(),
            ),
        };
        self.diagnostics.report_loss(code, at, message, help)
    }

    fn text_name(&self, pointer: &Pointer) -> String {
        self.texts.name(pointer).map_or("this document".to_owned(), str::to_owned)
    }

    /// A location beside the target with almost the same name.
    fn similar(&self, target: &Pointer) -> Option<Pointer> {
        let parent = target.parent()?;
        let parent = if self.texts.has(&parent) { parent } else { crate::swagger::moved(&parent)? };
        let (text, written) = self.texts.text(&parent);
        let siblings = text.pointer(written.as_str())?.as_object()?;
        let name = target.last()?;
        nearest(&name, siblings.keys().map(String::as_str)).map(|key| parent.child(key))
    }

    /// The references of a discriminator's `mapping`; what looks like the name of a schema is left alone.
    pub(super) fn mapping(&mut self, discriminator: &Map<String, Value>, pointer: &Pointer) {
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let at = pointer.child("mapping");
        for (value, text) in mapping.into_iter().flatten() {
            let Some(text) = text.as_str().filter(|text| is_reference(text)) else { continue };
            let schemas = Pointer::root().child("components").child("schemas");
            if self.texts.has(&schemas.child(text)) {
                continue;
            }
            let at = at.child(value);
            match self.texts.resolve(text, &at, self.diagnostics) {
                Ok(found) => {
                    let target = self.resolved(text, found, &at);
                    if self.texts.is_attached(&target) {
                        self.named.push((at, target.clone()));
                    }
                    self.open.push_back((target, Kind::Schema));
                }
                Err(failure) => _ = self.failed(text, &failure, &at),
            }
        }
    }

    /// The reference of a link to its operation. One into the document of another API is legal, and
    /// nothing of this document.
    pub(super) fn operation_reference(&mut self, link: &Map<String, Value>, pointer: &Pointer) {
        let Some(text) = link.get("operationRef").and_then(Value::as_str) else { return };
        let at = pointer.child("operationRef");
        match self.texts.resolve(text, &at, self.diagnostics) {
            Ok(found) => _ = self.resolved(text, found, &at),
            Err(Failure::Unmapped(_) | Failure::NoFiles) => {}
            Err(failure) => _ = self.failed(text, &failure, &at),
        }
    }
}

/// Whether the value of a mapping is a reference and not the name of a schema.
fn is_reference(text: &str) -> bool {
    let is_file = [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end));
    is_file || text.contains(['#', '/'])
}
