//! Finds the operation that a recorded URL is of.

use specs::Contract;
use specs::contract::{Operation, Server};

/// What a recorded request is of.
pub(super) struct Match<'a> {
    pub(super) operation: &'a Operation,
    /// The path below the server's URL.
    pub(super) path: &'a str,
    /// Whether the operation has the request's method; else only the path is declared.
    pub(super) has_method: bool,
}

/// The operation of this method and URL (without its query), if the path is declared.
pub(super) fn find<'a>(contract: &'a Contract, method: &str, url: &'a str) -> Option<Match<'a>> {
    let at_path: Vec<Match<'a>> = contract
        .operations
        .iter()
        .filter_map(|operation| {
            let path = below_server(contract, operation, url)?;
            let has_method = operation.method.as_str().eq_ignore_ascii_case(method);
            fits(&operation.path.raw, path).then_some(Match { operation, path, has_method })
        })
        .collect();
    let literal = |found: &Match<'_>| found.operation.path.raw.matches('{').count();
    // RFC 3986 has no say; OpenAPI: a path without parameters is matched before one with them.
    at_path.into_iter().min_by_key(|found| (!found.has_method, literal(found)))
}

/// The path of a URL below one of the operation's servers.
fn below_server<'a>(contract: &Contract, operation: &Operation, url: &'a str) -> Option<&'a str> {
    let servers = if operation.servers.is_empty() { &contract.servers } else { &operation.servers };
    let path_start = url
        .find("://")
        .and_then(|scheme| url[scheme + 3..].find('/').map(|slash| scheme + 3 + slash))?;
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

/// The server's URL with every choice of its variables.
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
        && wanted.iter().zip(given).all(|(wanted, given)| wanted.contains('{') || *wanted == given)
}
