//! `specwright contract`: what is read of a document, as JSON. `specwright schema contract` describes
//! the form; it changes by new fields only.

mod operations;
mod schemas;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;
use specs::contract::{Loss, Scheme, SchemeKind, Server};
use specs::{Contract, Source};

use self::operations::OperationView;
use self::schemas::{SchemaView, UntypedView};
use super::documents::Input;
use super::view::{CoverageView, Place};
use super::{CLEAN, Failure, printer};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,

    /// On one line for each document, not indented
    #[arg(long)]
    compact: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    for contract in args.input.contracts(false)? {
        let view = ContractView::new(&contract);
        // These types have neither maps with other keys than strings, nor anything else that fails.
        let text = if args.compact {
            serde_json::to_string(&view)
        } else {
            serde_json::to_string_pretty(&view)
        };
        printer::out(text.unwrap_or_default());
    }
    Ok(CLEAN)
}

/// JSON Schema of the form.
pub(super) fn schema() -> serde_json::Value {
    schemars::schema_for!(ContractView).into()
}

/// The contract of one document: what it requires of clients and servers, and what of it is not covered.
#[derive(Debug, Serialize, JsonSchema)]
struct ContractView {
    /// The version of this form.
    format: u32,
    /// Short name of the document, from its file name.
    id: String,
    /// `info.title`.
    title: String,
    /// `info.version`.
    version: String,
    /// The text that it was read from.
    source: SourceView,
    /// The overlays that are applied to it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    overlays: Vec<SourceView>,
    /// The servers of the document.
    servers: Vec<ServerView>,
    /// The security schemes.
    schemes: Vec<SchemeView>,
    /// The operations, in the order of the document.
    operations: Vec<OperationView>,
    /// The schemas. Others refer to one by its index in this array.
    schemas: Vec<SchemaView>,
    /// What of the document is left out or loosened.
    losses: Vec<LossView>,
    /// How many operations are read.
    coverage: CoverageView,
    /// The schemas without a type although the document gives them one.
    untyped: UntypedView,
}

/// The text of a document or of an overlay.
#[derive(Debug, Serialize, JsonSchema)]
struct SourceView {
    /// Its path.
    file: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    sha256: String,
}

/// A base URL.
#[derive(Debug, Serialize, JsonSchema)]
struct ServerView {
    /// The template, with variables in braces.
    url: String,
    /// The variables of the template.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    variables: Vec<VariableView>,
    /// The JSON Pointer to it.
    pointer: String,
}

/// A variable of a server.
#[derive(Debug, Serialize, JsonSchema)]
struct VariableView {
    /// The name in the braces.
    name: String,
    /// The default value.
    default: String,
    /// The values that it may have; absent where every string is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
}

/// How a client authenticates.
#[derive(Debug, Serialize, JsonSchema)]
struct SchemeView {
    /// The name in the document.
    name: String,
    /// `api-key`, `basic`, `bearer`, or `http` for other schemes of `Authorization`.
    kind: &'static str,
    /// Where an API key is sent: `header`, `query` or `cookie`.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    location: Option<&'static str>,
    /// The name of the header, parameter or cookie of an API key, or of another scheme of `Authorization`.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// The JSON Pointer to it.
    pointer: String,
}

/// A part of the document that is left out or loosened.
#[derive(Debug, Serialize, JsonSchema)]
struct LossView {
    /// The code of the diagnostic, see `specwright explain`.
    code: &'static str,
    /// Why.
    reason: String,
    /// The JSON Pointer to the part.
    pointer: String,
    /// Where it is in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Place>,
    /// The ids of the operations that have it, directly or by what they refer to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    operations: Vec<String>,
}

impl ContractView {
    fn new(contract: &Contract) -> Self {
        Self {
            format: 1,
            id: contract.id.clone(),
            title: contract.title.clone(),
            version: contract.version.clone(),
            source: SourceView::new(&contract.source),
            overlays: contract.source.overlays().iter().map(SourceView::new).collect(),
            servers: contract.servers.iter().map(ServerView::new).collect(),
            schemes: contract.schemes.iter().map(SchemeView::new).collect(),
            operations: contract.operations.iter().map(OperationView::new).collect(),
            schemas: contract.schemas.iter().map(|(_, schema)| SchemaView::new(schema)).collect(),
            losses: losses(contract),
            coverage: CoverageView::new(contract.coverage()),
            untyped: UntypedView::new(contract),
        }
    }
}

impl SourceView {
    fn new(source: &Source) -> Self {
        Self { file: source.name().to_owned(), sha256: source.digest().to_owned() }
    }
}

impl ServerView {
    fn new(server: &Server) -> Self {
        let variables = server.variables.iter().map(|variable| VariableView {
            name: variable.name.clone(),
            default: variable.default.clone(),
            values: variable.values.clone(),
        });
        Self {
            url: server.url.clone(),
            variables: variables.collect(),
            pointer: server.pointer.to_string(),
        }
    }
}

impl SchemeView {
    fn new(scheme: &Scheme) -> Self {
        let (kind, location, parameter) = match &scheme.kind {
            SchemeKind::ApiKey { location, name } => {
                ("api-key", Some(location.as_str()), Some(name.clone()))
            }
            SchemeKind::Basic => ("basic", None, None),
            SchemeKind::Bearer => ("bearer", None, None),
            SchemeKind::OtherHttp(name) => ("http", None, Some(name.clone())),
        };
        let (name, pointer) = (scheme.name.clone(), scheme.pointer.to_string());
        Self { name, kind, location, parameter, pointer }
    }
}

/// The losses, each with the operations that it affects.
fn losses(contract: &Contract) -> Vec<LossView> {
    let view = |loss: &Loss| LossView {
        code: loss.code,
        reason: loss.reason.clone(),
        pointer: loss.pointer.to_string(),
        at: loss
            .location
            .map(|at| Place::new(loss.source.as_ref().unwrap_or(&contract.source), at)),
        operations: Vec::new(),
    };
    let mut views: Vec<LossView> = contract.losses().iter().map(view).collect();
    for operation in &contract.operations {
        for loss in contract.losses_of(operation) {
            let index = contract.losses().iter().position(|other| std::ptr::eq(other, loss));
            if let Some(view) = index.and_then(|index| views.get_mut(index)) {
                view.operations.push(operation.id.clone());
            }
        }
    }
    views
}
