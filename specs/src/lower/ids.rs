//! Ids of operations: as written, or derived; unique.

use std::collections::{HashMap, HashSet};

use super::naming;
use crate::Diagnostics;
use crate::contract::{Method, Operation};
use crate::diagnostic::Related;
use crate::diagnostic::codes::DUPLICATE_OPERATION_ID;
use crate::document::Document;

/// The id of an operation that declares none: `post_oauth_revoke` for POST on `/oauth/revoke`.
pub(super) fn derive(method: Method, path: &str) -> String {
    let mut id = naming::words(method.as_str()).join("_");
    for word in naming::words(path) {
        id.push('_');
        id.push_str(&word);
    }
    id
}

/// Gives every operation an id and a name that no other has. Ids that the document repeats are reported.
pub(super) fn make_distinct(
    operations: &mut [Operation],
    document: &Document,
    diagnostics: &mut Diagnostics,
) {
    let mut taken: HashSet<String> =
        operations.iter().map(|operation| operation.id.clone()).collect();
    let mut names: HashSet<String> =
        operations.iter().map(|operation| letters(&operation.id)).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut seen_names = HashSet::new();
    for index in 0..operations.len() {
        let id = operations[index].id.clone();
        if let Some(first) = seen.get(&id).copied() {
            let free = numbered(&id, |id| !taken.contains(id));
            report(&operations[first], &operations[index], &free, document, diagnostics);
            taken.insert(free.clone());
            operations[index].id = free;
        } else {
            seen.insert(id, index);
        }
        let id = &operations[index].id;
        let name = if seen_names.insert(letters(id)) {
            id.clone()
        } else {
            numbered(id, |name| !names.contains(&letters(name)))
        };
        names.insert(letters(&name));
        seen_names.insert(letters(&name));
        operations[index].name = name;
    }
}

/// What remains of an id where case and punctuation are ignored.
fn letters(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The id with the lowest number from 2 on that makes it free.
fn numbered(id: &str, is_free: impl Fn(&str) -> bool) -> String {
    let candidates = (2_usize..).map(|number| format!("{id}_{number}"));
    candidates.into_iter().find(|id| is_free(id)).unwrap_or_else(|| id.to_owned())
}

/// Derived ids may be the same; those that the document writes may not.
fn report(
    first: &Operation,
    second: &Operation,
    free: &str,
    document: &Document,
    diagnostics: &mut Diagnostics,
) {
    let written = second.pointer.child("operationId");
    if document.value(&written).is_none() {
        return;
    }
    let name =
        |operation: &Operation| format!("{} {}", operation.method.as_str(), operation.path.raw);
    let first_written = first.pointer.child("operationId");
    let at = document.value(&first_written).map_or(&first.pointer, |_| &first_written);
    let related = Related {
        location: diagnostics.source().locate_near(at),
        label: format!("`{}` of {}", first.id, name(first)),
    };
    let message = format!(
        "the operationId `{}` of {} is also that of {}; it is read as `{free}`",
        second.id,
        name(second),
        name(first)
    );
    let help = "give each operation an id of its own";
    diagnostics.report(&DUPLICATE_OPERATION_ID, &written, message, help).related = Some(related);
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
