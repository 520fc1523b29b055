//! `security.rs`: typed credentials, one enum for each requirement that operations share.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{
    Operation, ParameterLocation, Scheme, SchemeKind, Security, SecurityAlternative,
};

use super::imports::{Candidates, imports};
use crate::docs::docs;
use crate::names::{self, Scope, ident};
use crate::plan::Plan;

/// Credentials that operations with the same schemes share.
#[derive(Debug, Clone)]
pub struct Credentials<'c> {
    /// `BasicAuthOrAnonymousCredentials`
    pub type_name: String,
    /// `basic_auth_or_anonymous`
    pub function: String,
    /// The alternatives.
    pub alternatives: Vec<Alternative<'c>>,
}

impl Credentials<'_> {
    /// The variant of a call without any credential, if that is allowed.
    pub fn anonymous(&self) -> Option<proc_macro2::Ident> {
        let found = self.alternatives.iter().find(|alternative| alternative.schemes.is_empty())?;
        Some(ident(&found.variant))
    }
}

/// One alternative of a requirement.
#[derive(Debug, Clone)]
pub struct Alternative<'c> {
    /// The variant's name: `BasicAuth`, `XAppIdAndXAppToken`, `Anonymous`.
    pub variant: String,
    /// The schemes, each with the name of its field.
    pub schemes: Vec<(String, &'c Scheme)>,
}

/// Every set of credentials that some operation requires, in the document's order.
pub fn credentials<'c>(plan: &Plan<'c>) -> Vec<Credentials<'c>> {
    let mut all: Vec<Credentials<'c>> = Vec::new();
    for operation in &plan.contract.operations {
        if let Some(credentials) = of_operation(plan, operation)
            && !all.iter().any(|known| known.type_name == credentials.type_name)
        {
            all.push(credentials);
        }
    }
    all
}

/// The credentials that an operation requires; `None` if it requires none.
pub fn of_operation<'c>(plan: &Plan<'c>, operation: &Operation) -> Option<Credentials<'c>> {
    of_security(plan, &operation.security)
}

fn of_security<'c>(plan: &Plan<'c>, security: &Security) -> Option<Credentials<'c>> {
    let mut scope = Scope::default();
    let mut alternatives: Vec<_> = security
        .alternatives
        .iter()
        .map(|declared| alternative(plan, declared, &mut scope))
        .collect();
    // Credentials that are present are used: no credential at all is tried last.
    alternatives.sort_by_key(|alternative| alternative.schemes.is_empty());
    if alternatives.iter().all(|alternative| alternative.schemes.is_empty()) {
        return None;
    }
    let variants = alternatives.iter().map(|alternative| alternative.variant.clone());
    let name = variants.collect::<Vec<_>>().join("Or");
    Some(Credentials {
        type_name: format!("{name}Credentials"),
        function: names::snake(&name),
        alternatives,
    })
}

fn alternative<'c>(
    plan: &Plan<'c>,
    declared: &SecurityAlternative,
    scope: &mut Scope,
) -> Alternative<'c> {
    let mut fields = Scope::default();
    let schemes = declared.requirements.iter();
    let schemes = schemes.filter_map(|requirement| plan.contract.scheme(&requirement.scheme));
    let schemes: Vec<_> =
        schemes.map(|scheme| (fields.unique(names::snake(&scheme.name)), scheme)).collect();
    let parts: Vec<_> = schemes.iter().map(|(_, scheme)| names::pascal(&scheme.name)).collect();
    let variant = if parts.is_empty() { "Anonymous".to_owned() } else { parts.join("And") };
    Alternative { variant: scope.unique(variant), schemes }
}

/// Names that credentials may need.
const IMPORTS: &[Candidates<'_>] = &[
    ("crate::support", &["auth"]),
    ("crate::support::message", &["Incoming", "Outgoing"]),
    ("crate::support::refusal", &["Cause", "Refusal"]),
    ("crate::support::violation", &["Violations"]),
];

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    let all = credentials(plan);
    let definitions = all.iter().map(definition);
    let code = quote!(#(#definitions)*);
    let imports = imports(&code, IMPORTS);
    quote! {
        //! Credentials of the document's operations.

        #imports

        #code
    }
}

/// The type of a scheme's credential.
pub fn credential_type(scheme: &Scheme) -> TokenStream {
    match scheme.kind {
        SchemeKind::Basic => quote!(crate::support::auth::Basic),
        _ => quote!(crate::support::Secret),
    }
}

fn definition(credentials: &Credentials<'_>) -> TokenStream {
    let name = ident(&credentials.type_name);
    let variants = credentials.alternatives.iter().map(variant);
    let extracted = credentials.alternatives.iter().filter_map(extract);
    let anonymous = credentials.anonymous();
    let last = match anonymous {
        Some(anonymous) => quote!(Ok(Self::#anonymous)),
        None => quote!(Err(Refusal::new(Cause::MissingCredentials))),
    };
    let added = credentials.alternatives.iter().map(add);
    quote! {
        /// Credentials that satisfy the requirement.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum #name { #(#variants)* }

        impl #name {
            /// Extracts credentials from a request: the first alternative that is complete.
            ///
            /// # Errors
            /// No alternative is complete, or a credential is malformed.
            pub fn read(incoming: &Incoming) -> Result<Self, Refusal> {
                #(#extracted)*
                #last
            }

            /// Adds the credentials to a request.
            ///
            /// # Errors
            /// A credential that a header or cookie cannot contain.
            pub fn write(&self, outgoing: &mut Outgoing) -> Result<(), Violations> {
                match self { #(#added)* }
                Ok(())
            }
        }
    }
}

fn variant(alternative: &Alternative<'_>) -> TokenStream {
    let name = ident(&alternative.variant);
    match &alternative.schemes[..] {
        [] => quote!(#[doc = " No credential at all."] #name,),
        [(_, scheme)] => {
            let docs = docs(scheme.description.as_deref(), &format!("`{}`", scheme.name));
            let of = credential_type(scheme);
            quote!(#docs #name(#of),)
        }
        several => {
            let fields = several.iter().map(|(field, scheme)| {
                let docs = docs(scheme.description.as_deref(), &format!("`{}`", scheme.name));
                let (field, of) = (ident(field), credential_type(scheme));
                quote!(#docs #field: #of,)
            });
            quote!(#[doc = " All of these, together."] #name { #(#fields)* },)
        }
    }
}

fn extract(alternative: &Alternative<'_>) -> Option<TokenStream> {
    let name = ident(&alternative.variant);
    Some(match &alternative.schemes[..] {
        [] => return None,
        [(_, scheme)] => {
            let read = extract_scheme(scheme);
            quote!(if let Some(credential) = #read { return Ok(Self::#name(credential)); })
        }
        several => {
            let reads = several.iter().map(|(_, scheme)| extract_scheme(scheme));
            let fields: Vec<_> = several.iter().map(|(field, _)| ident(field)).collect();
            quote! {
                if let (#(Some(#fields)),*) = (#(#reads),*) {
                    return Ok(Self::#name { #(#fields),* });
                }
            }
        }
    })
}

fn extract_scheme(scheme: &Scheme) -> TokenStream {
    match &scheme.kind {
        SchemeKind::Basic => quote!(auth::read_basic(incoming)?),
        SchemeKind::Bearer => quote!(auth::read_scheme(incoming, "bearer")?),
        SchemeKind::OtherHttp(name) => quote!(auth::read_scheme(incoming, #name)?),
        SchemeKind::ApiKey { location, name } => match location {
            ParameterLocation::Query => {
                quote!(auth::read_key(&auth::query_values(incoming, #name)))
            }
            ParameterLocation::Cookie => quote!(auth::read_key(&incoming.cookie(#name))),
            _ => quote!(auth::read_key(&incoming.header(#name))),
        },
    }
}

fn add(alternative: &Alternative<'_>) -> TokenStream {
    let name = ident(&alternative.variant);
    match &alternative.schemes[..] {
        [] => quote!(Self::#name => {}),
        [(_, scheme)] => {
            let add = add_scheme(scheme, &quote!(credential));
            quote!(Self::#name(credential) => { #add })
        }
        several => {
            let fields: Vec<_> = several.iter().map(|(field, _)| ident(field)).collect();
            let added = several.iter().map(|(field, scheme)| {
                let field = ident(field);
                add_scheme(scheme, &quote!(#field))
            });
            quote!(Self::#name { #(#fields),* } => { #(#added)* })
        }
    }
}

fn add_scheme(scheme: &Scheme, credential: &TokenStream) -> TokenStream {
    match &scheme.kind {
        SchemeKind::Basic => quote!(auth::write_basic(outgoing, #credential)?;),
        SchemeKind::Bearer => quote!(auth::write_scheme(outgoing, "Bearer", #credential)?;),
        SchemeKind::OtherHttp(name) => quote!(auth::write_scheme(outgoing, #name, #credential)?;),
        SchemeKind::ApiKey { location, name } => match location {
            ParameterLocation::Query => {
                quote!(auth::write_key_query(outgoing, #name, #credential);)
            }
            ParameterLocation::Cookie => {
                quote!(auth::write_key_cookie(outgoing, #name, #credential)?;)
            }
            _ => {
                let lower = name.to_ascii_lowercase();
                quote!(auth::write_key_header(outgoing, #lower, #credential)?;)
            }
        },
    }
}
