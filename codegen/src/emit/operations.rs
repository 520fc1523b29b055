//! `operations.rs`: what each operation takes and answers, for both ends of the wire.

pub mod content;
mod requests;
mod responses;
pub mod variant;

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::Operation;

use crate::names;
use crate::plan::Plan;

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    let operations = plan.contract.operations.iter().map(|operation| {
        let request = requests::emit(plan, operation);
        let response = responses::emit(plan, operation);
        quote!(#request #response)
    });
    quote! {
        //! Requests and responses of the document's operations.

        #[allow(unused_imports, reason = "which of them are used depends on the document")]
        use crate::support::{
            decode::Decoder,
            message::{Incoming, Mismatch, Outgoing, Reply},
            refusal::{Answer, Cause, Refusal},
            serial::{to_json, to_value},
            status,
            violation::Violations,
            wire::{self, Field, Kind, Part, Style},
        };
        #[allow(unused_imports, reason = "a document may have no schemas")]
        use super::models;

        #(#operations)*
    }
}

/// `RevokeTokenRequest`
pub fn request_name(operation: &Operation) -> String {
    format!("{}Request", names::pascal(&operation.name))
}

/// `RevokeTokenResponse`
pub fn response_name(operation: &Operation) -> String {
    format!("{}Response", names::pascal(&operation.name))
}

/// The path to the models from the other modules of a provider.
pub fn models() -> TokenStream {
    quote!(models::)
}
