//! Features that the generator does not support, reported with their location before anything is generated.

use std::collections::BTreeSet;

use specs::contract::{Contract, Operation, ParameterStyle, PathPart};
use specs::{Diagnostic, Diagnostics, Pointer, Severity};

/// Everything in a contract that is not supported; `None` if there is nothing.
pub fn find(contract: &Contract) -> Option<Diagnostics> {
    let mut diagnostics = Diagnostics::new(contract.source.clone());
    for operation in &contract.operations {
        styles(contract, operation, &mut diagnostics);
        segments(contract, operation, &mut diagnostics);
    }
    let diagnostics = distinct(diagnostics);
    (!diagnostics.is_empty()).then_some(diagnostics)
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
    diagnostics.push(diagnostic(contract, &Pointer::root(), message, help));
    diagnostics
}

fn styles(contract: &Contract, operation: &Operation, diagnostics: &mut Diagnostics) {
    for parameter in &operation.parameters {
        let style = match parameter.style {
            ParameterStyle::Label => "label",
            ParameterStyle::Matrix => "matrix",
            _ => continue,
        };
        let message =
            format!("parameter `{}` has style `{style}`, which is not supported", parameter.name);
        let help = "use style `simple`".to_owned();
        diagnostics.push(diagnostic(contract, &parameter.pointer, message, help));
    }
}

/// axum routes whole segments: `/files/{name}.json` has no route.
fn segments(contract: &Contract, operation: &Operation, diagnostics: &mut Diagnostics) {
    let parts = &operation.path.parts;
    let mixed = parts.iter().enumerate().any(|(index, part)| {
        let PathPart::Parameter(_) = part else {
            return false;
        };
        let ends = |part: Option<&PathPart>, slash: fn(&str) -> bool| match part {
            None => true,
            Some(PathPart::Literal(text)) => slash(text),
            Some(PathPart::Parameter(_)) => false,
        };
        let before = index.checked_sub(1).and_then(|previous| parts.get(previous));
        !ends(before, |text| text.ends_with('/'))
            || !ends(parts.get(index + 1), |text| text.starts_with('/'))
    });
    if mixed {
        let path = &operation.path.raw;
        let message = format!("path `{path}` has a variable beside other text in one segment");
        let help = "give the variable a segment of its own".to_owned();
        let pointer = operation.pointer.parent();
        let pointer = pointer.unwrap_or_else(|| operation.pointer.clone());
        diagnostics.push(diagnostic(contract, &pointer, message, help));
    }
}

fn diagnostic(contract: &Contract, pointer: &Pointer, message: String, help: String) -> Diagnostic {
    Diagnostic {
        code: "not-generated",
        severity: Severity::Error,
        message,
        help,
        location: Some(contract.source.locate_near(pointer)),
        pointer: Some(pointer.clone()),
        related: None,
    }
}
