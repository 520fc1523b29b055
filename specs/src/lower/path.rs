//! Operations that a server cannot distinguish by method and path.

use std::collections::HashMap;

use super::Lowering;
use crate::Pointer;
use crate::contract::Method;
use crate::diagnostic::codes::DUPLICATE_PATH;
use crate::template::Template;

/// The known paths, by their method and their text with every variable as `{}`.
#[derive(Default)]
pub(super) struct Paths(HashMap<(Method, String), String>);

impl Lowering<'_> {
    /// Whether no operation before has the same method on the same path. Two keys of `paths` that differ in
    /// the names of variables only are one path. A query or fragment in a key may distinguish two by other
    /// means than the path.
    pub(super) fn is_first(
        &mut self,
        method: Method,
        template: &Template,
        operation: &Pointer,
        seen: &mut Paths,
    ) -> bool {
        if template.has_suffix {
            return true;
        }
        let key = (method, template.anonymous());
        let raw = &template.path.raw;
        let Some(other) = seen.0.get(&key) else {
            seen.0.insert(key, raw.clone());
            return true;
        };
        let message = format!(
            "{} `{raw}` is left out: `{other}` is the same path, and has the same method",
            method.as_str()
        );
        let help = "merge the two, with one name for each variable";
        self.diagnostics.report(&DUPLICATE_PATH, operation, message, help);
        false
    }
}
