//! JSON or a form, Basic or no client, and an id that no response goes without.

use std::sync::{Arc, Mutex};

use generated::moov::client::Client;
use generated::moov::models::{RevokeTokenRequest, RevokeTokenRequestTokenTypeHint as Hint};
use generated::moov::operations::{
    RevokeAccessTokenRequest as Request, RevokeAccessTokenRequestBody as Content,
    RevokeAccessTokenResponse as Response,
};
use generated::moov::security::BasicAuthOrAnonymousCredentials as Credentials;
use generated::moov::server::{Api, Security, router};
use generated::support::auth::{Basic, Call, Denial};
use generated::support::client::Error;
use generated::support::message::{Mismatch, ResponseParts};
use http::StatusCode;
use serde_json::json;
use uuid::Uuid;

use crate::wire;

#[derive(Clone, Default)]
struct Stub(Arc<Mutex<Vec<(Credentials, Request)>>>);

impl Security for Stub {
    type Identity = Credentials;

    async fn basic_auth_or_anonymous(
        &self,
        credentials: Credentials,
        _: Call,
    ) -> Result<Credentials, Denial> {
        Ok(credentials)
    }
}

impl Api for Stub {
    async fn revoke_access_token(&self, identity: Credentials, request: Request) -> Response {
        self.0.lock().expect("no panic").push((identity, request));
        Response::NoContent { x_request_id: Uuid::from_u128(7) }
    }
}

fn value() -> RevokeTokenRequest {
    RevokeTokenRequest {
        token: "a token & more".to_owned(),
        client_id: Some("id".to_owned()),
        client_secret: None,
        token_type_hint: Some(Hint::RefreshToken),
    }
}

#[tokio::test]
async fn json_and_form_both_arrive() {
    let stub = Stub::default();
    let base = wire::serve("", router(stub.clone())).await;
    let client = Client::builder(base).build().expect("a client");
    for body in [Content::Json(value()), Content::Form(value())] {
        let request = Request { x_moov_version: Some("v2024.01.00".to_owned()), body };
        let response = client.revoke_access_token(&request).await.expect("declared");
        assert_eq!(response, Response::NoContent { x_request_id: Uuid::from_u128(7) });
        let received = stub.0.lock().expect("no panic").pop();
        assert_eq!(received, Some((Credentials::Anonymous, request)));
    }
    let raw = http::Request::post("/oauth2/revoke").header("content-type", "text/plain");
    let received = wire::send(router(Stub::default()), raw, "token=x").await;
    assert_eq!(received.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn basic_and_anonymous_are_both_honoured() {
    let stub = Stub::default();
    let base = wire::serve("", router(stub.clone())).await;
    let request = Request { x_moov_version: None, body: Content::Json(value()) };
    let client = Client::builder(&base).basic_auth("me", "se:cret").build().expect("a client");
    client.revoke_access_token(&request).await.expect("declared");
    let basic = Basic { username: "me".to_owned(), password: "se:cret".into() };
    let received = stub.0.lock().expect("no panic").pop().expect("a call");
    assert_eq!(received.0, Credentials::BasicAuth(basic));
    let client = Client::builder(&base).build().expect("a client");
    client.revoke_access_token(&request).await.expect("declared");
    let received = stub.0.lock().expect("no panic").pop().expect("a call");
    assert_eq!(received.0, Credentials::Anonymous);
    // Credentials that are given but cannot be read are not of no client.
    let raw = http::Request::post("/oauth2/revoke").header("authorization", "Basic !!!");
    let received = wire::send(router(Stub::default()), raw, "").await;
    assert_eq!(received.status, StatusCode::UNAUTHORIZED);
    // RFC 7617 §2: a user-id with a colon cannot be reported from its password.
    let client = Client::builder(&base).basic_auth("a:b", "c").build().expect("a client");
    let error = client.revoke_access_token(&request).await.expect_err("a colon");
    assert!(matches!(error, Error::Request(_)), "{error}");
}

#[tokio::test]
async fn without_a_valid_id_a_response_is_not_one() {
    for (id, keyword) in [
        (None, "required"),
        (Some("not-a-uuid"), "format"),
        (Some("67e5504410b1426f9247bb680e5fe0c8"), "format"),
        (Some("{67e55044-10b1-426f-9247-bb680e5fe0c8}"), "format"),
    ] {
        let app = axum::Router::new().fallback(move || async move {
            let mut response = http::Response::new(axum::body::Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            if let Some(id) = id {
                response.headers_mut().insert("x-request-id", id.parse().expect("a header"));
            }
            response
        });
        let client = Client::builder(wire::serve("", app).await).build().expect("a client");
        let request = Request { x_moov_version: None, body: Content::Json(value()) };
        let error = client.revoke_access_token(&request).await.expect_err("no valid id");
        let Error::Decode { status, violations, .. } = error else {
            panic!("a decode error, not {error}");
        };
        assert_eq!(status, StatusCode::NO_CONTENT);
        let found = &violations.0[0];
        assert_eq!((found.pointer.as_str(), found.keyword), ("/header/x-request-id", keyword));
    }
}

#[test]
fn every_declared_response_carries_the_id() {
    for status in [204, 400, 422, 429, 500, 504] {
        let status = StatusCode::from_u16(status).expect("a status");
        let bare = ResponseParts::new(status).content("application/json", "{}");
        let Err(Mismatch::Violations(violations)) = Response::decode(&bare) else {
            panic!("{status} needs an id");
        };
        assert_eq!(violations.0[0].pointer, "/header/x-request-id");
        let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        let mut whole = bare;
        whole.headers.insert("x-request-id", id.parse().expect("a header"));
        let response = Response::decode(&whole).expect("valid");
        let sent = response.into_parts();
        assert_eq!(
            (sent.status, &sent.headers["x-request-id"]),
            (status, &whole.headers["x-request-id"])
        );
    }
}

#[tokio::test]
async fn a_refusal_is_responseed_with_an_id_and_names_the_field() {
    let raw = http::Request::post("/oauth2/revoke").header("content-type", "application/json");
    let body = json!({ "token": 1, "token_type_hint": "id_token" }).to_string();
    let received = wire::send(router(Stub::default()), raw, body).await;
    assert_eq!(received.status, StatusCode::UNPROCESSABLE_ENTITY);
    let id = received.headers["x-request-id"].to_str().expect("text");
    assert_eq!(Uuid::parse_str(id).expect("a uuid").to_string(), id);
    let hint = "is not one of the listed values";
    assert_eq!(received.json(), json!({ "token": "must be a string", "token_type_hint": hint }));
}
