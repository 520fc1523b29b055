//! Voucherify: a form, two API keys together, and a 404 without content.

use std::sync::Arc;

use generated::support::auth::{Call, Denial};
use generated::voucherify::operations::{RevokeOauthTokenRequest, RevokeOauthTokenResponse};
use generated::voucherify::security::XAppIdAndXAppTokenCredentials;
use generated::voucherify::server::{Api, Security};
use serde_json::json;

use super::provider::{Issue, Provider};
use super::tokens::Format;
use super::{Revocation, Tokens};
use conformance_engine::fixtures::Credential;

/// The API keys.
const APP_ID: &str = "reference-app-id";
const APP_TOKEN: &str = "reference-app-token";

/// Voucherify at the reference server.
pub(super) const PROVIDER: Provider = Provider {
    id: "voucherify",
    tokens: |seed| Tokens::new(seed, "access_token", Format::Text(50), APP_ID),
    fixtures: |fixtures| {
        fixtures
            .with_credential("X-App-Id", Credential::key(APP_ID))
            .with_credential("X-App-Token", Credential::key(APP_TOKEN))
    },
    routes: |tokens| generated::voucherify::server::router(Server(tokens)),
    issue: Issue {
        path: "/v1/oauth/token",
        is_authorized: |request| {
            request.header("x-app-id") == Some(APP_ID)
                && request.header("x-app-token") == Some(APP_TOKEN)
        },
        response: |token| json!({ "access_token": token, "token_type": "Bearer", "expires_in": 900 }),
    },
    // API keys in headers of their own have no registered scheme.
    challenge: |_| "ApiKey realm=\"reference\"",
};

struct Server(Arc<Tokens>);

impl Security for Server {
    type Identity = ();

    async fn x_app_id_and_x_app_token(
        &self,
        credentials: XAppIdAndXAppTokenCredentials,
        _: Call,
    ) -> Result<(), Denial> {
        let XAppIdAndXAppTokenCredentials::XAppIdAndXAppToken { x_app_id, x_app_token } =
            credentials;
        let known = x_app_id.expose() == APP_ID && x_app_token.expose() == APP_TOKEN;
        if known { Ok(()) } else { Err(Denial::Rejected) }
    }
}

impl Api for Server {
    async fn revoke_oauth_token(
        &self,
        (): (),
        request: RevokeOauthTokenRequest,
    ) -> RevokeOauthTokenResponse {
        // Whoever has come this far is this client.
        match self.0.revoke(&request.body.access_token, Some(APP_ID)) {
            Revocation::Done => RevokeOauthTokenResponse::NoContent,
            Revocation::Unknown | Revocation::Foreign => RevokeOauthTokenResponse::NotFound,
        }
    }
}
