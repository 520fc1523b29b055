//! One input: read, and code generated for it.

use std::panic;

use codegen::Target;

/// The most operations and schemas for which code is generated: it takes longer than reading.
const MOST_PARTS: usize = 150;

/// What fails of an input, in one line; `None` where nothing does. A panic is caught here.
pub(super) fn execute(text: &str, generates: bool) -> Option<String> {
    panic::catch_unwind(|| read(text, generates)).unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| payload.downcast_ref::<&str>().copied());
        Some(format!("panic: {}", message.unwrap_or_default()))
    })
}

fn read(text: &str, generates: bool) -> Option<String> {
    let (contract, diagnostics) = specs::parse("fuzz", "fuzz.yaml", text);
    drop(diagnostics.render_brief(false));
    if contract.is_none() != diagnostics.is_fatal() {
        return Some("a contract beside a fatal diagnostic, or none without one".to_owned());
    }
    if let Some(found) = diagnostics.iter().find(|found| found.code == "unreadable") {
        return Some(format!("unreadable: {}", found.message));
    }
    let contract = contract?;
    drop(specs::outline(&contract));
    let _ = contract.coverage();
    drop(contract.untyped());
    let parts = contract.operations.len() + contract.schemas.iter().count();
    if !generates || parts > MOST_PARTS {
        return None;
    }
    drop(codegen::supported(&contract));
    let target = Target::Standalone { name: "fuzz".to_owned() };
    let failed = codegen::generate(&[contract], &target).err()?;
    let first = failed.iter().flatten().next();
    Some(format!("not generated: {}", first.map_or("", |found| &found.message)))
}
