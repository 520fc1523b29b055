//! `operations.rs`: the request and the response of each operation, for clients and servers.

pub mod body;
pub mod constants;
mod requests;
mod responses;
pub mod variant;

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::Operation;

use super::imports::{Candidates, imports};
use crate::names;
use crate::plan::Plan;

/// Names that operations may need.
const IMPORTS: &[Candidates<'_>] = &[
    ("crate::support", &["codec", "status"]),
    ("crate::support::message", &["Incoming", "Mismatch", "Outgoing", "ResponseParts"]),
    ("crate::support::refusal", &["Cause", "Refusal", "Rejected"]),
    ("crate::support::violation", &["Violations"]),
    ("crate::support::wire", &["Field", "Kind", "Part", "Style"]),
    ("super", &["models"]),
];

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    let operations = plan.contract.operations.iter().map(|operation| {
        let request = requests::emit(plan, operation);
        let response = responses::emit(plan, operation);
        quote!(#request #response)
    });
    let code = quote!(#(#operations)*);
    let imports = imports(&code, IMPORTS);
    quote! {
        //! Requests and responses of the document's operations.

        #imports

        #code
    }
}

/// `RevokeTokenRequest`
pub fn request_name(operation: &Operation) -> String {
    format!("{}Request", names::pascal(&operation.id))
}

/// `RevokeTokenResponse`
pub fn response_name(operation: &Operation) -> String {
    format!("{}Response", names::pascal(&operation.id))
}

/// The path to the models from the other modules of a provider.
pub fn models() -> TokenStream {
    quote!(models::)
}
