//! Merging a value into a part of the document: objects property by property, arrays by appending, all
//! else by replacing.

use serde_json::Value;

use super::Reporter;
use super::action::{Action, Effect};
use super::parse::Version;
use crate::Pointer;
use crate::diagnostic::codes::{BAD_OVERLAY, OVERLAY_WITHOUT_EFFECT};
use crate::source::{Origin, Overlaid};

/// As deep as the readers let documents nest.
const DEEPEST: usize = 128;

pub(super) struct Merge<'a> {
    pub(super) origins: &'a mut Overlaid,
    pub(super) budget: &'a mut usize,
    pub(super) action: &'a Action,
    /// That of the value to merge.
    pub(super) size: Size,
}

impl Merge<'_> {
    /// Merges into what the target of an action selects. `None` where that is not possible, which is
    /// reported.
    pub(super) fn target(
        &mut self,
        target: &mut Value,
        update: &Value,
        at: &Pointer,
        origin: &Origin,
        reporter: &mut Reporter<'_>,
    ) -> Option<()> {
        let too_deep = at.tokens().count() + self.size.depth > DEEPEST;
        if too_deep || *self.budget <= self.size.count {
            let limit = if too_deep { "deep" } else { "large" };
            let message = format!("the action makes the document too {limit} at {at}");
            self.mistake(message, "select less with `target`", reporter);
            *self.budget = 0;
            return None;
        }
        *self.budget -= self.size.count;
        match (&mut *target, update) {
            (Value::Array(items), update) if !update.is_array() => {
                self.origins.set(&at.child(items.len()), origin.clone());
                items.push(update.clone());
                Some(())
            }
            (Value::Array(_), _) | (Value::Object(_), Value::Object(_) | Value::Null) => {
                self.merge(target, update, at, origin, reporter)
            }
            (Value::Null, _) => self.merge(target, update, at, origin, reporter),
            (Value::Object(_), _) => self.mismatch(target, update, at, reporter),
            (_, Value::Array(_) | Value::Object(_)) => self.mismatch(target, update, at, reporter),
            _ if self.action.version == Version::V10 => {
                let message = format!("the target is a value at {at}, and no object or array");
                let help = "select the object that has it, or begin with `overlay: 1.1.0`";
                self.mistake(message, help, reporter);
                None
            }
            _ => self.merge(target, update, at, origin, reporter),
        }
    }

    fn merge(
        &mut self,
        target: &mut Value,
        update: &Value,
        at: &Pointer,
        origin: &Origin,
        reporter: &mut Reporter<'_>,
    ) -> Option<()> {
        let below = |key: &dyn std::fmt::Display| Origin {
            pointer: origin.pointer.child(key),
            ..origin.clone()
        };
        match (&mut *target, update) {
            (Value::Object(properties), Value::Object(updates)) => {
                let mut merged = Some(());
                for (key, update) in updates {
                    let (at, origin) = (at.child(key), below(key));
                    match properties.get_mut(key) {
                        Some(target) => {
                            if self.merge(target, update, &at, &origin, reporter).is_none() {
                                merged = None;
                            }
                        }
                        None => {
                            self.origins.set(&at, origin);
                            properties.insert(key.clone(), update.clone());
                        }
                    }
                }
                merged
            }
            (Value::Array(items), Value::Array(updates)) => {
                for (index, update) in updates.iter().enumerate() {
                    self.origins.set(&at.child(items.len()), below(&index));
                    items.push(update.clone());
                }
                Some(())
            }
            // A key without a value beside others, as if it were to show the structure.
            (Value::Object(_) | Value::Array(_), Value::Null) => {
                let message = format!("a null changes nothing at {at}, which has a value");
                let help = "use `remove: true` to remove it";
                let pointer = self.in_overlay(origin);
                reporter.report(&OVERLAY_WITHOUT_EFFECT, &pointer, message, help);
                Some(())
            }
            (Value::Object(_) | Value::Array(_), _) => self.mismatch(target, update, at, reporter),
            (Value::Null, _)
            | (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                self.origins.set(at, origin.clone());
                *target = update.clone();
                Some(())
            }
            (_, Value::Object(_) | Value::Array(_)) => self.mismatch(target, update, at, reporter),
        }
    }

    fn mismatch(
        &self,
        target: &Value,
        update: &Value,
        at: &Pointer,
        reporter: &mut Reporter<'_>,
    ) -> Option<()> {
        let (target, update) = (kind(target), kind(update));
        let message = format!("{update} cannot be merged into {target} at {at}");
        self.mistake(message, "remove it with an action before, then add the new value", reporter);
        None
    }

    fn mistake(&self, message: String, help: &str, reporter: &mut Reporter<'_>) {
        reporter.report(&BAD_OVERLAY, &self.pointer(), message, help);
    }

    /// What of the action has the value: what is copied has no location in the overlay.
    fn pointer(&self) -> Pointer {
        match self.action.effect {
            Effect::Update(_) => self.action.pointer.child("update"),
            Effect::Copy(_) => self.action.pointer.child("copy"),
            Effect::Remove | Effect::Nothing => self.action.pointer.clone(),
        }
    }

    fn in_overlay(&self, origin: &Origin) -> Pointer {
        match self.action.effect {
            Effect::Update(_) => origin.pointer.clone(),
            Effect::Copy(_) | Effect::Remove | Effect::Nothing => self.pointer(),
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "a null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// How much a value is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    /// How many values there are in it, itself included.
    pub(super) count: usize,
    /// How deep they nest.
    pub(super) depth: usize,
}

impl Size {
    /// The readers bound the depth of what they read, and every merge that of the document.
    pub(super) fn of(value: &Value) -> Self {
        let parts: Vec<Self> = match value {
            Value::Array(items) => items.iter().map(Self::of).collect(),
            Value::Object(properties) => properties.values().map(Self::of).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        let depth = parts.iter().map(|part| part.depth).max().unwrap_or_default();
        Self { count: 1 + parts.iter().map(|part| part.count).sum::<usize>(), depth: depth + 1 }
    }
}
