//! What a contract does not have of its document.

use std::collections::HashSet;
use std::fmt;

use super::{Contract, Operation, SchemaId};
use crate::diagnostic::codes::{UNCHECKED_KEYWORD, UNTYPED_SCHEMA};
use crate::{Diagnostic, Diagnostics, Location, Pointer, Source};

/// A part of a document that is left out of the contract, or loosened.
#[derive(Debug, Clone)]
pub struct Loss {
    /// The code of the diagnostic that reports it.
    pub code: &'static str,
    /// Which part it is, by its pointer.
    pub pointer: Pointer,
    /// The text that the location is in, where that is not the document itself: an overlay.
    pub source: Option<Source>,
    /// Where the part is in the text.
    pub location: Option<Location>,
    /// Why, in one line.
    pub reason: String,
}

impl Loss {
    /// Whether only the shape of a schema lacks it: the JSON Schema view has everything.
    pub fn is_of_types_only(&self) -> bool {
        [UNTYPED_SCHEMA.id, UNCHECKED_KEYWORD.id].contains(&self.code)
    }

    pub(crate) fn new(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code,
            pointer: diagnostic.pointer.clone().unwrap_or_default(),
            source: diagnostic.source.clone(),
            location: diagnostic.location,
            reason: diagnostic.message.clone(),
        }
    }
}

/// How much of a document's operations a contract has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Operations that the document declares.
    pub operations: usize,
    /// Operations with everything that the document says of them.
    pub whole: usize,
    /// Operations of which a part is left out or loosened.
    pub with_losses: usize,
    /// Operations that the contract does not have.
    pub left_out: usize,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, whole, with_losses, left_out } = self;
        write!(
            f,
            "{operations} operations: {whole} whole, {with_losses} with losses, {left_out} left out"
        )
    }
}

impl Contract {
    /// Everything of the document that the contract does not have.
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// Leaves out operations that a reader of the contract cannot use, and remembers why.
    pub fn leave_out(&mut self, why: &Diagnostics, is_left_out: impl Fn(&Operation) -> bool) {
        let before = self.operations.len();
        self.operations.retain(|operation| !is_left_out(operation));
        self.left_out += before - self.operations.len();
        self.losses.extend(why.iter().map(Loss::new));
    }

    /// The losses of one operation: in itself, and in whatever its messages are made of.
    pub fn losses_of(&self, operation: &Operation) -> Vec<&Loss> {
        if self.losses.is_empty() {
            return Vec::new();
        }
        let parts = self.parts(operation);
        self.losses.iter().filter(|loss| is_below(&loss.pointer, &parts)).collect()
    }

    /// How much of the document's operations the contract has.
    pub fn coverage(&self) -> Coverage {
        let is_lossy = |operation: &&Operation| !self.losses_of(operation).is_empty();
        let with_losses = self.operations.iter().filter(is_lossy).count();
        let read = self.operations.len();
        Coverage {
            operations: read + self.left_out,
            whole: read - with_losses,
            with_losses,
            left_out: self.left_out,
        }
    }

    /// The pointers to everything that an operation is made of.
    fn parts<'c>(&'c self, operation: &'c Operation) -> HashSet<&'c str> {
        let mut parts = HashSet::from([operation.pointer.as_str()]);
        let mut open: Vec<SchemaId> = Vec::new();
        for parameter in &operation.parameters {
            parts.insert(parameter.pointer.as_str());
            open.push(parameter.schema);
        }
        let body = operation.body.iter();
        parts.extend(body.clone().map(|body| body.pointer.as_str()));
        let mut content: Vec<_> = body.flat_map(|body| &body.content).collect();
        for response in operation.responses.iter() {
            parts.insert(response.pointer.as_str());
            content.extend(&response.content);
            parts.extend(response.headers.iter().map(|header| header.pointer.as_str()));
            open.extend(response.headers.iter().map(|header| header.schema));
        }
        parts.extend(operation.security.pointer.iter().map(Pointer::as_str));
        open.extend(content.into_iter().filter_map(|media_type| media_type.schema));
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                let schema = self.schemas.get(id);
                parts.insert(schema.pointer.as_str());
                open.extend(schema.shape.subschemas());
            }
        }
        parts
    }
}

/// Whether a pointer is one of the parts, or points into one.
fn is_below(pointer: &Pointer, parts: &HashSet<&str>) -> bool {
    let mut text = pointer.as_str();
    loop {
        if parts.contains(text) {
            return true;
        }
        match text.rfind('/') {
            Some(cut) => text = &text[..cut],
            None => return false,
        }
    }
}
