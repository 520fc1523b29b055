//! `server.rs`: the traits that a server implements, and the router that calls it.

pub mod dispatch;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Contract, Method, Operation, PathPart, PathTemplate, StatusRange};

use super::imports::{Candidates, imports};
use super::operations::{request_name, response_name};
use super::security::{self, Credentials};
use crate::docs::{docs, docs_of};
use crate::losses;
use crate::names::{Scope, ident, snake};
use crate::plan::Plan;

/// Operations of one path, each with the name of its function.
pub struct Route<'a> {
    path: &'a PathTemplate,
    operations: Vec<(String, &'a Operation)>,
}

/// Names that a server may need.
const IMPORTS: &[Candidates<'_>] = &[
    ("crate::support::auth", &["Call", "Denial"]),
    ("crate::support::refusal", &["Cause", "Refusal", "Rejected"]),
    ("crate::support::server", &["respond", "respond_rejected"]),
    ("super", &["operations", "security"]),
];

/// The file's tokens.
pub fn emit(plan: &Plan<'_>) -> TokenStream {
    let functions = functions(plan);
    if functions.is_empty() {
        return quote! {
            //! The document has no operation to serve.
        };
    }
    let credentials = security::credentials(plan);
    let security = security_trait(&credentials);
    let supertrait =
        if credentials.is_empty() { quote!(Send + Sync + 'static) } else { quote!(Security) };
    let methods = functions.iter().map(|(name, operation)| method(plan, name, operation));
    let routes = routes(&functions);
    let groups = groups(&routes);
    let routed = groups.iter().enumerate().map(|(index, group)| routed(index, group));
    let v07 = groups.iter().any(|group| group.path.contains("/*") || group.path.contains("/:"));
    // axum rejects what used to be its own signs; here they are text.
    let text = v07.then(|| quote!(.without_v07_checks()));
    let shared = groups.iter().enumerate().filter(|(_, group)| !group.is_plain());
    let dispatchers =
        shared.map(|(index, group)| dispatch::dispatcher(plan.contract, index, &group.routes));
    let fallbacks = routes.iter().enumerate().map(|(index, route)| fallback(index, route));
    let reachable = routes.iter().flat_map(|route| dispatch::reachable(plan.contract, route));
    let reachable: BTreeSet<&String> = reachable.map(|(name, _)| name).collect();
    let handlers = functions.iter().filter(|(name, _)| reachable.contains(name));
    let handlers = handlers.map(|(name, operation)| handler(plan, name, operation));
    let head = docs(None, &format!("A server of {}.", plan.contract.title));
    let code = quote! {
        #security

        #head
        pub trait Api: #supertrait {
            /// The largest request body, in bytes.
            const BODY_LIMIT: usize = 2 << 20;

            #(#methods)*
        }

        /// Routes requests to `api`. The response to an undeclared path is 404, to an undeclared method of a
        /// path 405.
        pub fn router<A: Api>(api: A) -> axum::Router {
            axum::Router::new()
                #text
                #(#routed)*
                .with_state(Arc::new(api))
        }

        #(#dispatchers)*
        #(#fallbacks)*
        #(#handlers)*
    };
    let imports = imports(&code, IMPORTS);
    quote! {
        //! The server: implement the traits, serve the router.

        use std::future::Future;
        use std::sync::Arc;

        use axum::extract::{Request, State};
        use axum::response::Response;

        #imports

        #code
    }
}

/// Every operation with the name of its function, unique among all.
pub fn functions<'c>(plan: &Plan<'c>) -> Vec<(String, &'c Operation)> {
    let mut scope = Scope::with(&["router"]);
    let operations = plan.contract.operations.iter();
    // Each has a second function, for rejected requests.
    let operations = operations.map(|operation| {
        (scope.unique_with(snake(&operation.name), |name| format!("refuse_{name}")), operation)
    });
    operations.collect()
}

/// Operations that no request reaches, each with the one that is called instead.
pub fn unreachable(contract: &Contract) -> Vec<(Operation, Operation)> {
    let named = contract.operations.iter().map(|operation| (operation.id.clone(), operation));
    let named: Vec<(String, &Operation)> = named.collect();
    let mut found = Vec::new();
    for route in routes(&named) {
        let reachable = dispatch::reachable(contract, &route);
        for (_, operation) in &route.operations {
            let other = reachable.iter().find(|(_, other)| {
                other.method == operation.method && !std::ptr::eq(*other, *operation)
            });
            let is_reachable = reachable.iter().any(|(_, other)| std::ptr::eq(*other, *operation));
            if let (false, Some((_, other))) = (is_reachable, other) {
                found.push(((*operation).clone(), (*other).clone()));
            }
        }
    }
    found
}

fn security_trait(credentials: &[Credentials<'_>]) -> Option<TokenStream> {
    if credentials.is_empty() {
        return None;
    }
    let methods = credentials.iter().map(|credentials| {
        let (function, of) = (ident(&credentials.function), ident(&credentials.type_name));
        quote! {
            /// Authenticates the caller by these credentials.
            fn #function(
                &self,
                credentials: security::#of,
                call: Call,
            ) -> impl Future<Output = Result<Self::Identity, Denial>> + Send;
        }
    });
    Some(quote! {
        /// Authentication: receives the credentials of each request, complete and typed.
        pub trait Security: Send + Sync + 'static {
            /// The identity of a caller, as operations receive it.
            type Identity: Send + 'static;

            #(#methods)*
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
    let (function, refuse) = (ident(name), ident(&format!("refuse_{name}")));
    let (request, response) = (ident(&request_name(operation)), ident(&response_name(operation)));
    let identity =
        security::of_operation(plan, operation).map(|_| quote!(identity: Self::Identity,));
    let rejection_docs =
        format!(" The response to a request that was rejected before it reached [`Api::{name}`].");
    quote! {
        #docs
        #losses
        #deprecated
        fn #function(
            &self,
            #identity
            request: operations::#request,
        ) -> impl Future<Output = operations::#response> + Send;

        #[doc = #rejection_docs]
        fn #refuse(&self, refusal: &Refusal) -> Rejected<operations::#response> {
            operations::#response::for_rejection(refusal)
        }
    }
}

fn routes<'a>(functions: &[(String, &'a Operation)]) -> Vec<Route<'a>> {
    let named = functions
        .iter()
        .map(|(name, operation)| (route_path(&operation.path), (name.clone(), *operation)));
    let grouped = grouped(named).into_iter();
    let with_path = grouped.filter_map(|(_, operations)| {
        let path = &operations.first()?.1.path;
        Some(Route { path, operations })
    });
    with_path.collect()
}

/// The values by their keys, in the order in which the keys come first.
fn grouped<V>(pairs: impl Iterator<Item = (String, V)>) -> Vec<(String, Vec<V>)> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<(String, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        let index = *known.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(index) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    groups
}

/// The path by which operations are grouped: paths may differ in the names of their variables.
fn route_path(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.as_str(),
        PathPart::Parameter(_) => "{}",
    });
    parts.collect()
}

/// The routes that are the same to axum, each with its number.
struct Group<'r, 'a> {
    path: String,
    routes: Vec<(usize, &'r Route<'a>)>,
}

impl Group<'_, '_> {
    fn is_plain(&self) -> bool {
        let routes: Vec<&Route<'_>> = self.routes.iter().map(|(_, route)| *route).collect();
        dispatch::is_plain(&routes)
    }
}

fn groups<'r, 'a>(routes: &'r [Route<'a>]) -> Vec<Group<'r, 'a>> {
    let routes = routes.iter().enumerate();
    let routes = routes.map(|(number, route)| (dispatch::axum_path(route.path), (number, route)));
    grouped(routes).into_iter().map(|(path, routes)| Group { path, routes }).collect()
}

fn routed(index: usize, group: &Group<'_, '_>) -> TokenStream {
    let path = &group.path;
    let [(number, route)] = group.routes[..] else {
        return dispatched(index, path);
    };
    if !group.is_plain() {
        return dispatched(index, path);
    }
    let fallback = ident(&format!("refuse_method_{}", number + 1));
    let methods = route.operations.iter().map(|(name, operation)| {
        let (filter, handler) =
            (ident(operation.method.as_str()), ident(&format!("handle_{name}")));
        quote!(.on(axum::routing::MethodFilter::#filter, #handler::<A>))
    });
    quote! {
        .route(#path, axum::routing::MethodRouter::new() #(#methods)* .fallback(#fallback::<A>))
    }
}

fn dispatched(index: usize, path: &str) -> TokenStream {
    let function = ident(&format!("dispatch_{}", index + 1));
    quote!(.route(#path, axum::routing::any(#function::<A>)))
}

/// RFC 9110 §15.5.6: the response to an undeclared method lists the declared ones.
fn fallback(index: usize, route: &Route<'_>) -> TokenStream {
    let name = ident(&format!("refuse_method_{}", index + 1));
    let mut allow: Vec<&str> =
        route.operations.iter().map(|(_, operation)| operation.method.as_str()).collect();
    allow.dedup();
    // axum serves HEAD for every GET.
    let has = |method| route.operations.iter().any(|(_, operation)| operation.method == method);
    if has(Method::Get) && !has(Method::Head) {
        allow.push("HEAD");
    }
    let allow = allow.join(", ");
    let Some((first, operation)) = route.operations.first() else {
        return TokenStream::new();
    };
    let (refuse, response) = (ident(&format!("refuse_{first}")), ident(&response_name(operation)));
    quote! {
        async fn #name<A: Api>(State(api): State<Arc<A>>) -> Response {
            let rejected = api.#refuse(&Refusal::new(Cause::MethodNotAllowed));
            let response = respond_rejected(rejected, operations::#response::into_parts);
            crate::support::server::with_allow(response, #allow)
        }
    }
}

fn handler(plan: &Plan<'_>, name: &str, operation: &Operation) -> TokenStream {
    let (function, refuse) = (ident(name), ident(&format!("refuse_{name}")));
    let handler = ident(&format!("handle_{name}"));
    let (request, response) = (ident(&request_name(operation)), ident(&response_name(operation)));
    let parameters = operation.path.parts.iter().filter_map(|part| match part {
        PathPart::Parameter(name) => Some(name),
        PathPart::Literal(_) => None,
    });
    let credentials = security::of_operation(plan, operation);
    let authenticate = credentials.as_ref().map(|credentials| {
        let (function, of) = (ident(&credentials.function), ident(&credentials.type_name));
        let call = call(operation);
        quote! {
            let credentials = security::#of::read(&incoming)?;
            let identity = <A as Security>::#function(&api, credentials, #call).await?;
        }
    });
    let identity = credentials.map(|_| quote!(identity,));
    let offered = offered(operation);
    let negotiate = (!offered.is_empty())
        .then(|| quote!(crate::support::server::negotiate(&incoming.headers, &[#(#offered),*])?;));
    quote! {
        async fn #handler<A: Api>(State(api): State<Arc<A>>, request: Request) -> Response {
            let outcome: Result<_, Refusal> = async {
                let incoming =
                    crate::support::server::read(request, &[#(#parameters),*], A::BODY_LIMIT).await?;
                #authenticate
                #negotiate
                let request = operations::#request::decode(&incoming)?;
                Ok(<A as Api>::#function(&api, #identity request).await)
            }
            .await;
            match outcome {
                Ok(response) => respond(response.into_parts()),
                Err(refusal) => {
                    respond_rejected(api.#refuse(&refusal), operations::#response::into_parts)
                }
            }
        }
    }
}

fn call(operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let requirements =
        operation.security.alternatives.iter().flat_map(|alternative| &alternative.requirements);
    let mut scopes: Vec<&str> =
        requirements.flat_map(|requirement| &requirement.scopes).map(String::as_str).collect();
    scopes.dedup();
    quote!(Call { operation: #id, scopes: &[#(#scopes),*] })
}

/// The media types of the operation's successful responses.
fn offered(operation: &Operation) -> Vec<String> {
    let successes = operation.responses.iter().filter(|response| {
        matches!(response.status, StatusRange::Exact(200..=299) | StatusRange::Class(2))
    });
    let mut offered: Vec<String> = Vec::new();
    for media in successes.flat_map(|response| &response.content) {
        if media.name.contains('*') {
            // A range includes any media type of it.
            return Vec::new();
        }
        offered.push(media.type_and_subtype());
    }
    offered.dedup();
    offered
}
