//! Where a part is: in the rewritten document, and in the text.

use std::fmt::Display;

use crate::Pointer;

/// The two pointers to one part.
#[derive(Debug, Clone, Default)]
pub(super) struct Position {
    pub(super) rewritten: Pointer,
    pub(super) written: Pointer,
    /// Whether the part is written once and in the rewritten document several times: references lead
    /// to the others.
    pub(super) is_copy: bool,
}

impl Position {
    pub(super) fn new(rewritten: Pointer, written: Pointer) -> Self {
        Self { rewritten, written, is_copy: false }
    }

    /// The position of a copy.
    pub(super) fn copy(rewritten: Pointer, written: Pointer) -> Self {
        Self { rewritten, written, is_copy: true }
    }

    /// Another location for what is written at this one.
    pub(super) fn at(&self, rewritten: Pointer) -> Self {
        Self { rewritten, ..self.clone() }
    }

    /// The position of a property or item that did not move in its owner.
    pub(super) fn child(&self, token: impl Display) -> Self {
        let rewritten = self.rewritten.child(&token);
        Self { rewritten, written: self.written.child(token), is_copy: self.is_copy }
    }

    /// The position of a property whose keys are written in its owner itself.
    pub(super) fn within(&self, token: impl Display) -> Self {
        self.at(self.rewritten.child(token))
    }
}
