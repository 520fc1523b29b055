//! Moov: JSON or a form, Basic or nothing, and an id on every declared response.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use generated::moov::models::GenericError;
use generated::moov::operations::{
    RevokeAccessTokenRequest, RevokeAccessTokenRequestBody, RevokeAccessTokenResponse,
};
use generated::moov::security::BasicAuthOrAnonymousCredentials;
use generated::moov::server::{Api, Security};
use generated::support::auth::{Call, Denial};
use generated::support::refusal::{Refusal, Rejected};
use serde_json::json;
use uuid::Uuid;

use super::provider::{Issue, Provider};
use super::tokens::Format;
use super::{CLIENT_ID, CLIENT_SECRET, Revocation, Tokens};
use conformance_engine::fixtures::Credential;

/// Moov at the reference server.
pub(super) const PROVIDER: Provider = Provider {
    id: "moov",
    tokens: |seed| Tokens::new(seed, "token", Format::Text(40), CLIENT_ID),
    fixtures: |fixtures| {
        fixtures
            .with_credential("BasicAuth", Credential::basic(CLIENT_ID, CLIENT_SECRET))
            .with_value("client_id", json!(CLIENT_ID))
            .with_value("client_secret", json!(CLIENT_SECRET))
    },
    routes: |tokens| generated::moov::server::router(Server(tokens)),
    issue: Issue {
        path: "/oauth2/token",
        is_authorized: |request| {
            let expected = STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
            request.header("authorization") == Some(&format!("Basic {expected}"))
        },
        response: |token| json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 }),
    },
    challenge: |_| "Basic realm=\"reference\", charset=\"UTF-8\"",
};

struct Server(Arc<Tokens>);

impl Security for Server {
    /// The client of Basic.
    type Identity = Option<String>;

    async fn basic_auth_or_anonymous(
        &self,
        credentials: BasicAuthOrAnonymousCredentials,
        _: Call,
    ) -> Result<Option<String>, Denial> {
        match credentials {
            BasicAuthOrAnonymousCredentials::Anonymous => Ok(None),
            BasicAuthOrAnonymousCredentials::BasicAuth(basic)
                if basic.username == CLIENT_ID && basic.password.expose() == CLIENT_SECRET =>
            {
                Ok(Some(basic.username))
            }
            BasicAuthOrAnonymousCredentials::BasicAuth(_) => Err(Denial::Rejected),
        }
    }
}

impl Api for Server {
    async fn revoke_access_token(
        &self,
        client: Option<String>,
        request: RevokeAccessTokenRequest,
    ) -> RevokeAccessTokenResponse {
        let (RevokeAccessTokenRequestBody::Json(body) | RevokeAccessTokenRequestBody::Form(body)) =
            request.body;
        // RFC 6749 §2.3.1: the client may show its credentials in the body instead.
        let is_other = |shown: &Option<String>, own| shown.as_ref().is_some_and(|text| text != own);
        if is_other(&body.client_id, CLIENT_ID) || is_other(&body.client_secret, CLIENT_SECRET) {
            return refused("invalid_client");
        }
        let client = client.or(body.client_id);
        match self.0.revoke(&body.token, client.as_deref()) {
            // RFC 7009 §2.2: what is not known is as good as revoked.
            Revocation::Done | Revocation::Unknown => {
                RevokeAccessTokenResponse::NoContent { x_request_id: Uuid::new_v4() }
            }
            // RFC 7009 §2.1 and RFC 6749 §5.2.
            Revocation::Foreign => refused("unauthorized_client"),
        }
    }

    /// RFC 6749 §5.2: a code in place of the stub's words.
    fn refuse_revoke_access_token(&self, refusal: &Refusal) -> Rejected<RevokeAccessTokenResponse> {
        match RevokeAccessTokenResponse::for_rejection(refusal) {
            Rejected::Declared(RevokeAccessTokenResponse::BadRequest { .. }) => {
                Rejected::Declared(refused("invalid_request"))
            }
            other => other,
        }
    }
}

fn refused(code: &str) -> RevokeAccessTokenResponse {
    RevokeAccessTokenResponse::BadRequest {
        x_request_id: Uuid::new_v4(),
        body: GenericError { error: Some(code.to_owned()) },
    }
}
