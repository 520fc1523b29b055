//! Ids of operations: as written, or derived; unique.

use std::collections::HashMap;

use super::{Lowering, words};
use crate::contract::{Method, Operation};
use crate::diagnostic::Related;
use crate::diagnostic::codes::DUPLICATE_OPERATION_ID;

/// The id of an operation that declares none: `post_oauth_revoke` for POST on `/oauth/revoke`.
pub(super) fn derive(method: Method, path: &str) -> String {
    let mut id = method.as_str().to_ascii_lowercase();
    for word in words::words(path) {
        id.push('_');
        id.push_str(&word);
    }
    id
}

impl Lowering<'_> {
    /// Reports operations whose ids would be the same name in most languages.
    pub(super) fn check_ids(&mut self, operations: &[Operation]) {
        let mut seen: HashMap<String, &Operation> = HashMap::new();
        for operation in operations {
            let key = operation.id.chars().filter(|c| c.is_alphanumeric());
            let key = key.flat_map(char::to_lowercase).collect();
            if let Some(first) = seen.get(&key) {
                self.report_duplicate(first, operation);
            } else {
                seen.insert(key, operation);
            }
        }
    }

    fn report_duplicate(&mut self, first: &Operation, second: &Operation) {
        let pointer = |operation: &Operation| {
            let written = operation.pointer.child("operationId");
            let found = self.document.value(&written).is_some();
            if found { written } else { operation.pointer.clone() }
        };
        let name =
            |operation: &Operation| format!("{} {}", operation.method.as_str(), operation.path.raw);
        let related = Related {
            location: self.diagnostics.source().locate_near(&pointer(first)),
            label: format!("`{}` of {}", first.id, name(first)),
        };
        let message = format!(
            "the operationId `{}` of {} is also that of {}",
            second.id,
            name(second),
            name(first)
        );
        let help = "give each operation a unique id, case and punctuation aside";
        let pointer = pointer(second);
        self.diagnostics.report(&DUPLICATE_OPERATION_ID, &pointer, message, help).related =
            Some(related);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_derived_from_method_and_path() {
        for (method, path, expected) in [
            (Method::Post, "/oauth/revoke", "post_oauth_revoke"),
            (Method::Get, "/tokens/{tokenId}/x-y.json", "get_tokens_token_id_x_y_json"),
            (Method::Get, "/", "get"),
        ] {
            assert_eq!(derive(method, path), expected);
        }
    }
}
