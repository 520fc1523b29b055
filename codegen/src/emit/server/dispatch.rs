//! Routes that axum has no word for: variables beside text in one segment, and operations that differ in
//! a constant parameter only. They share one route, and generated code looks closer.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use specs::contract::{
    Contract, Literals, Method, Operation, Parameter, ParameterLocation, PathPart, PathTemplate,
};

use super::Route;
use crate::emit::method;
use crate::names::ident;

/// The segments of a path, each as text and variables in turn: `/a/{b}.json` is `a`, then `{b}` and `.json`.
pub fn segments(path: &PathTemplate) -> Vec<Vec<PathPart>> {
    let mut segments = vec![Vec::new()];
    for part in &path.parts {
        match part {
            PathPart::Parameter(_) => push(&mut segments, part.clone()),
            PathPart::Literal(text) => {
                for (index, piece) in text.split('/').enumerate() {
                    if index > 0 {
                        segments.push(Vec::new());
                    }
                    if !piece.is_empty() {
                        push(&mut segments, PathPart::Literal(piece.to_owned()));
                    }
                }
            }
        }
    }
    // The path begins with a slash, so that the first segment is empty.
    segments.split_off(1)
}

fn push(segments: &mut [Vec<PathPart>], part: PathPart) {
    if let Some(segment) = segments.last_mut() {
        segment.push(part);
    }
}

/// The path as axum takes it: a segment with a variable in it is one capture. Captures are named by their
/// position, since paths may differ in names.
pub fn axum_path(path: &PathTemplate) -> String {
    let mut count = 0;
    let mut text = String::new();
    for segment in segments(path) {
        text.push('/');
        match segment.as_slice() {
            [PathPart::Literal(literal)] => {
                text.push_str(&literal.replace('{', "{{").replace('}', "}}"));
            }
            [] => {}
            _ => {
                count += 1;
                text.push_str(&format!("{{p{count}}}"));
            }
        }
    }
    text
}

/// Whether axum distinguishes the routes without help: each segment is text or a variable, and each method
/// is one that axum names and occurs once.
pub fn is_plain(routes: &[&Route<'_>]) -> bool {
    let [route] = routes else { return false };
    let whole = segments(route.path).iter().all(|segment| segment.len() < 2);
    let methods = route.operations.iter().map(|(_, operation)| operation.method);
    let distinct: std::collections::BTreeSet<Method> = methods.clone().collect();
    let is_named = methods.clone().all(method::is_named);
    whole && is_named && distinct.len() == methods.count()
}

/// The operations of a route that a request can reach, those with conditions first.
pub fn reachable<'r, 'a>(
    contract: &Contract,
    route: &'r Route<'a>,
) -> Vec<&'r (String, &'a Operation)> {
    let mut seen = Vec::new();
    let mut operations: Vec<_> = route.operations.iter().collect();
    operations
        .sort_by_key(|(_, operation)| std::cmp::Reverse(constants(contract, operation).len()));
    operations.retain(|(_, operation)| {
        let key = (operation.method, constants(contract, operation));
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    operations
}

/// The parameters with one value only that a request must have: location, name and value.
fn constants(
    contract: &Contract,
    operation: &Operation,
) -> Vec<(ParameterLocation, String, String)> {
    let constant = |parameter: &Parameter| {
        let shape = contract.schemas.shape(parameter.schema);
        let Some(Literals::Strings(values)) = shape.literals() else { return None };
        let [value] = values.as_slice() else { return None };
        Some((parameter.location, parameter.name.clone(), value.clone()))
    };
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let located = required.filter(|parameter| {
        matches!(parameter.location, ParameterLocation::Query | ParameterLocation::Header)
    });
    located.filter_map(constant).collect()
}

/// The function that looks closer, and calls a handler.
pub fn dispatcher(
    contract: &Contract,
    index: usize,
    routes: &[(usize, &Route<'_>)],
) -> TokenStream {
    let function = ident(&format!("dispatch_{}", index + 1));
    // The path with the most text is the most specific one.
    let mut routes = routes.to_vec();
    routes
        .sort_by_key(|(_, route)| std::cmp::Reverse(route.path.raw.len() - variables(route.path)));
    let attempts = routes.iter().map(|(number, route)| attempt(contract, *number, route));
    quote! {
        async fn #function<A: Api>(api: State<Arc<A>>, mut request: Request) -> Response {
            #(#attempts)*
            crate::support::server::not_found()
        }
    }
}

fn variables(path: &PathTemplate) -> usize {
    let lengths = path.parts.iter().map(|part| match part {
        PathPart::Parameter(name) => name.len() + 2,
        PathPart::Literal(_) => 0,
    });
    lengths.sum()
}

fn attempt(contract: &Contract, number: usize, route: &Route<'_>) -> TokenStream {
    let segments = segments(route.path);
    let pattern = segments.iter().map(|segment| pattern(segment));
    let refuse = ident(&format!("refuse_method_{}", number + 1));
    let has = |method| route.operations.iter().any(|(_, operation)| operation.method == method);
    let calls = reachable(contract, route).into_iter().map(|(name, operation)| {
        let handler = ident(&format!("handle_{name}"));
        let has_method = method::condition(operation.method, !has(Method::Head));
        let constants =
            constants(contract, operation).into_iter().map(|(location, name, value)| {
                if location == ParameterLocation::Query {
                    quote!(&& crate::support::server::has_query(&request, #name, #value))
                } else {
                    quote!(&& crate::support::server::has_header(&request, #name, #value))
                }
            });
        quote! {
            if #has_method #(#constants)* {
                return #handler::<A>(api, request).await;
            }
        }
    });
    quote! {
        if crate::support::server::captures(&mut request, &[#(#pattern),*]) {
            #(#calls)*
            return #refuse::<A>(api).await;
        }
    }
}

/// The texts around the variables of a segment: one more than there are variables.
fn pattern(segment: &[PathPart]) -> TokenStream {
    let mut texts = vec![String::new()];
    for part in segment {
        match part {
            PathPart::Parameter(_) => texts.push(String::new()),
            PathPart::Literal(text) => {
                if let Some(last) = texts.last_mut() {
                    last.push_str(text);
                }
            }
        }
    }
    let texts = texts.iter().map(|text| Literal::string(text));
    quote!(&[#(#texts),*])
}
