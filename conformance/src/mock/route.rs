//! Which operation a request is for.

use std::collections::BTreeMap;

use specs::Contract;
use specs::contract::{Operation, PathPart, PathTemplate};

/// What a request is for.
pub(super) enum Route<'a> {
    /// An operation, with its path parameters decoded.
    Operation(&'a Operation, BTreeMap<String, String>),
    /// A path that has other methods: these.
    OtherMethod(Vec<&'static str>),
    /// No path of the document.
    Nothing,
}

/// Finds the operation; templates without parameters come before others (OpenAPI 3.0.3, Paths Object).
pub(super) fn find<'a>(contract: &'a Contract, method: &str, path: &str) -> Route<'a> {
    let mut matching: Vec<_> = contract
        .operations
        .iter()
        .filter_map(|operation| Some((operation, matched(&operation.path, path)?)))
        .collect();
    matching.sort_by_key(|(_, parameters)| parameters.len());
    let Some(most_exact) = matching.first().map(|(_, parameters)| parameters.len()) else {
        return Route::Nothing;
    };
    matching.retain(|(_, parameters)| parameters.len() == most_exact);
    let allow = matching.iter().map(|(operation, _)| operation.method.as_str()).collect();
    match matching.into_iter().find(|(operation, _)| operation.method.as_str() == method) {
        Some((operation, parameters)) => Route::Operation(operation, parameters),
        None => Route::OtherMethod(allow),
    }
}

fn matched(template: &PathTemplate, path: &str) -> Option<BTreeMap<String, String>> {
    let mut rest = path;
    let mut parameters = BTreeMap::new();
    for (index, part) in template.parts.iter().enumerate() {
        match part {
            PathPart::Literal(text) => rest = rest.strip_prefix(text.as_str())?,
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
