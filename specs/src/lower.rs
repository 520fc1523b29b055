//! The one lowering: a document that the grammar has accepted becomes a contract.

mod content;
mod ids;
mod operation;
mod parameter;
mod path;
mod response;
mod schema;
mod security;
mod server;
mod words;

use openapiv3::Info;

use self::schema::SchemaLowering;
use crate::document::Document;
use crate::{Contract, Diagnostics, Pointer, Source};

/// Lowers a document. The contract is incomplete where a diagnostic is an error.
pub(crate) fn lower(
    id: &str,
    document: &Document,
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> Option<Contract> {
    let root = Pointer::root();
    let (info, _) = document.read::<Info>(&root.child("info"), diagnostics)?;
    let schemas = SchemaLowering::new(document);
    let mut lowering = Lowering { document, diagnostics, schemas };
    let components = root.child("components").child("schemas");
    for name in document.keys(&components) {
        lowering.schemas.id(&components.child(name));
    }
    let servers = lowering.servers(&root.child("servers"));
    let schemes = lowering.schemes();
    let operations = lowering.operations();
    let Lowering { diagnostics, schemas, .. } = lowering;
    Some(Contract {
        id: id.to_owned(),
        title: info.title,
        version: info.version,
        description: info.description,
        servers,
        schemes,
        operations,
        schemas: schemas.finish(diagnostics),
        source: source.clone(),
    })
}

/// The state that every part of the lowering shares.
struct Lowering<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    schemas: SchemaLowering<'a>,
}
