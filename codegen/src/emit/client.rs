//! `client.rs`: one method for each operation, and the builder of the client.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Operation, Scheme, SchemeKind};

use super::imports::{Candidates, imports};
use super::operations::{request_name, response_name};
use super::security::{self, Credentials};
use super::server::functions;
use crate::docs::{docs, docs_of};
use crate::losses;
use crate::names::{Scope, ident, snake};
use crate::plan::Plan;

/// A scheme with the name of its field.
type Slot<'a> = (String, &'a Scheme);

/// Names that a client may need.
const IMPORTS: &[Candidates<'_>] = &[
    ("crate::support::client", &["Error", "Settings", "Transport"]),
    ("super", &["operations", "security"]),
];

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    if plan.contract.operations.is_empty() {
        return quote! {
            //! The document has no operation to call.
        };
    }
    let credentials = security::credentials(plan);
    let slots = slots(&credentials);
    let fields = slots.iter().map(|(field, scheme)| {
        let field = ident(field);
        let of = if is_token(scheme) {
            quote!(crate::support::oauth::Bearer)
        } else {
            security::credential_type(scheme)
        };
        quote!(#field: Option<#of>,)
    });
    let setters = slots.iter().map(setter);
    let choices = credentials.iter().map(|credentials| choose(credentials, &slots));
    // A document without security has a client without credentials.
    let secured = !slots.is_empty();
    let definition = secured.then(|| {
        quote! {
            #[derive(Debug, Clone, Default)]
            struct Credentials { #(#fields)* }

            impl Credentials { #(#choices)* }
        }
    });
    let field = secured.then(|| quote!(credentials: Credentials,));
    let moved = secured.then(|| quote!(credentials: self.credentials,));
    let fresh = secured.then(|| quote!(credentials: Credentials::default(),));
    let methods =
        functions(plan).into_iter().map(|(name, operation)| method(plan, &name, operation));
    let server = server_default(plan);
    let head = docs(None, &format!("A client of {}.", plan.contract.title));
    let code = quote! {
        #head
        #[derive(Debug, Clone)]
        pub struct Client {
            transport: Transport,
            #field
        }

        #definition

        /// Sets up a [`Client`].
        #[derive(Debug, Clone)]
        pub struct Builder {
            settings: Settings,
            #field
        }

        impl Builder {
            /// The time limit of a call; 30 seconds by default.
            #[must_use]
            pub fn timeout(mut self, timeout: Duration) -> Self {
                self.settings.timeout = timeout;
                self
            }

            /// The largest response body, in bytes; 16 MiB by default.
            #[must_use]
            pub fn max_body(mut self, bytes: usize) -> Self {
                self.settings.max_body = bytes;
                self
            }

            /// The HTTP client that sends requests, with its own TLS, proxy and redirect settings.
            #[must_use]
            pub fn http_client(mut self, http: reqwest::Client) -> Self {
                self.settings.http = Some(http);
                self
            }

            /// The signer, which signs each request when it is otherwise complete. It replaces the headers of
            /// signatures that a request has.
            #[must_use]
            pub fn signer(mut self, signer: impl crate::support::signer::Sign + 'static) -> Self {
                self.settings.signer = Some(crate::support::signer::AnySigner::new(signer));
                self
            }

            #(#setters)*

            /// The client.
            ///
            /// # Errors
            /// An invalid base URL; an HTTP client that cannot be set up.
            pub fn build(self) -> Result<Client, Error> {
                let transport = Transport::new(self.settings)?;
                Ok(Client { transport, #moved })
            }
        }

        impl Client {
            /// A client of the server at a base URL, such as one of the document.
            pub fn builder(base_url: impl Into<String>) -> Builder {
                let settings = Settings::new(base_url.into());
                Builder { settings, #fresh }
            }

            #server

            #(#methods)*
        }
    };
    let imports = imports(&code, IMPORTS);
    quote! {
        //! The client: one method for each operation.

        use std::time::Duration;

        #imports

        #code
    }
}

/// Every scheme that some operation requires, once.
fn slots<'c>(credentials: &[Credentials<'c>]) -> Vec<Slot<'c>> {
    let mut scope = Scope::with(&["timeout", "max_body", "http_client", "signer", "build"]);
    let mut slots: Vec<Slot<'c>> = Vec::new();
    let alternatives = credentials.iter().flat_map(|credentials| &credentials.alternatives);
    for (_, scheme) in alternatives.flat_map(|alternative| &alternative.schemes) {
        if !slots.iter().any(|(_, known)| known.name == scheme.name) {
            slots.push((scope.unique(snake(&scheme.name)), scheme));
        }
    }
    slots
}

fn setter((field, scheme): &Slot<'_>) -> TokenStream {
    let docs =
        docs(scheme.description.as_deref(), &format!("The credential of `{}`.", scheme.name));
    let field = ident(field);
    match scheme.kind {
        SchemeKind::Basic => quote! {
            #docs
            #[must_use]
            pub fn #field(
                mut self,
                username: impl Into<String>,
                password: impl Into<crate::support::Secret>,
            ) -> Self {
                let (username, password) = (username.into(), password.into());
                self.credentials.#field = Some(crate::support::auth::Basic { username, password });
                self
            }
        },
        // A fixed token or a source of tokens.
        _ if is_token(scheme) => quote! {
            #docs
            #[must_use]
            pub fn #field(
                mut self,
                credential: impl Into<crate::support::oauth::Bearer>,
            ) -> Self {
                self.credentials.#field = Some(credential.into());
                self
            }
        },
        _ => quote! {
            #docs
            #[must_use]
            pub fn #field(mut self, credential: impl Into<crate::support::Secret>) -> Self {
                self.credentials.#field = Some(credential.into());
                self
            }
        },
    }
}

/// Whether the credential is a token, which may be fetched before a call.
fn is_token(scheme: &Scheme) -> bool {
    matches!(scheme.kind, SchemeKind::Bearer | SchemeKind::OtherHttp(_))
}

/// The credential of a call, of the one that the client has.
fn taken(scheme: &Scheme, from: &TokenStream) -> TokenStream {
    if is_token(scheme) { quote!(#from.get().await?) } else { quote!(#from.clone()) }
}

/// The first alternative that the client has all credentials for.
fn choose(credentials: &Credentials<'_>, slots: &[Slot<'_>]) -> TokenStream {
    let (function, of) = (ident(&credentials.function), ident(&credentials.type_name));
    let last = match credentials.anonymous() {
        Some(anonymous) => quote!(Ok(security::#of::#anonymous)),
        None => quote!(Err(Error::MissingCredentials)),
    };
    let given = credentials.alternatives.iter().filter(|given| !given.schemes.is_empty());
    let tries = given.map(|alternative| {
        let variant = ident(&alternative.variant);
        let slot = |scheme: &Scheme| {
            let found = slots.iter().find(|(_, known)| known.name == scheme.name);
            ident(found.map_or("unknown", |(field, _)| field))
        };
        match &alternative.schemes[..] {
            [] => TokenStream::new(),
            [(_, scheme)] => {
                let (slot, taken) = (slot(scheme), taken(scheme, &quote!(credential)));
                quote! {
                    if let Some(credential) = &self.#slot {
                        return Ok(security::#of::#variant(#taken));
                    }
                }
            }
            several => {
                let fields: Vec<_> = several.iter().map(|(field, _)| ident(field)).collect();
                let slots = several.iter().map(|(_, scheme)| slot(scheme));
                let taken = several.iter().map(|(field, scheme)| {
                    let field = ident(field);
                    taken(scheme, &quote!(#field))
                });
                quote! {
                    if let (#(Some(#fields)),*) = (#(&self.#slots),*) {
                        return Ok(security::#of::#variant { #(#fields: #taken),* });
                    }
                }
            }
        }
    });
    let schemes = credentials.alternatives.iter().flat_map(|given| &given.schemes);
    let is_async = schemes.into_iter().any(|(_, scheme)| is_token(scheme)).then(|| quote!(async));
    quote! {
        #is_async fn #function(&self) -> Result<security::#of, Error> {
            #(#tries)*
            #last
        }
    }
}

fn server_default(plan: &Plan<'_>) -> Option<TokenStream> {
    (!plan.contract.servers.is_empty()).then(|| {
        quote! {
            /// A client of one of the document's servers.
            pub fn for_server(server: &super::servers::Server) -> Builder {
                Self::builder(server.url())
            }
        }
    })
}

fn method(plan: &Plan<'_>, name: &str, operation: &Operation) -> TokenStream {
    let docs = docs_of(
        operation.summary.as_deref(),
        operation.description.as_deref(),
        &format!("`{} {}`", operation.method.as_str(), operation.path.raw),
    );
    let losses = losses::of_operation(plan.contract, operation);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(name);
    let (request, response) = (ident(&request_name(operation)), ident(&response_name(operation)));
    let credentials = security::of_operation(plan, operation);
    let authorise = credentials.as_ref().map(|credentials| {
        let function = ident(&credentials.function);
        let schemes = credentials.alternatives.iter().flat_map(|given| &given.schemes);
        let is_async =
            schemes.into_iter().any(|(_, scheme)| is_token(scheme)).then(|| quote!(.await));
        quote!(self.credentials.#function() #is_async ?.write(&mut outgoing)?;)
    });
    let mutable = credentials.is_some().then(|| quote!(mut));
    quote! {
        #docs
        #losses
        ///
        /// # Errors
        /// No complete response, one with an undeclared status, or one that differs from what is declared.
        #deprecated
        pub async fn #name(
            &self,
            request: &operations::#request,
        ) -> Result<operations::#response, Error> {
            let #mutable outgoing = request.encode()?;
            #authorise
            let parts = self.transport.send(outgoing).await?;
            operations::#response::decode(&parts).map_err(|mismatch| Error::of(mismatch, parts))
        }
    }
}
