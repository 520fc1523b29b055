//! The one lowering: a document that the grammar has accepted becomes a contract.

mod content;
mod encoding;
mod ids;
mod naming;
mod operation;
mod parameter;
mod path;
mod recent;
mod response;
mod schema;
mod security;
mod server;

use openapiv3::Info;
use serde_json::Value;

use self::schema::SchemaLowering;
use crate::contract::Scheme;
use crate::document::Document;
use crate::grammar::dialect::uri;
use crate::{Contract, Diagnostics, Pointer, Source};

/// Lowers a document.
pub(crate) fn lower(
    id: &str,
    document: &Document,
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> Contract {
    let root = Pointer::root();
    let info = document.read::<Info>(&root.child("info"), diagnostics);
    let info = info.map(|(info, _)| info).unwrap_or_default();
    let schemas = SchemaLowering::new(document);
    let mut lowering = Lowering {
        document,
        diagnostics,
        schemas,
        schemes: Vec::new(),
        assumed: Vec::new(),
        declared: 0,
    };
    for component in document.components() {
        lowering.schemas.id(&component);
    }
    let servers = lowering.servers(&root.child("servers"));
    lowering.schemes = lowering.declared_schemes();
    let operations = lowering.operations();
    lowering.report_unread();
    let Lowering { diagnostics, schemas, mut schemes, assumed, declared, .. } = lowering;
    schemes.extend(assumed);
    Contract {
        id: id.to_owned(),
        title: info.title,
        version: info.version,
        description: info.description,
        servers,
        schemes,
        left_out: declared - operations.len(),
        operations,
        schemas: schemas.finish(diagnostics),
        // Filled in when all diagnostics have their locations.
        losses: Vec::new(),
        source: source.clone(),
    }
}

impl Lowering<'_> {
    /// Parts of the specification that the contract does not have.
    fn report_unread(&mut self) {
        let dialect = Pointer::root().child("jsonSchemaDialect");
        if let Some(Value::String(named)) =
            self.document.checked(&Pointer::root(), "jsonSchemaDialect")
            && !uri::is_read(named)
        {
            uri::report(named, &dialect, self.diagnostics);
        }
    }
}

/// The state that every part of the lowering shares.
struct Lowering<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    schemas: SchemaLowering<'a>,
    /// The security schemes that could be read.
    schemes: Vec<Scheme>,
    /// Those that requirements name all the same.
    assumed: Vec<Scheme>,
    /// How many operations the document declares.
    declared: usize,
}
