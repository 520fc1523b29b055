//! Pipevest: a token is named by its number in the query.

use std::sync::Arc;

use generated::pipevest::models::NotFoundBody;
use generated::pipevest::operations::{PostOauthRevokeRequest, PostOauthRevokeResponse};
use generated::pipevest::security::BearerAuthCredentials;
use generated::pipevest::server::{Api, Security};
use generated::support::auth::{Call, Denial};

use super::{BEARER, Tokens};

pub(super) struct Server(pub(super) Arc<Tokens>);

impl Security for Server {
    type Identity = ();

    async fn bearer_auth(&self, credentials: BearerAuthCredentials, _: Call) -> Result<(), Denial> {
        let BearerAuthCredentials::BearerAuth(token) = credentials;
        if token.expose() == BEARER { Ok(()) } else { Err(Denial::Rejected) }
    }
}

impl Api for Server {
    async fn post_oauth_revoke(
        &self,
        (): (),
        request: PostOauthRevokeRequest,
    ) -> PostOauthRevokeResponse {
        if self.0.revoke(&request.access_token_id.to_string()) {
            return PostOauthRevokeResponse::NoContent;
        }
        PostOauthRevokeResponse::NotFound(NotFoundBody {
            code: "404".to_owned(),
            message: "no such token".to_owned(),
        })
    }
}
