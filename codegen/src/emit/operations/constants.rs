//! The private constants of a request or response: how its parameters, headers and forms are serialized.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::{Scope, ident};

/// Constants of one `impl`; equal ones are one.
#[derive(Debug, Default)]
pub struct Constants {
    names: Scope,
    all: Vec<Constant>,
}

#[derive(Debug)]
struct Constant {
    name: String,
    of: TokenStream,
    value: TokenStream,
}

impl Constants {
    /// The name of a constant with this type and value: that of an equal one, else `name` or, if it is
    /// taken, with a number.
    pub fn share(&mut self, name: String, of: TokenStream, value: TokenStream) -> String {
        let text = value.to_string();
        if let Some(equal) = self.all.iter().find(|constant| constant.value.to_string() == text) {
            return equal.name.clone();
        }
        let name = self.names.unique(name);
        self.all.push(Constant { name: name.clone(), of, value });
        name
    }

    /// The declarations, in the order in which they were first needed.
    pub fn declarations(&self) -> TokenStream {
        let declarations = self.all.iter().map(|Constant { name, of, value }| {
            let name = ident(name);
            quote!(const #name: #of = #value;)
        });
        declarations.collect()
    }
}
