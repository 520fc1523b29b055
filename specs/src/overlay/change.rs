//! A document while overlays change it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json_path::JsonPath;

use super::Reporter;
use super::action::{Action, Effect};
use super::merge::{Merge, Size};
use super::parse::Overlay;
use crate::Pointer;
use crate::diagnostic::codes::{BAD_OVERLAY, OVERLAY_WITHOUT_EFFECT};
use crate::source::{Origin, Overlaid};

/// So many values may overlays insert: copies of copies would grow without bound.
const MOST_VALUES: usize = 300_000;

pub(super) struct Change {
    document: Value,
    origins: Overlaid,
    /// How many values may still be inserted.
    budget: usize,
}

impl Change {
    pub(super) fn new(document: Value, origins: Overlaid) -> Self {
        Self { document, origins, budget: MOST_VALUES }
    }

    pub(super) fn finish(self) -> (Value, Overlaid) {
        (self.document, self.origins)
    }

    /// Applies every action. `None` where one cannot be applied.
    pub(super) fn overlay(
        &mut self,
        index: usize,
        overlay: &Overlay,
        mut reporter: Reporter<'_>,
    ) -> Option<()> {
        let mut applied = Some(());
        for action in &overlay.actions {
            if self.action(index, action, &mut reporter).is_none() {
                applied = None;
            }
            // Whatever follows would be about a document that is too large.
            if self.budget == 0 {
                break;
            }
        }
        applied
    }

    fn action(&mut self, index: usize, action: &Action, reporter: &mut Reporter<'_>) -> Option<()> {
        let targets = self.select(&action.target);
        if targets.is_empty() {
            let message = format!("the target `{}` selects nothing", action.target_text);
            let help = "correct the target, or remove the action";
            let at = action.pointer.child("target");
            reporter.report(&OVERLAY_WITHOUT_EFFECT, &at, message, help);
            return Some(());
        }
        match &action.effect {
            Effect::Update(update) => {
                let origin =
                    Origin { source: Some(index), pointer: action.pointer.child("update") };
                self.merge(&targets, update, &origin, action, reporter)
            }
            Effect::Copy(path) => self.copy(path, &targets, action, reporter),
            Effect::Remove => {
                if action.is_overridden {
                    let message = "`remove` is true: the `update` of the same action has no effect";
                    let at = action.pointer.child("update");
                    reporter.report(&OVERLAY_WITHOUT_EFFECT, &at, message, "make two actions");
                }
                self.remove(&targets, action, reporter)
            }
            Effect::Nothing => {
                let message = "the action has neither `update`, `remove` nor `copy`";
                let help = "add what it should do, or remove it";
                reporter.report(&OVERLAY_WITHOUT_EFFECT, &action.pointer, message, help);
                Some(())
            }
        }
    }

    /// The pointers to what a path selects, in the order of the document.
    fn select(&self, path: &JsonPath) -> Vec<Pointer> {
        let found = path.query_located(&self.document).dedup();
        let pointers = found.locations().map(|location| location.to_json_pointer());
        pointers.filter_map(|pointer| Pointer::parse(&pointer)).collect()
    }

    fn copy(
        &mut self,
        path: &JsonPath,
        targets: &[Pointer],
        action: &Action,
        reporter: &mut Reporter<'_>,
    ) -> Option<()> {
        let at = action.pointer.child("copy");
        let found = self.select(path);
        let [source] = found.as_slice() else {
            let message = format!("`copy` selects {} values, and must select one", found.len());
            reporter.report(&BAD_OVERLAY, &at, message, "select the value to copy");
            return None;
        };
        let value = self.document.pointer(source.as_str())?.clone();
        let origin = self.origins.resolve(source);
        self.merge(targets, &value, &origin, action, reporter)
    }

    fn merge(
        &mut self,
        targets: &[Pointer],
        update: &Value,
        origin: &Origin,
        action: &Action,
        reporter: &mut Reporter<'_>,
    ) -> Option<()> {
        let size = Size::of(update);
        let (origins, budget) = (&mut self.origins, &mut self.budget);
        let mut merge = Merge { origins, budget, action, size };
        let mut applied = Some(());
        for target in targets {
            // An earlier target may have replaced it.
            let Some(value) = self.document.pointer_mut(target.as_str()) else { continue };
            if *merge.budget == 0 {
                break;
            }
            if merge.target(value, update, target, origin, reporter).is_none() {
                applied = None;
            }
        }
        applied
    }

    fn remove(
        &mut self,
        targets: &[Pointer],
        action: &Action,
        reporter: &mut Reporter<'_>,
    ) -> Option<()> {
        // From the innermost container on: removing an item moves those after it.
        let mut containers: BTreeMap<(usize, Pointer), BTreeSet<String>> = BTreeMap::new();
        for target in targets {
            let (Some(parent), Some(last)) = (target.parent(), target.last()) else {
                let help = "remove its parts";
                let message = "the whole document cannot be removed";
                reporter.report(&BAD_OVERLAY, &action.pointer.child("target"), message, help);
                return None;
            };
            containers.entry((parent.tokens().count(), parent)).or_default().insert(last);
        }
        for ((_, parent), keys) in containers.into_iter().rev() {
            match self.document.pointer_mut(parent.as_str()) {
                Some(Value::Object(object)) => {
                    object.retain(|key, _| !keys.contains(key));
                    keys.iter().for_each(|key| self.origins.remove(&parent.child(key)));
                }
                Some(Value::Array(items)) => {
                    let removed: BTreeSet<usize> =
                        keys.iter().filter_map(|key| key.parse().ok()).collect();
                    self.origins.remove_items(&parent, &removed, items.len());
                    let mut index = 0;
                    items.retain(|_| {
                        index += 1;
                        !removed.contains(&(index - 1))
                    });
                }
                Some(_) | None => {}
            }
        }
        Some(())
    }
}
