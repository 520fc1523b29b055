//! The module of one document: its files and their features.

use proc_macro2::TokenStream;
use quote::quote;
use specs::Contract;

use super::{client, models, operations, proof, security, server, servers};
use crate::docs::{inner_docs, paragraphs};
use crate::names;
use crate::output::{OutputFile, rust_file};
use crate::plan::Plan;

/// The name of a document's module, distinct from those of the modules inside and beside it.
pub fn name(id: &str) -> String {
    let name = names::snake(id);
    // Cargo makes programs of `src/main.rs` and `src/bin`, and `src/lib.rs` and `mod.rs` are taken.
    let taken = [
        "bin",
        "client",
        "lib",
        "main",
        "mod",
        "models",
        "operations",
        "proof",
        "security",
        "server",
        "servers",
        "support",
    ];
    if taken.contains(&name.as_str()) { format!("{name}_api") } else { name }
}

/// The document's file name, without the folder, which differs between machines.
pub fn file_name(contract: &Contract) -> &str {
    last(contract.source.name())
}

fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The file names of the document and of the overlays that change it, each with its SHA-256.
pub fn origins(contract: &Contract) -> impl Iterator<Item = (&str, &str)> {
    let texts = std::iter::once(&contract.source).chain(contract.source.overlays());
    texts.map(|text| (last(text.name()), text.digest()))
}

/// The files of a document's module.
///
/// # Errors
/// Tokens that are not a Rust file: a bug of an emitter.
pub fn emit(plan: &Plan<'_>) -> Result<Vec<OutputFile>, syn::Error> {
    let contract = plan.contract;
    let name = name(&contract.id);
    let origins: Vec<(&str, &str)> = origins(contract).collect();
    let files: [(&str, TokenStream); 7] = [
        ("models", models::emit(plan)),
        ("operations", operations::emit(plan)),
        ("proof", proof::emit(plan)),
        ("security", security::emit(plan)),
        ("servers", servers::emit(plan)),
        ("server", server::emit(plan)),
        ("client", client::emit(plan)),
    ];
    let root = rust_file(format!("src/{name}.rs"), &origins, root(plan))?;
    let parts = files
        .into_iter()
        .map(|(part, tokens)| rust_file(format!("src/{name}/{part}.rs"), &origins, tokens));
    std::iter::once(Ok(root)).chain(parts).collect()
}

fn root(plan: &Plan<'_>) -> TokenStream {
    let contract = plan.contract;
    let inner = inner_docs(&paragraphs(&[Some(&contract.title), contract.description.as_deref()]));
    let version = &contract.version;
    let deprecated = has_deprecated(contract)
        .then(|| quote!(#![allow(deprecated, reason = "deprecated items are implemented too")]));
    quote! {
        #inner
        #![allow(
            clippy::doc_lazy_continuation,
            clippy::doc_overindented_list_items,
            reason = "descriptions are those of the document"
        )]
        #deprecated

        #[cfg(feature = "client")]
        pub mod client;
        pub mod models;
        pub mod operations;
        #[cfg(feature = "schemars")]
        pub mod proof;
        pub mod security;
        #[cfg(feature = "server")]
        pub mod server;
        pub mod servers;

        /// The version of the document: `info.version`.
        pub const VERSION: &str = #version;
    }
}

fn has_deprecated(contract: &Contract) -> bool {
    let operations = contract.operations.iter().any(|operation| {
        operation.deprecated || operation.parameters.iter().any(|parameter| parameter.deprecated)
    });
    operations || contract.schemas.iter().any(|(_, schema)| schema.deprecated)
}
