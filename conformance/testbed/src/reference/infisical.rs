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
use uuid::Uuid;

use super::{BEARER, CLIENT_ID, OWN_ID, Revoked, Tokens};

pub(super) struct Server(pub(super) Arc<Tokens>);

impl Security for Server {
    type Identity = ();

    async fn bearer_auth(&self, credentials: BearerAuthCredentials, _: Call) -> Result<(), Denial> {
        let BearerAuthCredentials::BearerAuth(token) = credentials;
        if token.expose() == BEARER && self.0.lives(OWN_ID) {
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
            Revoked::Done => Response::Ok(OkBody { message: "the token is revoked".to_owned() }),
            Revoked::Unknown => Response::NotFound(NotFoundBody {
                req_id: id,
                status_code: NotFoundCode,
                message: "no such token, or it is revoked already".to_owned(),
                error: "NotFound".to_owned(),
            }),
            Revoked::NotOwned => Response::Forbidden(ForbiddenBody {
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
