//! `proof.rs`: the list of all schemas with their types, for tests that compare the two.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::imports;

use super::operations::models;
use crate::plan::{Plan, Type};

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    let entries = plan.types().map(|(id, of)| {
        let pointer = plan.contract.schemas.get(id).pointer.as_str();
        let own = matches!(of, Type::Named(_)) && plan.definition(&of).is_some();
        let of = of.tokens(&models());
        if own {
            quote!(Proof::of::<#of>(#pointer),)
        } else {
            quote!(Proof::plain::<#of>(#pointer),)
        }
    });
    let code = quote!(&[#(#entries)*]);
    let imports = imports(&code, &[("super", &["models"])]);
    quote! {
        //! Every schema of the document with its type.

        #imports
        use crate::support::proof::Proof;

        /// In the document's order.
        pub const ALL: &[Proof] = #code;
    }
}
