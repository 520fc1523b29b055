//! Features that the generator does not support: their operations are left out, each with its location.

use std::collections::BTreeSet;

use specs::contract::{Contract, Operation, ParameterStyle};
use specs::diagnostic::Explanation;
use specs::{Diagnostic, Diagnostics, Outcome, Pointer};

/// The code of all diagnostics of the generator.
pub static NOT_GENERATED: Explanation = Explanation {
    code: "not-generated",
    cause: "The document is read, but no Rust is generated for a part of it: a style of path parameters, \
        a pattern that no linear-time engine reads, an operation that a server cannot distinguish from \
        another.",
    consequence: "The operation is left out of the crate, or the pattern is not checked by its types. \
        Conformance tests cover both.",
    remedy: "Do what the help of the diagnostic says, or expect no code of the part.",
    example: "{name: id, in: path, style: matrix, required: true, schema: {type: string}}",
};

/// The contract without the operations that are not supported, and why they are left out.
pub fn leave_out(contract: &Contract) -> (Contract, Diagnostics) {
    let mut diagnostics = Diagnostics::new(contract.source.clone());
    let mut supported = contract.clone();
    let mut unsupported = BTreeSet::new();
    for operation in &contract.operations {
        let before = diagnostics.len();
        styles(contract, operation, &mut diagnostics);
        if diagnostics.len() > before {
            unsupported.insert(operation.id.clone());
        }
    }
    let mut diagnostics = distinct(diagnostics);
    supported.leave_out(&diagnostics, |operation| unsupported.contains(&operation.id));
    let mut loosened = patterns(contract);
    unreachable(contract, &mut loosened);
    let loosened = in_order(&loosened);
    // Once reported, a loss is in the contract.
    let known: BTreeSet<&str> = contract.losses().iter().map(|loss| loss.reason.as_str()).collect();
    let mut new = Diagnostics::new(contract.source.clone());
    for one in loosened.iter().filter(|one| !known.contains(one.message.as_str())) {
        new.push(one.clone());
        diagnostics.push(one.clone());
    }
    supported.leave_out(&new, |_| false);
    (supported, in_order(&diagnostics))
}

/// Operations that a server cannot distinguish from others, and never calls.
fn unreachable(contract: &Contract, diagnostics: &mut Diagnostics) {
    for (operation, other) in crate::emit::server::unreachable(contract) {
        let message = format!(
            "a server never calls `{}`: its requests are the same as those of `{}`",
            operation.id, other.id
        );
        let help = "give it a path of its own, or a required parameter with one value".to_owned();
        diagnostics.push(diagnostic(contract, &operation.pointer, message, help));
    }
}

/// Patterns that no linear-time engine reads: types do not check them.
fn patterns(contract: &Contract) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(contract.source.clone());
    for (_, schema) in contract.schemas.iter() {
        let Some(pattern) = schema.shape.pattern() else { continue };
        if crate::pattern::translate(pattern).is_none() {
            let message = format!("the pattern `{pattern}` is not checked by generated types");
            let help = "write it without look-around and back references".to_owned();
            let pointer = schema.pointer.child("pattern");
            diagnostics.push(diagnostic(contract, &pointer, message, help));
        }
    }
    diagnostics
}

/// The diagnostics in the order of their locations.
fn in_order(all: &Diagnostics) -> Diagnostics {
    let mut list: Vec<&Diagnostic> = all.iter().collect();
    list.sort_by_key(|one| one.location.map(|at| (at.file, at.offset)));
    let mut sorted = Diagnostics::new(all.source().clone());
    list.into_iter().for_each(|one| sorted.push(one.clone()));
    sorted
}

/// Operations share paths and parameters: each problem is reported once.
fn distinct(all: Diagnostics) -> Diagnostics {
    let mut distinct = Diagnostics::new(all.source().clone());
    let mut seen = BTreeSet::new();
    for one in all.iter() {
        let location = one.pointer.as_ref().map(|pointer| pointer.as_str().to_owned());
        if seen.insert((location, one.message.clone())) {
            distinct.push(one.clone());
        }
    }
    distinct
}

/// An emitter produced something that is not Rust: a bug, reported with the document that revealed it.
pub fn not_rust(contract: &Contract, error: &syn::Error) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(contract.source.clone());
    let message = format!("the generator produced a file that is not Rust: {error}");
    let help = "report this with the document".to_owned();
    let diagnostic = diagnostic(contract, &Pointer::root(), message, help);
    diagnostics.push(Diagnostic { outcome: Outcome::Fatal, ..diagnostic });
    diagnostics
}

fn styles(contract: &Contract, operation: &Operation, diagnostics: &mut Diagnostics) {
    for parameter in &operation.parameters {
        let style = match parameter.style {
            ParameterStyle::Label => "label",
            ParameterStyle::Matrix => "matrix",
            _ => continue,
        };
        let message = format!(
            "parameter `{}` has style `{style}`; its operations are left out",
            parameter.name
        );
        let help = "use style `simple`".to_owned();
        diagnostics.push(diagnostic(contract, &parameter.pointer, message, help));
    }
}

fn diagnostic(contract: &Contract, pointer: &Pointer, message: String, help: String) -> Diagnostic {
    let (source, location) = contract.source.origin(pointer);
    Diagnostic {
        code: NOT_GENERATED.code,
        outcome: Outcome::Lost,
        message,
        help,
        source,
        location: Some(location),
        pointer: Some(pointer.clone()),
        related: None,
    }
}
