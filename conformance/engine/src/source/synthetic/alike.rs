//! Operations that a server cannot distinguish: they differ in what is not sent, such as the fragment
//! of a path, or in a value that is a literal in another path.

use specs::Contract;
use specs::contract::{Operation, Parameter, ParameterLocation, PathPart, SchemeKind};

use conformance_core::case::{Piece, Template};

/// Headers of the connection: the value in a case is not what is sent.
const OF_THE_CONNECTION: [&str; 8] = [
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The operation without the parameters that a case does not fill: headers of the connection, and those
/// that repeat a credential that every request contains.
pub(super) fn own(contract: &Contract, operation: &Operation) -> Operation {
    let mut own = operation.clone();
    own.parameters.retain(|parameter| {
        let of_connection = parameter.location == ParameterLocation::Header
            && OF_THE_CONNECTION.iter().any(|name| parameter.name.eq_ignore_ascii_case(name));
        !of_connection && !is_credential(contract, operation, parameter)
    });
    own
}

fn is_credential(contract: &Contract, operation: &Operation, parameter: &Parameter) -> bool {
    let is_meant = |scheme: &str| match contract.scheme(scheme).map(|scheme| &scheme.kind) {
        Some(SchemeKind::ApiKey { location, name }) => {
            *location == parameter.location && *name == parameter.name
        }
        _ => false,
    };
    let mut alternatives = operation.security.alternatives.iter();
    !operation.security.allows_anonymous()
        && alternatives.all(|one| one.requirements.iter().any(|needed| is_meant(&needed.scheme)))
}

/// Whether another operation may accept what this one must reject: same method, same path without the query
/// and fragment of its key, and no parameter with a single value to distinguish them.
pub(super) fn is_ambiguous(contract: &Contract, operation: &Operation) -> bool {
    let seen = |one: &Operation| (one.method, anonymous(&one.path.parts));
    let mut others = contract.operations.iter().filter(|other| other.id != operation.id);
    !has_constant(contract, operation) && others.any(|other| seen(other) == seen(operation))
}

/// Whether it cannot be known which operation responds to a request for this one. RFC 3986 §3.5: a
/// fragment is not sent.
pub(super) fn is_hidden(contract: &Contract, operation: &Operation) -> bool {
    operation.path.raw.contains('#') && is_ambiguous(contract, operation)
}

/// A path with every variable as `{}`.
fn anonymous(parts: &[PathPart]) -> String {
    let parts = parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.as_str(),
        PathPart::Parameter(_) => "{}",
    });
    parts.collect()
}

fn before_fragment(path: &str) -> &str {
    path.split('#').next().unwrap_or_default()
}

fn has_constant(contract: &Contract, operation: &Operation) -> bool {
    let schemas = &contract.schemas;
    let is_constant = |parameter: &Parameter| schemas.shape(parameter.schema).is_constant();
    operation.parameters.iter().any(|one| one.required && is_constant(one))
}

/// Whether a concrete path matches this operation's: literals are equal, parameters match anything.
pub(super) fn covers(operation: &Operation, path: &Template) -> bool {
    const ANYTHING: &str = "\u{1}";
    let text: String = path
        .0
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Slot(_) => ANYTHING,
        })
        .collect();
    let template: String = operation
        .path
        .parts
        .iter()
        .map(|part| match part {
            PathPart::Literal(text) => text.as_str(),
            PathPart::Parameter(_) => ANYTHING,
        })
        .collect();
    let (text, template) = (before_fragment(&text), before_fragment(&template));
    text.split('/').count() == template.split('/').count()
        && text
            .split('/')
            .zip(template.split('/'))
            .all(|(segment, pattern)| pattern == segment || pattern.contains(ANYTHING))
}

/// Whether the path of a request is that of another operation of the same method, which has a literal where
/// this one has a parameter: a value happens to be that literal.
pub(super) fn is_of_another(contract: &Contract, operation: &Operation, path: &Template) -> bool {
    let parameters = |one: &Operation| {
        let parts = one.path.parts.iter();
        parts.filter(|part| matches!(part, PathPart::Parameter(_))).count()
    };
    let others = contract.operations.iter();
    let mut others =
        others.filter(|other| other.id != operation.id && other.method == operation.method);
    covers(operation, path)
        && others.any(|other| parameters(other) < parameters(operation) && covers(other, path))
}
