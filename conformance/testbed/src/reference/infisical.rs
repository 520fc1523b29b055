//! Infisical: a token is named in the path, and every object is closed.

use std::sync::Arc;

use generated::infisical::models::{
    PostApiV1AuthTokenAuthTokensTokenIdRevokeForbiddenBody as ForbiddenBody,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeForbiddenBodyStatusCode as ForbiddenCode,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeNotFoundBody as NotFoundBody,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeNotFoundBodyStatusCode as NotFoundCode,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeOkBody as OkBody,
};
use generated::infisical::operations::{
    PostApiV1AuthTokenAuthTokensTokenIdRevokeRequest as Request,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeResponse as Response,
};
use generated::infisical::security::BearerAuthCredentials;
use generated::infisical::server::{Api, Security};
use generated::support::auth::{Call, Denial};
use generated::support::refusal::{Refusal, Rejected};
use serde_json::json;
use uuid::Uuid;

use super::provider::{Issue, Provider, bearer_challenge, own_credential};
use super::tokens::Format;
use super::{BEARER, CLIENT_ID, Revocation, Tokens};
use conformance_engine::fixtures::Credential;

/// The id of the caller's own access token.
const OWN_ID: &str = "00000000-0000-4000-8000-000000000002";

/// Infisical at the reference server.
pub(super) const PROVIDER: Provider = Provider {
    id: "infisical",
    tokens: |seed| Tokens::new(seed, "tokenId", Format::Uuid, CLIENT_ID).with_own(OWN_ID),
    fixtures: |fixtures| {
        fixtures
            .with_credential("bearerAuth", Credential::token(BEARER))
            .with_own_credential(own_credential("tokenId", json!(OWN_ID)))
    },
    routes: |tokens| generated::infisical::server::router(Server(tokens)),
    issue: Issue {
        path: "/api/v1/auth/token-auth/identities/{identityId}/tokens",
        is_authorized: |request| {
            request.header("authorization") == Some(&format!("Bearer {BEARER}"))
        },
        response: |token| json!({ "accessToken": token, "tokenType": "Bearer", "tokenData": { "id": token } }),
    },
    challenge: bearer_challenge,
};

struct Server(Arc<Tokens>);

impl Security for Server {
    type Identity = ();

    async fn bearer_auth(&self, credentials: BearerAuthCredentials, _: Call) -> Result<(), Denial> {
        let BearerAuthCredentials::BearerAuth(token) = credentials;
        if token.expose() == BEARER && self.0.is_live(OWN_ID) {
            Ok(())
        } else {
            Err(Denial::Rejected)
        }
    }
}

impl Api for Server {
    async fn post_api_v1_auth_token_auth_tokens_token_id_revoke(
        &self,
        (): (),
        request: Request,
    ) -> Response {
        let id = Uuid::new_v4().to_string();
        match self.0.revoke(&request.token_id, Some(CLIENT_ID)) {
            Revocation::Done => Response::Ok(OkBody { message: "the token is revoked".to_owned() }),
            Revocation::Unknown => Response::NotFound(NotFoundBody {
                req_id: id,
                status_code: NotFoundCode,
                message: "no such token, or it is revoked already".to_owned(),
                error: "NotFound".to_owned(),
            }),
            Revocation::Foreign => Response::Forbidden(ForbiddenBody {
                req_id: id,
                status_code: ForbiddenCode,
                message: "the token belongs to another identity".to_owned(),
                details: None,
                error: "PermissionDenied".to_owned(),
            }),
        }
    }

    /// The stub cannot know request ids; everything else of its response stands.
    fn refuse_post_api_v1_auth_token_auth_tokens_token_id_revoke(
        &self,
        refusal: &Refusal,
    ) -> Rejected<Response> {
        let id = Uuid::new_v4().to_string();
        match Response::for_rejection(refusal) {
            Rejected::Declared(mut response) => {
                match &mut response {
                    Response::BadRequest(body) => body.req_id = id,
                    Response::Unauthorized(body) => body.req_id = id,
                    Response::Forbidden(body) => body.req_id = id,
                    Response::UnprocessableEntity(body) => body.req_id = id,
                    Response::Ok(_) | Response::NotFound(_) | Response::InternalServerError(_) => {}
                }
                Rejected::Declared(response)
            }
            bare => bare,
        }
    }
}
