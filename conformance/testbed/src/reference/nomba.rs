//! Nomba: JSON, no credentials but a client id, and rate-limit headers on success.

use std::sync::Arc;

use generated::nomba::models::{AuthorizationError, RecordNotFoundError, RevokeTokenResponse};
use generated::nomba::operations::{RevokeAnAccessTokenRequest, RevokeAnAccessTokenResponse};
use generated::nomba::server::Api;
use serde_json::json;

use super::provider::{Issue, Provider, bearer_challenge};
use super::tokens::Format;
use super::{CLIENT_SECRET, Revocation, Tokens};

/// The id of the client.
const CLIENT_UUID: &str = "00000000-0000-4000-8000-000000000001";

/// Nomba at the reference server.
pub(super) const PROVIDER: Provider = Provider {
    id: "nomba",
    tokens: |seed| Tokens::new(seed, "access_token", Format::Text(320), CLIENT_UUID),
    fixtures: |fixtures| fixtures.with_value("clientId", json!(CLIENT_UUID)),
    routes: |tokens| generated::nomba::server::router(Server(tokens)),
    issue: Issue {
        path: "/v1/auth/token/issue",
        is_authorized: |request| {
            request.header("accountid").is_some()
                && request.property("client_id") == Some(CLIENT_UUID)
                && request.property("client_secret") == Some(CLIENT_SECRET)
        },
        response: |token| {
            json!({
                "code": "00",
                "description": "Success",
                "data": { "access_token": token, "expires_in": 1800 },
            })
        },
    },
    challenge: bearer_challenge,
};

struct Server(Arc<Tokens>);

impl Api for Server {
    async fn revoke_an_access_token(
        &self,
        request: RevokeAnAccessTokenRequest,
    ) -> RevokeAnAccessTokenResponse {
        let client = request.body.client_id.get();
        match self.0.revoke(request.body.access_token.get(), Some(client)) {
            Revocation::Done => RevokeAnAccessTokenResponse::Ok {
                x_rate_limit_limit: Some("40".to_owned()),
                x_rate_limit_remaining: Some("39".to_owned()),
                x_rate_limit_window: Some("1s".to_owned()),
                body: RevokeTokenResponse {
                    code: Some("00".to_owned()),
                    description: Some("the token is revoked".to_owned()),
                },
            },
            Revocation::Unknown => RevokeAnAccessTokenResponse::NotFound(RecordNotFoundError {
                code: Some("404".to_owned()),
                description: Some("no such token".to_owned()),
            }),
            Revocation::Foreign => RevokeAnAccessTokenResponse::Forbidden(AuthorizationError {
                code: Some("403".to_owned()),
                description: Some("the token belongs to another client".to_owned()),
            }),
        }
    }
}
