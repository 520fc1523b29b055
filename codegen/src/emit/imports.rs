//! The imports of a generated file: the names that its code uses.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use crate::names::ident;

/// Names of a module that a file may need: the module's path and the names.
pub type Candidates<'a> = (&'a str, &'a [&'a str]);

/// A `use` declaration for each module of which `code` uses a name.
pub fn imports(code: &TokenStream, candidates: &[Candidates<'_>]) -> TokenStream {
    let mut used = BTreeSet::new();
    collect(code.clone(), &mut used);
    let declarations = candidates.iter().filter_map(|(module, names)| {
        let names: Vec<_> =
            names.iter().filter(|name| used.contains(**name)).map(|name| ident(name)).collect();
        let path: Vec<_> = module.split("::").map(segment).collect();
        match names.as_slice() {
            [] => None,
            [name] => Some(quote!(use #(#path)::*::#name;)),
            _ => Some(quote!(use #(#path)::*::{#(#names),*};)),
        }
    });
    declarations.collect()
}

/// `crate` and `super` are keywords, which `ident` would change.
fn segment(text: &str) -> proc_macro2::Ident {
    proc_macro2::Ident::new(text, proc_macro2::Span::call_site())
}

/// Collects the identifiers that can refer to an import: types, and modules and functions, which are
/// followed by a path or arguments, unlike variables and fields.
fn collect(code: TokenStream, used: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => collect(group.stream(), used),
            TokenTree::Ident(name) if !is_qualified(&tokens[..index]) => {
                let name = name.to_string();
                let is_type = name.starts_with(|c: char| c.is_ascii_uppercase());
                if is_type || is_path_or_call(&tokens[index + 1..]) {
                    used.insert(name);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Whether a name is preceded by `::`, the `.` of a field or method, or the `fn` of a definition.
fn is_qualified(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(keyword)] => keyword == "fn",
        [.., first, second] if is_sign(second, '.') => !is_sign(first, '.'),
        [.., first, second] => is_sign(first, ':') && is_sign(second, ':'),
        _ => false,
    }
}

/// Whether a name is followed by `::` or arguments.
fn is_path_or_call(after: &[TokenTree]) -> bool {
    match after {
        [TokenTree::Group(group), ..] => group.delimiter() == Delimiter::Parenthesis,
        [first, second, ..] => is_sign(first, ':') && is_sign(second, ':'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::imports;

    /// The imports of `code` out of two names of a module and a module.
    fn imported(code: proc_macro2::TokenStream) -> String {
        imports(&code, &[("crate::a", &["Type", "call"]), ("super", &["models"])]).to_string()
    }

    #[test]
    fn names_that_are_used_are_imported() {
        let code = quote!(
            fn f(at: Type) -> models::Id {
                call(at)
            }
        );
        let expected = quote!(
            use crate::a::{Type, call};
            use super::models;
        );
        assert_eq!(imported(code), expected.to_string());
    }

    #[test]
    fn fields_methods_definitions_and_names_in_paths_import_nothing() {
        let code = quote!(Self { models: x.call(), call: other::Type, at: self.models::<u8>() });
        assert_eq!(imported(code), "");
    }
}
