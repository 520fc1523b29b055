//! Voucherify: a form, two API keys together, and a 404 without content.

use std::sync::Arc;

use generated::support::auth::{Call, Denial};
use generated::voucherify::operations::{RevokeOauthTokenRequest, RevokeOauthTokenResponse};
use generated::voucherify::security::XAppIdAndXAppTokenCredentials;
use generated::voucherify::server::{Api, Security};

use super::{APP_ID, APP_TOKEN, Revoked, Tokens};

pub(super) struct Server(pub(super) Arc<Tokens>);

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
            Revoked::Done => RevokeOauthTokenResponse::NoContent,
            Revoked::Unknown | Revoked::NotOwned => RevokeOauthTokenResponse::NotFound,
        }
    }
}
