//! The crate around the modules: its manifest, its root and the module `support`.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;
use specs::Contract;

use super::module;
use crate::Target;
use crate::names::ident;
use crate::output::{OutputFile, banner, rust_file};

/// Pairs of a path below `src/` of the output and the text of that file of `specwright-runtime`.
///
/// The root of that crate becomes the module `support`. Its files name each other by paths that begin
/// with `super`, never with `crate`, which resolve in both; the compiler rejects other paths.
macro_rules! support {
    ($($path:literal),* $(,)?) => {
        &[
            ("support.rs", include_str!("../../runtime/src/lib.rs")),
            $((concat!("support/", $path), include_str!(concat!("../../runtime/src/", $path))),)*
        ]
    };
}

/// The files of the module `support`.
const SUPPORT: &[(&str, &str)] = support![
    "auth.rs",
    "client.rs",
    "clock.rs",
    "codec.rs",
    "constrained.rs",
    "decode.rs",
    "digest.rs",
    "message.rs",
    "message/fields.rs",
    "message/incoming.rs",
    "message/outgoing.rs",
    "message/request_decoder.rs",
    "message/response.rs",
    "message/response_decoder.rs",
    "oauth.rs",
    "oauth/bearer.rs",
    "oauth/request.rs",
    "primitives.rs",
    "proof.rs",
    "refusal.rs",
    "secret.rs",
    "serial.rs",
    "server.rs",
    "signature.rs",
    "signature/algorithm.rs",
    "signature/base.rs",
    "signature/client.rs",
    "signature/component.rs",
    "signature/der.rs",
    "signature/error.rs",
    "signature/key.rs",
    "signature/message.rs",
    "signature/profile.rs",
    "signature/sign.rs",
    "signature/verify.rs",
    "signer.rs",
    "status.rs",
    "value.rs",
    "violation.rs",
    "wire.rs",
];

/// The files that belong to no single document.
///
/// # Errors
/// Tokens that are not a Rust file: a bug of an emitter.
pub fn emit(
    contracts: &[Contract],
    target: &Target,
    patterns: bool,
) -> Result<Vec<OutputFile>, syn::Error> {
    let manifest =
        OutputFile { path: "Cargo.toml".to_owned(), text: manifest(contracts, target, patterns) };
    let root = rust_file("src/lib.rs".to_owned(), &origins(contracts), root(contracts))?;
    let readme = OutputFile { path: "README.md".to_owned(), text: readme(contracts, target) };
    let support = SUPPORT.iter().map(|(path, text)| OutputFile {
        path: format!("src/{path}"),
        text: format!("{}\n{text}", banner("//", &[])),
    });
    Ok([manifest, readme, root].into_iter().chain(support).collect())
}

/// The documents of the files that list all modules.
fn origins(contracts: &[Contract]) -> Vec<(&str, &str)> {
    let mut origins = Vec::new();
    for origin in contracts.iter().flat_map(module::origins) {
        // An overlay may be of several documents.
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    origins
}

fn root(contracts: &[Contract]) -> TokenStream {
    let modules = contracts.iter().map(|contract| {
        let name = ident(&module::name(&contract.id));
        quote!(#[rustfmt::skip] pub mod #name;)
    });
    quote! {
        //! Typed requests and responses, server stubs and clients, generated from OpenAPI documents.
        //!
        //! Features: `server` (axum), `client` (reqwest; choose its TLS with `client-rustls`,
        //! `client-native-tls` or a feature of your own `reqwest`), `signatures` (HTTP Message
        //! Signatures and `Content-Digest`, on ring), `schemars`.

        #[rustfmt::skip]
        pub mod support;

        #(#modules)*
    }
}

fn manifest(contracts: &[Contract], target: &Target, patterns: bool) -> String {
    let (name, lints) = match target {
        Target::Workspace => ("generated", "\n[lints]\nworkspace = true\n"),
        Target::Standalone { name } => (name.as_str(), ""),
    };
    let mut text = banner("#", &origins(contracts));
    let regex = if patterns { "regex = \"1.13.1\"\n" } else { "" };
    // The version of a document is any text, unlike that of a package.
    let _ = write!(
        text,
        r#"
[package]
name = "{name}"
version = "0.1.0"
edition = "2024"
rust-version = "1.90"
publish = false

[package.metadata.docs.rs]
all-features = true

[features]
server = ["dep:axum"]
client = ["dep:reqwest", "dep:tokio"]
client-rustls = ["client", "reqwest/rustls"]
client-native-tls = ["client", "reqwest/native-tls"]
schemars = ["dep:schemars"]
signatures = ["dep:ring", "dep:rustls-pki-types", "dep:sfv"]

[dependencies]
axum = {{ version = "0.8.9", default-features = false, optional = true }}
base64 = "0.23.1"
bytes = "1.12.1"
form_urlencoded = "1.2.2"
http = "1.5.0"
percent-encoding = "2.3.2"
{regex}reqwest = {{ version = "0.13.5", default-features = false, optional = true }}
ring = {{ version = "0.17.14", optional = true }}
rustls-pki-types = {{ version = "1.15.1", default-features = false, features = ["alloc"], optional = true }}
schemars = {{ version = "1.2.3", features = ["uuid1"], optional = true }}
serde = {{ version = "1.0.229", features = ["derive"] }}
serde_json = "1.0.154"
sfv = {{ version = "0.15.0", optional = true }}
tokio = {{ version = "1.54.1", default-features = false, features = ["sync"], optional = true }}
uuid = {{ version = "1.29.1", features = ["serde", "v4"] }}
{lints}"#
    );
    text
}

fn readme(contracts: &[Contract], target: &Target) -> String {
    let name = match target {
        Target::Workspace => "generated",
        Target::Standalone { name } => name,
    };
    let mut text = format!("<!-- {} -->\n", banner("", &[]).trim());
    let _ = write!(
        text,
        "# {name}\n\nTyped requests and responses, axum server stubs and reqwest clients, generated.\n\n\
         | module | document | version | operations |\n|---|---|---|---|\n"
    );
    for contract in contracts {
        let _ = writeln!(
            text,
            "| `{}` | {} ({}) | {} | {} |",
            module::name(&contract.id),
            contract.title.replace('|', "\\|"),
            module::file_name(contract),
            contract.version.replace('|', "\\|"),
            contract.operations.len()
        );
    }
    text.push_str(
        "\nEach module has `models` (values), `operations` (requests and responses), `security` \
         (credentials), `servers`, `server` (feature `server`: implement `Api`, serve `router`) and \
         `client` (feature `client`). \
         `support::signature` signs and verifies messages (feature `signatures`).\n",
    );
    text
}
