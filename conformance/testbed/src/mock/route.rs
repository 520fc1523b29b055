//! The operations of a request, by method and path.

use std::collections::BTreeMap;

use specs::Contract;
use specs::contract::{Operation, PathPart, PathTemplate};

/// The result of routing.
pub(super) enum Route<'a> {
    /// These operations, each with its path parameters decoded. There can be several: documents distinguish
    /// operations by what servers do not see, such as the fragment of a path.
    Operations(Vec<(&'a Operation, BTreeMap<String, String>)>),
    /// The path has only these methods.
    OtherMethod(Vec<&'a str>),
    /// The path is not declared.
    Nothing,
}

/// Finds the operations. Templates without parameters come before others (OpenAPI 3.0.3, Paths Object).
pub(super) fn find<'a>(contract: &'a Contract, method: &str, path: &str) -> Route<'a> {
    let matching = contract.operations.iter();
    let mut matching: Vec<_> = matching
        .filter_map(|operation| Some((operation, matched(&operation.path, path)?)))
        .collect();
    if matching.is_empty() {
        return Route::Nothing;
    }
    let mut allow: Vec<_> = matching.iter().map(|(one, _)| one.method.as_str()).collect();
    allow.sort_unstable();
    allow.dedup();
    matching.retain(|(operation, _)| operation.method.as_str() == method);
    let Some(most_exact) = matching.iter().map(|(_, parameters)| parameters.len()).min() else {
        return Route::OtherMethod(allow);
    };
    matching.retain(|(_, parameters)| parameters.len() == most_exact);
    Route::Operations(matching)
}

fn matched(template: &PathTemplate, path: &str) -> Option<BTreeMap<String, String>> {
    let mut rest = path;
    let mut parameters = BTreeMap::new();
    for (index, part) in template.parts.iter().enumerate() {
        match part {
            PathPart::Literal(text) => {
                // RFC 3986 §3.4 and §3.5: query and fragment are not part of a path.
                let end = text.find(['?', '#']);
                rest = rest.strip_prefix(&text[..end.unwrap_or(text.len())])?;
                if end.is_some() {
                    return rest.is_empty().then_some(parameters);
                }
            }
            PathPart::Parameter(name) => {
                let next = match template.parts.get(index + 1) {
                    Some(PathPart::Literal(text)) => rest.find(text.as_str())?,
                    _ => rest.find('/').unwrap_or(rest.len()),
                };
                let (value, after) = rest.split_at(next);
                if value.is_empty() || value.contains('/') {
                    return None;
                }
                let value = percent_encoding::percent_decode_str(value).decode_utf8().ok()?;
                parameters.insert(name.clone(), value.into_owned());
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(parameters)
}
