//! Closed objects, constants tied to their status, and members that may hold anything.

use generated::infisical::models::{
    PostApiV1AuthTokenAuthTokensTokenIdRevokeForbiddenBody as Forbidden,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeForbiddenBodyStatusCode as ForbiddenCode,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeOkBody as OkBody,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeUnprocessableEntityBody as Unprocessable,
};
use generated::infisical::operations::{
    PostApiV1AuthTokenAuthTokensTokenIdRevokeRequest as Request,
    PostApiV1AuthTokenAuthTokensTokenIdRevokeResponse as Response,
};
use generated::support::message::{Mismatch, ResponseParts};
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn forbidden(status_code: Value) -> Value {
    json!({ "reqId": "r", "statusCode": status_code, "message": "m", "error": "e" })
}

#[test]
fn closed_objects_refuse_unknown_members() {
    assert!(read::<OkBody>(json!({ "message": "m" })).is_ok());
    let error = read::<OkBody>(json!({ "message": "m", "more": 1 })).expect_err("closed");
    assert_eq!(error, "/more: is not a property of this object");
}

#[test]
fn the_status_code_of_a_body_is_that_of_its_status() {
    for (code, valid) in
        [(json!(403), true), (json!(403.0), true), (json!(401), false), (json!("403"), false)]
    {
        assert_eq!(read::<Forbidden>(forbidden(code.clone())).is_ok(), valid, "{code}");
        let parts = ResponseParts::new(StatusCode::FORBIDDEN)
            .content("application/json", forbidden(code.clone()).to_string());
        assert_eq!(Response::decode(&parts).is_ok(), valid, "{code}");
    }
    let body = Forbidden {
        req_id: "r".to_owned(),
        status_code: ForbiddenCode,
        message: "m".to_owned(),
        details: None,
        error: "e".to_owned(),
    };
    let sent = Response::Forbidden(body).into_parts();
    let sent: Value = serde_json::from_slice(&sent.body).expect("JSON");
    assert_eq!(sent, forbidden(json!(403)));
}

#[test]
fn details_take_anything_and_keep_null_from_absent() {
    let mut body = forbidden(json!(403));
    assert_eq!(read::<Forbidden>(body.clone()).expect("valid").details, None);
    for details in [json!(null), json!(1), json!("x"), json!([1, null]), json!({ "a": {} })] {
        body["details"] = details.clone();
        let read: Forbidden = read(body.clone()).expect("valid");
        assert_eq!(read.details, Some(details));
        assert_eq!(serde_json::to_value(&read).expect("JSON"), body);
    }
    let mut body = json!({ "reqId": "r", "statusCode": 422, "error": "e" });
    let absent: Unprocessable = read(body.clone()).expect("valid");
    assert_eq!(
        (absent.message.clone(), serde_json::to_value(&absent).expect("JSON")),
        (None, body.clone())
    );
    body["message"] = json!(null);
    let null: Unprocessable = read(body.clone()).expect("valid");
    assert_eq!(
        (null.message.clone(), serde_json::to_value(&null).expect("JSON")),
        (Some(json!(null)), body)
    );
}

#[test]
fn shrinking_keeps_required_properties() {
    let error = read::<Forbidden>(json!({})).expect_err("nothing is there");
    let missing =
        ["reqId", "statusCode", "message", "error"].map(|name| format!("/{name}: is required"));
    assert_eq!(error, missing.join("; "));
    let parts = ResponseParts::new(StatusCode::FORBIDDEN).content("application/json", "{}");
    assert!(
        matches!(Response::decode(&parts), Err(Mismatch::Violations(found)) if found.0.len() == 4)
    );
}

#[test]
fn the_path_parameter_is_one_segment_whatever_it_holds() {
    let request = Request { token_id: "a/b?c#d é".to_owned() };
    let outgoing = request.encode().expect("sendable");
    let path = "/api/v1/auth/token-auth/tokens/a%2Fb%3Fc%23d%20%C3%A9/revoke";
    assert_eq!(outgoing.path, path);
}
