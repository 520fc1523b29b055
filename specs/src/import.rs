//! From documentation pages, as generators of documentation publish them in Markdown, to one OpenAPI
//! document.
//!
//! A page has a block of code with the part of the API that it documents: OpenAPI, or the form of one
//! generator, which [`rendered`] rewrites. The pages of one API are merged.

mod merge;
mod page;
mod rendered;

use self::merge::Merged;
use crate::diagnostic::codes::NO_OPENAPI_BLOCK;
use crate::diagnostic::{Code, Diagnostic};
use crate::{Diagnostics, Pointer, Source, yaml};

/// What is imported of pages.
#[derive(Debug)]
pub struct Imported {
    /// The OpenAPI document as YAML; `None` where a diagnostic is fatal.
    pub document: Option<String>,
    /// What is wrong with the pages, or is not imported.
    pub diagnostics: Diagnostics,
}

/// Merges the OpenAPI blocks of documentation pages, in their order, into one document. `title` is for a
/// document whose pages have none.
pub fn import(pages: &[Source], title: Option<&str>) -> Imported {
    let first = pages.first().cloned().unwrap_or_else(|| Source::new("no page", ""));
    let mut diagnostics = Diagnostics::new(first);
    let mut merged = Merged::default();
    for page in pages {
        let blocks = page::blocks(page);
        let mut found = false;
        for block in blocks {
            found |= take(&block, title, &mut merged, &mut diagnostics);
        }
        if !found {
            let message = format!("{} has no block with OpenAPI", page.name());
            let help = "give a page in Markdown with a fenced block of `openapi` or `paths`";
            let location = Some(page.location(0..0));
            let found = diagnostics.report_at(&NO_OPENAPI_BLOCK, location, message, help);
            found.source = Some(page.clone());
        }
    }
    diagnostics.finish();
    let document = merged.finish().filter(|_| !diagnostics.is_fatal());
    Imported { document: document.map(|document| yaml::write(&document)), diagnostics }
}

/// Whether a block is one of OpenAPI; what it has is merged.
fn take(
    block: &page::Block,
    title: Option<&str>,
    merged: &mut Merged,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut own = Diagnostics::new(block.source.clone());
    let value = yaml::read(&block.source, &mut own);
    let is_openapi = match &value {
        Some(value) => ["openapi", "swagger", "paths"].iter().any(|key| value.get(key).is_some()),
        // Broken, but meant.
        None => block.is_reference,
    };
    if !is_openapi {
        return false;
    }
    for found in own.iter() {
        let mut found = found.clone();
        found.source = Some(block.source.clone());
        diagnostics.push(found);
    }
    let mut reporter = Reporter { source: &block.source, diagnostics };
    match value {
        Some(value) if rendered::is_rendered(&value) => {
            let document = rendered::rewrite(&value, block, title, &mut reporter);
            merged.add(document, &mut reporter);
        }
        Some(value) => merged.add(value, &mut reporter),
        None => {}
    }
    true
}

/// Reports what is wrong in one page.
struct Reporter<'a> {
    source: &'a Source,
    diagnostics: &'a mut Diagnostics,
}

impl Reporter<'_> {
    fn report(
        &mut self,
        code: &'static Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let found = self.diagnostics.report(code, pointer, message, help);
        found.source = Some(self.source.clone());
        found
    }
}
