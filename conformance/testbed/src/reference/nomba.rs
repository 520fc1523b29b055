//! Nomba: JSON, no credentials but a client id, and rate-limit headers on success.

use std::sync::Arc;

use generated::nomba::models::{AuthorizationError, RecordNotFoundError, RevokeTokenResponse};
use generated::nomba::operations::{RevokeAnAccessTokenRequest, RevokeAnAccessTokenResponse};
use generated::nomba::server::Api;

use super::{Revoked, Tokens};

pub(super) struct Server(pub(super) Arc<Tokens>);

impl Api for Server {
    async fn revoke_an_access_token(
        &self,
        request: RevokeAnAccessTokenRequest,
    ) -> RevokeAnAccessTokenResponse {
        let client = request.body.client_id.get();
        match self.0.revoke(request.body.access_token.get(), Some(client)) {
            Revoked::Done => RevokeAnAccessTokenResponse::Ok {
                x_rate_limit_limit: Some("40".to_owned()),
                x_rate_limit_remaining: Some("39".to_owned()),
                x_rate_limit_window: Some("1s".to_owned()),
                body: RevokeTokenResponse {
                    code: Some("00".to_owned()),
                    description: Some("the token is revoked".to_owned()),
                },
            },
            Revoked::Unknown => RevokeAnAccessTokenResponse::NotFound(RecordNotFoundError {
                code: Some("404".to_owned()),
                description: Some("no such token".to_owned()),
            }),
            Revoked::NotOwned => RevokeAnAccessTokenResponse::Forbidden(AuthorizationError {
                code: Some("403".to_owned()),
                description: Some("the token belongs to another client".to_owned()),
            }),
        }
    }
}
