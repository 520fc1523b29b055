//! Finds the operation of a recorded URL.

use specs::Contract;
use specs::contract::{Operation, PathPart, Server};

/// The operation of a recorded request.
pub struct Match<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// The path below the server's URL.
    pub path: &'a str,
    /// Whether the operation has the request's method; otherwise only the path is declared.
    pub has_method: bool,
}

/// The operation of this method and URL (without its query), if the path is declared: below one of the
/// document's servers, otherwise below any URL, as when recorded at a host that is not in the document.
pub fn find<'a>(contract: &'a Contract, method: &str, url: &'a str) -> Option<Match<'a>> {
    declared(contract, method, url).or_else(|| elsewhere(contract, method, url))
}

/// The operation below one of the declared servers.
fn declared<'a>(contract: &'a Contract, method: &str, url: &'a str) -> Option<Match<'a>> {
    let at_path = contract.operations.iter().filter_map(|operation| {
        let path = below_server(contract, operation, url)?;
        fits(&operation.path.raw, path).then(|| matched(operation, path, method))
    });
    // OpenAPI: a path without parameters is matched before one with parameters.
    at_path.min_by_key(|found| (!found.has_method, parameters(found.operation)))
}

/// The operation whose path is a suffix of the URL's; of several, the one with the longest path.
fn elsewhere<'a>(contract: &'a Contract, method: &str, url: &'a str) -> Option<Match<'a>> {
    let whole = &url[path_start(url)?..];
    let at_path = contract.operations.iter().filter_map(|operation| {
        let segments = operation.path.raw.matches('/').count();
        let is_literal = |part: &PathPart| {
            matches!(part, PathPart::Literal(text) if !text.trim_matches('/').is_empty())
        };
        if segments == 0 || !operation.path.parts.iter().any(is_literal) {
            return None;
        }
        let (start, _) = whole.rmatch_indices('/').nth(segments - 1)?;
        let path = &whole[start..];
        fits(&operation.path.raw, path).then(|| matched(operation, path, method))
    });
    at_path.min_by_key(|found| {
        let length = found.path.matches('/').count();
        (!found.has_method, std::cmp::Reverse(length), parameters(found.operation))
    })
}

fn matched<'a>(operation: &'a Operation, path: &'a str, method: &str) -> Match<'a> {
    let has_method = operation.method.as_str().eq_ignore_ascii_case(method);
    Match { operation, path, has_method }
}

fn parameters(operation: &Operation) -> usize {
    operation.path.raw.matches('{').count()
}

fn path_start(url: &str) -> Option<usize> {
    let scheme = url.find("://")?;
    url[scheme + 3..].find('/').map(|slash| scheme + 3 + slash)
}

/// The operation that is most similar to a request, as `METHOD path`.
pub fn nearest(contract: &Contract, method: &str, url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path_start(path).map_or("/", |start| &path[start..]);
    let names = contract.operations.iter().map(|operation| {
        let name = format!("{} {}", operation.method.as_str(), operation.path.raw);
        let raw = &operation.path.raw;
        // The leading part of the path may be the base of a server.
        let segments = raw.matches('/').count().max(1);
        let tail = path.rmatch_indices('/').nth(segments - 1).map_or(path, |(at, _)| &path[at..]);
        let distance = strsim::damerau_levenshtein(raw, tail);
        ((distance, operation.method.as_str() != method), name)
    });
    names.min_by(|one, other| one.0.cmp(&other.0)).map(|(_, name)| name)
}

/// The path of a URL below one of the operation's servers.
fn below_server<'a>(contract: &Contract, operation: &Operation, url: &'a str) -> Option<&'a str> {
    let servers = if operation.servers.is_empty() { &contract.servers } else { &operation.servers };
    let path_start = path_start(url)?;
    if servers.is_empty() {
        return Some(&url[path_start..]);
    }
    servers.iter().flat_map(urls).find_map(|base| {
        let base = base.trim_end_matches('/');
        let rest = if base.is_empty() || base.starts_with('/') {
            url[path_start..].strip_prefix(base)
        } else {
            url.strip_prefix(base)
        };
        rest.filter(|rest| rest.starts_with('/'))
    })
}

/// The server's URL with every combination of its variables.
fn urls(server: &Server) -> Vec<String> {
    let mut urls = vec![server.url.clone()];
    for variable in &server.variables {
        let name = format!("{{{}}}", variable.name);
        let mut values = variable.values.clone();
        if !values.contains(&variable.default) {
            values.push(variable.default.clone());
        }
        urls = urls
            .iter()
            .flat_map(|url| {
                values.iter().map(|value| url.replace(&name, value)).collect::<Vec<_>>()
            })
            .take(256)
            .collect();
    }
    urls
}

fn fits(template: &str, path: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len()
        && wanted
            .iter()
            .zip(given)
            .all(|(wanted, given)| wanted.contains('{') && !given.is_empty() || *wanted == given)
}
