//! Pipevest: a token is named by its number in the query.

use std::sync::Arc;

use generated::pipevest::models::NotFoundBody;
use generated::pipevest::operations::{PostOauthRevokeRequest, PostOauthRevokeResponse};
use generated::pipevest::security::BearerAuthCredentials;
use generated::pipevest::server::{Api, Security};
use generated::support::auth::{Call, Denial};

use super::{BEARER, OWN_NUMBER, Revoked, Tokens};

pub(super) struct Server(pub(super) Arc<Tokens>);

impl Security for Server {
    type Identity = ();

    async fn bearer_auth(&self, credentials: BearerAuthCredentials, _: Call) -> Result<(), Denial> {
        let BearerAuthCredentials::BearerAuth(token) = credentials;
        let lives = self.0.lives(&OWN_NUMBER.to_string());
        if token.expose() == BEARER && lives { Ok(()) } else { Err(Denial::Rejected) }
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
        if self.0.revoke(&request.access_token_id.to_string(), Some(client)) == Revoked::Done {
            return PostOauthRevokeResponse::NoContent;
        }
        PostOauthRevokeResponse::NotFound(NotFoundBody {
            code: "404".to_owned(),
            message: "no such token".to_owned(),
        })
    }
}
