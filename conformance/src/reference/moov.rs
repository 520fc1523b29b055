//! Moov: JSON or a form, Basic or nothing, and an id on every declared response.

use std::sync::Arc;

use generated::moov::models::GenericError;
use generated::moov::operations::{
    RevokeAccessTokenRequest, RevokeAccessTokenRequestBody, RevokeAccessTokenResponse,
};
use generated::moov::security::BasicAuthOrAnonymousCredentials;
use generated::moov::server::{Api, Security};
use generated::support::auth::{Call, Denial};
use uuid::Uuid;

use super::{CLIENT_ID, CLIENT_SECRET, Revoked, Tokens};

pub(super) struct Server(pub(super) Arc<Tokens>);

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
        let client = client.or(body.client_id);
        let x_request_id = Uuid::new_v4();
        match self.0.revoke(&body.token, client.as_deref()) {
            // RFC 7009 §2.2: what is not known is as good as revoked.
            Revoked::Done | Revoked::Unknown => {
                RevokeAccessTokenResponse::NoContent { x_request_id }
            }
            // RFC 7009 §2.1 and RFC 6749 §5.2.
            Revoked::NotOwned => RevokeAccessTokenResponse::BadRequest {
                x_request_id,
                body: GenericError { error: Some("unauthorized_client".to_owned()) },
            },
        }
    }
}
