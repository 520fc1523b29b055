//! Pipevest: a token is named by its number in the query, and requests are signed.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use generated::pipevest::models::{self, NotFoundBody};
use generated::pipevest::operations::{PostOauthRevokeRequest, PostOauthRevokeResponse};
use generated::pipevest::security::BearerAuthCredentials;
use generated::pipevest::server::{Api, Security};
use generated::support::auth::{Call, Denial};
use generated::support::server::respond;
use http::{Method, StatusCode};
use serde_json::json;
use specwright_runtime::signature::Verifier;
use tower::Layer as _;

use super::provider::{Issue, Provider, bearer_challenge, own_credential};
use super::tokens::Format;
use super::{BEARER, CLIENT_ID, CLIENT_SECRET, Revocation, Tokens};
use conformance_engine::fixtures::Credential;
use conformance_engine::signing::{ProfileName, Signing, known, verifier, verify};

/// The id of the caller's own access token.
const OWN_ID: u64 = 99;

/// Pipevest at the reference server.
pub(super) const PROVIDER: Provider = Provider {
    id: "pipevest",
    tokens: |seed| {
        Tokens::new(seed, "accessTokenId", Format::Number, CLIENT_ID).with_own(&OWN_ID.to_string())
    },
    fixtures: |fixtures| {
        signing()
            .map_or(fixtures.clone(), |signing| fixtures.with_signing(signing))
            .with_credential("BearerAuth", Credential::token(BEARER))
            .with_value("X-Client-Id", json!(CLIENT_ID))
            .with_own_credential(own_credential("accessTokenId", json!(OWN_ID)))
    },
    routes: |tokens| verified(generated::pipevest::server::router(Server(tokens))),
    issue: Issue {
        path: "/oauth/token",
        is_authorized: |request| {
            request.property("clientId") == Some(CLIENT_ID)
                && request.property("clientSecret") == Some(CLIENT_SECRET)
        },
        response: |token| json!({ "accessTokenId": token, "accessToken": token.to_string(), "expiresIn": 3600 }),
    },
    challenge: bearer_challenge,
};

/// How callers sign.
fn signing() -> Option<Signing> {
    known(ProfileName::Pipevest)
}

struct Server(Arc<Tokens>);

impl Security for Server {
    type Identity = ();

    async fn bearer_auth(&self, credentials: BearerAuthCredentials, _: Call) -> Result<(), Denial> {
        let BearerAuthCredentials::BearerAuth(token) = credentials;
        let is_live = self.0.is_live(&OWN_ID.to_string());
        if token.expose() == BEARER && is_live { Ok(()) } else { Err(Denial::Rejected) }
    }
}

impl Api for Server {
    async fn post_oauth_revoke(
        &self,
        (): (),
        request: PostOauthRevokeRequest,
    ) -> PostOauthRevokeResponse {
        let client: &str = &request.x_client_id;
        // What belongs to another client does not exist for this one.
        if self.0.revoke(&request.access_token_id.to_string(), Some(client)) == Revocation::Done {
            return PostOauthRevokeResponse::NoContent;
        }
        PostOauthRevokeResponse::NotFound(NotFoundBody {
            code: "404".to_owned(),
            message: "no such token".to_owned(),
        })
    }
}

/// The longest content that is read, in bytes: the stubs read no more.
const LIMIT: usize = 2 << 20;

/// The routes, with signatures verified: by a key that everybody knows.
fn verified(router: Router) -> Router {
    let Some(verifier) = signing().map(|signing| verifier(&signing)) else {
        return router;
    };
    let verifier = Arc::new(verifier);
    let layer = from_fn(move |request: Request, next: Next| {
        let verifier = verifier.clone();
        async move { past_verification(request, next, &verifier).await }
    });
    Router::new().fallback_service(layer.layer(router))
}

/// A request without the header fields is refused by the stubs, as one that lacks what it must have.
async fn past_verification(request: Request, next: Next, verifier: &Verifier) -> Response {
    if !is_signed(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(content) = to_bytes(body, LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    match verify(verifier, &parts, &content) {
        Ok(()) => next.run(Request::from_parts(parts, Body::from(content))).await,
        Err(error) => {
            let code = "401".to_owned();
            let error = models::Error { code, message: format!("Signature: {error}") };
            respond(PostOauthRevokeResponse::Unauthorized(error).into_parts())
        }
    }
}

/// Whether the operation is asked, with a signature.
fn is_signed(request: &Request) -> bool {
    let has = |name: &str| request.headers().contains_key(name);
    let is_asked = request.method() == Method::POST && request.uri().path() == "/oauth/revoke";
    is_asked && has("signature") && has("signature-input")
}
