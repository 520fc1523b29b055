//! `server.rs`: the traits that a server implements, and the router that calls it.

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Method, Operation, PathPart, PathTemplate, StatusRange};

use super::imports::{Candidates, imports};
use super::operations::{request_name, response_name};
use super::security::{self, Credentials};
use crate::docs::{docs, docs_of};
use crate::names::{Scope, ident, snake};
use crate::plan::Plan;

/// Operations of one path, each with the name of its function.
struct Route<'a> {
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
    let routed = routes.iter().enumerate().map(|(index, route)| routed(index, route));
    let fallbacks = routes.iter().enumerate().map(|(index, route)| fallback(index, route));
    let handlers = functions.iter().map(|(name, operation)| handler(plan, name, operation));
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
                #(#routed)*
                .with_state(Arc::new(api))
        }

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
        (scope.unique_with(snake(&operation.id), |name| format!("refuse_{name}")), operation)
    });
    operations.collect()
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
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let (function, refuse) = (ident(name), ident(&format!("refuse_{name}")));
    let (request, response) = (ident(&request_name(operation)), ident(&response_name(operation)));
    let identity =
        security::of_operation(plan, operation).map(|_| quote!(identity: Self::Identity,));
    let rejection_docs =
        format!(" The response to a request that was rejected before it reached [`Api::{name}`].");
    quote! {
        #docs
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
    let mut routes: Vec<Route<'a>> = Vec::new();
    for (name, operation) in functions {
        let path = &operation.path;
        match routes.iter_mut().find(|route| route_path(route.path) == route_path(path)) {
            Some(route) => route.operations.push((name.clone(), operation)),
            None => routes.push(Route { path, operations: vec![(name.clone(), operation)] }),
        }
    }
    routes
}

/// The path in the syntax of axum. Parameters are named by their position: paths may differ in names.
fn route_path(path: &PathTemplate) -> String {
    let mut count = 0;
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
        PathPart::Parameter(_) => {
            count += 1;
            format!("{{p{count}}}")
        }
    });
    parts.collect()
}

fn routed(index: usize, route: &Route<'_>) -> TokenStream {
    let path = route_path(route.path);
    let fallback = ident(&format!("refuse_method_{}", index + 1));
    let methods = route.operations.iter().map(|(name, operation)| {
        let (filter, handler) =
            (ident(operation.method.as_str()), ident(&format!("handle_{name}")));
        quote!(.on(axum::routing::MethodFilter::#filter, #handler::<A>))
    });
    quote! {
        .route(#path, axum::routing::MethodRouter::new() #(#methods)* .fallback(#fallback::<A>))
    }
}

/// RFC 9110 §15.5.6: the response to an undeclared method lists the declared ones.
fn fallback(index: usize, route: &Route<'_>) -> TokenStream {
    let name = ident(&format!("refuse_method_{}", index + 1));
    let mut allow: Vec<&str> =
        route.operations.iter().map(|(_, operation)| operation.method.as_str()).collect();
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
