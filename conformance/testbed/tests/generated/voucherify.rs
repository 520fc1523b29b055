//! A form, two keys together, a server with a variable, and a response without content.

use std::sync::{Arc, Mutex};

use generated::support::auth::{Call, Denial};
use generated::support::client::Error;
use generated::voucherify::client::Client;
use generated::voucherify::models::OAuthTokenRevokeRequestBody;
use generated::voucherify::operations::{RevokeOauthTokenRequest, RevokeOauthTokenResponse};
use generated::voucherify::security::XAppIdAndXAppTokenCredentials;
use generated::voucherify::server::{Api, Security, router};
use generated::voucherify::servers::{MainCluster, Server};
use http::{Request, StatusCode};

use crate::wire;

#[derive(Clone, Default)]
struct Stub {
    keys: Arc<Mutex<Vec<(String, String)>>>,
    tokens: Arc<Mutex<Vec<String>>>,
}

impl Security for Stub {
    type Identity = ();

    async fn x_app_id_and_x_app_token(
        &self,
        credentials: XAppIdAndXAppTokenCredentials,
        _: Call,
    ) -> Result<(), Denial> {
        let XAppIdAndXAppTokenCredentials::XAppIdAndXAppToken { x_app_id, x_app_token } =
            credentials;
        let keys = (x_app_id.expose().to_owned(), x_app_token.expose().to_owned());
        self.keys.lock().expect("no panic").push(keys);
        Ok(())
    }
}

impl Api for Stub {
    async fn revoke_oauth_token(
        &self,
        (): (),
        request: RevokeOauthTokenRequest,
    ) -> RevokeOauthTokenResponse {
        let token = request.body.access_token;
        let response = match token.as_str() {
            "unknown" => RevokeOauthTokenResponse::NotFound,
            _ => RevokeOauthTokenResponse::NoContent,
        };
        self.tokens.lock().expect("no panic").push(token);
        response
    }
}

fn request(token: &str) -> RevokeOauthTokenRequest {
    RevokeOauthTokenRequest { body: OAuthTokenRevokeRequestBody { access_token: token.to_owned() } }
}

#[tokio::test]
async fn the_form_is_sent_and_parsed() {
    let stub = Stub::default();
    let base = wire::serve("", router(stub.clone())).await;
    let client = Client::builder(base).x_app_id("the id").x_app_token("the token").build();
    let client = client.expect("a client");
    for token in ["plain", "a&b=c d+e%", "größe ☃", ""] {
        let response = client.revoke_oauth_token(&request(token)).await.expect("declared");
        assert_eq!(response, RevokeOauthTokenResponse::NoContent);
        assert_eq!(stub.tokens.lock().expect("no panic").pop().as_deref(), Some(token));
        let keys = stub.keys.lock().expect("no panic").pop().expect("keys");
        assert_eq!(keys, ("the id".to_owned(), "the token".to_owned()));
    }
    let encoded = request("a&b=c d").encode().expect("sendable");
    assert_eq!(encoded.body.as_deref(), Some(&b"access_token=a%26b%3Dc+d"[..]));
    assert_eq!(encoded.headers["content-type"], "application/x-www-form-urlencoded");
}

#[tokio::test]
async fn invalid_form_is_rejected() {
    let form = "application/x-www-form-urlencoded; charset=UTF-8";
    for (media_type, body, status) in [
        (form, "access_token=x", StatusCode::NO_CONTENT),
        (form, "access_token=x&more=1", StatusCode::NO_CONTENT),
        (form, "token=x", StatusCode::BAD_REQUEST),
        (form, "", StatusCode::BAD_REQUEST),
        (form, "access_token=x&access_token=y", StatusCode::BAD_REQUEST),
        ("application/json", "{\"access_token\":\"x\"}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let raw = Request::post("/v1/oauth/token/revoke")
            .header("x-app-id", "i")
            .header("x-app-token", "t")
            .header("content-type", media_type);
        let received = wire::send(router(Stub::default()), raw, body).await;
        assert_eq!((received.status, received.body.as_str()), (status, ""), "{media_type} {body}");
    }
}

#[tokio::test]
async fn both_keys_are_required_together() {
    for keys in [vec![], vec!["x-app-id"], vec!["x-app-token"]] {
        let raw = Request::post("/v1/oauth/token/revoke");
        let raw = keys.iter().fold(raw, |raw, name| raw.header(*name, "key"));
        let received = wire::send(router(Stub::default()), raw, "").await;
        assert_eq!(received.status, StatusCode::UNAUTHORIZED, "{keys:?}");
    }
    let base = wire::serve("", router(Stub::default())).await;
    let client = Client::builder(base).x_app_id("id").build().expect("a client");
    let error = client.revoke_oauth_token(&request("x")).await.expect_err("one key is missing");
    assert!(matches!(error, Error::MissingCredentials), "{error}");
}

#[tokio::test]
async fn not_found_has_no_content() {
    let base = wire::serve("", router(Stub::default())).await;
    let client = Client::builder(base).x_app_id("i").x_app_token("t").build().expect("a client");
    let response = client.revoke_oauth_token(&request("unknown")).await.expect("declared");
    assert_eq!(response, RevokeOauthTokenResponse::NotFound);
    let parts = RevokeOauthTokenResponse::NotFound.into_parts();
    assert!(parts.body.is_empty() && parts.headers.is_empty());
}

#[test]
fn the_cluster_is_typed() {
    assert_eq!(Server::default().url(), "https://api.voucherify.io");
    let server = Server::Main { cluster: MainCluster::Us1Api };
    assert_eq!(server.url(), "https://us1.api.voucherify.io");
    let all = [
        MainCluster::Api,
        MainCluster::Us1Api,
        MainCluster::As1Api,
        MainCluster::Download,
        MainCluster::Us1Download,
        MainCluster::As1Download,
    ];
    let words = all.map(MainCluster::as_str);
    assert_eq!(words, ["api", "us1.api", "as1.api", "download", "us1.download", "as1.download"]);
}
