//! Lengths in characters, typed rate limits, and seven statuses that look alike.

use generated::nomba::client::Client;
use generated::nomba::models::{
    RevokeTokenRequest, RevokeTokenRequestAccessToken, RevokeTokenRequestClientId,
    RevokeTokenResponse,
};
use generated::nomba::operations::{
    RevokeAnAccessTokenRequest as Request, RevokeAnAccessTokenResponse as Response,
};
use generated::nomba::server::{Api, router};
use generated::support::message::{Mismatch, ResponseParts};
use http::StatusCode;
use serde_json::json;

use crate::wire;

struct Stub;

impl Api for Stub {
    async fn revoke_an_access_token(&self, request: Request) -> Response {
        assert!((300..=600).contains(&request.body.access_token.get().chars().count()));
        Response::Ok {
            x_rate_limit_limit: Some("40".to_owned()),
            x_rate_limit_remaining: None,
            x_rate_limit_window: Some("1s".to_owned()),
            body: RevokeTokenResponse { code: Some("00".to_owned()), description: None },
        }
    }
}

#[test]
fn lengths_count_characters_and_cannot_be_got_round() {
    let snowman = "☃";
    for (count, keyword) in [(35, Some("minLength")), (36, None), (37, Some("maxLength"))] {
        let text = snowman.repeat(count);
        let built = [
            RevokeTokenRequestClientId::new(text.as_str()),
            RevokeTokenRequestClientId::try_from(text.clone()),
            text.parse(),
        ];
        for built in built {
            let found = built.as_ref().err().map(|violations| violations.0[0].keyword);
            assert_eq!(found, keyword, "{count}");
        }
        let read = serde_json::from_value::<RevokeTokenRequestClientId>(json!(text));
        assert_eq!(read.is_ok(), keyword.is_none(), "{count}");
    }
    let lengths = [(299, false), (300, true), (600, true), (601, false)];
    for (count, valid) in lengths {
        let built = RevokeTokenRequestAccessToken::new(snowman.repeat(count));
        assert_eq!(built.is_ok(), valid, "{count}");
    }
}

#[tokio::test]
async fn rate_limits_are_typed_and_optional() {
    let base = wire::serve("", router(Stub)).await;
    let client = Client::builder(base).build().expect("a client");
    let body = RevokeTokenRequest {
        client_id: RevokeTokenRequestClientId::new("c".repeat(36)).expect("36"),
        access_token: RevokeTokenRequestAccessToken::new("t".repeat(300)).expect("300"),
    };
    let response = client.revoke_an_access_token(&Request { body }).await.expect("declared");
    let Response::Ok { x_rate_limit_limit, x_rate_limit_remaining, x_rate_limit_window, body } =
        response
    else {
        panic!("a 200, not {response:?}");
    };
    assert_eq!(x_rate_limit_limit.as_deref(), Some("40"));
    assert_eq!(x_rate_limit_remaining, None);
    assert_eq!(x_rate_limit_window.as_deref(), Some("1s"));
    assert_eq!(body.code.as_deref(), Some("00"));
}

#[test]
fn the_status_alone_chooses_the_variant() {
    let read = |status: u16| {
        let status = StatusCode::from_u16(status).expect("a status");
        let parts = ResponseParts::new(status)
            .content("application/json; charset=utf-8", r#"{"code":"x","description":"the same"}"#);
        Response::decode(&parts)
    };
    let name = |response: &Response| match response {
        Response::Ok { .. } => 200,
        Response::BadRequest(_) => 400,
        Response::Unauthorized(_) => 401,
        Response::Forbidden(_) => 403,
        Response::NotFound(_) => 404,
        Response::TooManyRequests(_) => 429,
        Response::InternalServerError(_) => 500,
    };
    let declared = [200, 400, 401, 403, 404, 429, 500];
    for status in 100..600 {
        match read(status) {
            Ok(response) => {
                assert_eq!(name(&response), status);
                assert_eq!(response.status().as_u16(), status);
                assert!(declared.contains(&status));
            }
            Err(mismatch) => {
                assert_eq!(mismatch, Mismatch::Undeclared);
                assert!(!declared.contains(&status), "{status}");
            }
        }
    }
}

#[tokio::test]
async fn failed_validation_is_responseed_in_the_declared_schema() {
    let raw =
        http::Request::post("/v1/auth/token/revoke").header("content-type", "application/json");
    let received = wire::send(router(Stub), raw, r#"{"clientId":"short","access_token":7}"#).await;
    assert_eq!(received.status, StatusCode::BAD_REQUEST);
    assert_eq!(received.headers["content-type"], "application/json");
    let message = "the request is not valid: /body/clientId: is shorter than 36; \
                   /body/access_token: must be a string";
    assert_eq!(received.json(), json!({ "code": "400", "description": message }));
    let raw =
        http::Request::post("/v1/auth/token/revoke").header("content-type", "application/json");
    let received = wire::send(router(Stub), raw, r#"{"clientId": "#).await;
    assert_eq!(received.status, StatusCode::BAD_REQUEST);
    let parsed = "the request cannot be parsed";
    assert_eq!(received.json(), json!({ "code": "400", "description": parsed }));
}
