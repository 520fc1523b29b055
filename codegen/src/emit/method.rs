//! Methods: those that the `http` crate names, and others.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::Method;

use crate::names::ident;

/// Whether `http` and axum name it.
pub fn is_named(method: Method) -> bool {
    match method {
        Method::Get
        | Method::Put
        | Method::Post
        | Method::Delete
        | Method::Options
        | Method::Head
        | Method::Patch
        | Method::Trace => true,
        Method::Query | Method::Other(_) => false,
    }
}

/// An expression of the method.
pub fn value(method: Method) -> TokenStream {
    let name = method.as_str();
    if is_named(method) {
        let name = ident(name);
        return quote!(http::Method::#name);
    }
    // The name is a token: the default is never used.
    quote!(http::Method::try_from(#name).unwrap_or_default())
}

/// A condition: `request` has the method. As axum does it, HEAD is served wherever there is a GET, unless
/// it has an operation of its own.
pub fn condition(method: Method, serves_head: bool) -> TokenStream {
    if !is_named(method) {
        let name = method.as_str();
        return quote!(request.method().as_str() == #name);
    }
    let name = ident(method.as_str());
    let head = (method == Method::Get && serves_head).then(|| quote!(| http::Method::HEAD));
    quote!(matches!(*request.method(), http::Method::#name #head))
}
