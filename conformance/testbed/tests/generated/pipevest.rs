//! Typed parameters from everywhere, an `allOf` of annotations, and a variant for each error.

use std::sync::{Arc, Mutex};

use generated::pipevest::client::Client;
use generated::pipevest::models::{Error, NotFoundBody};
use generated::pipevest::operations::{PostOauthRevokeRequest, PostOauthRevokeResponse};
use generated::pipevest::security::BearerAuthCredentials;
use generated::pipevest::server::{Api, Security, router};
use generated::support::auth::{Call, Denial};
use generated::support::digest::DigestAlgorithm;
use generated::support::oauth::{ClientCredentials, TokenConfig};
use generated::support::refusal::{Cause, Refusal, Rejected};
use generated::support::signature::{
    ComponentCase, Covered, Message, Parameter, Prehash, Profile, Signer, SigningKey, TargetUri,
    Verifier, VerifyingKey,
};
use http::{Request, StatusCode};
use serde_json::json;

use crate::wire;

/// RFC 9421 §B.1.4.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n";

/// The provider's profile of signatures, in the types of the generated crate.
fn profile() -> Profile {
    let fields =
        ["Authorization", "Content-Type", "Content-Digest", "Content-Length", "X-Client-Id"];
    let mut components = fields.map(Covered::if_present).to_vec();
    components.extend(["@method", "@target-uri", "@path"].map(Covered::required));
    components.push(Covered::required("@query").for_methods(&["GET", "DELETE"]));
    Profile {
        prehash: Prehash::Sha512,
        component_case: ComponentCase::AsWritten,
        target_uri: TargetUri::Origin,
        parameters: vec![Parameter::KeyId, Parameter::Created, Parameter::Expires],
        components,
        digest: Some(DigestAlgorithm::Sha512),
        ..Profile::rfc9421()
    }
}

#[derive(Clone, Default)]
struct Stub {
    received: Arc<Mutex<Vec<PostOauthRevokeRequest>>>,
    refused: Arc<Mutex<Vec<Refusal>>>,
}

impl Security for Stub {
    type Identity = String;

    async fn bearer_auth(
        &self,
        credentials: BearerAuthCredentials,
        call: Call,
    ) -> Result<String, Denial> {
        let BearerAuthCredentials::BearerAuth(token) = credentials;
        assert_eq!(call.operation, "post_oauth_revoke");
        match token.expose() {
            "good" => Ok("caller".to_owned()),
            "poor" => Err(Denial::Forbidden),
            _ => Err(Denial::Rejected),
        }
    }
}

impl Api for Stub {
    async fn post_oauth_revoke(
        &self,
        identity: String,
        request: PostOauthRevokeRequest,
    ) -> PostOauthRevokeResponse {
        assert_eq!(identity, "caller");
        let id = request.access_token_id;
        self.received.lock().expect("no panic").push(request);
        match id {
            404 => PostOauthRevokeResponse::NotFound(NotFoundBody {
                code: "404".to_owned(),
                message: "gone".to_owned(),
            }),
            _ => PostOauthRevokeResponse::NoContent,
        }
    }

    fn refuse_post_oauth_revoke(&self, refusal: &Refusal) -> Rejected<PostOauthRevokeResponse> {
        self.refused.lock().expect("no panic").push(refusal.clone());
        PostOauthRevokeResponse::for_rejection(refusal)
    }
}

fn request(access_token_id: i64) -> PostOauthRevokeRequest {
    PostOauthRevokeRequest {
        signature: "sig1=:AAAA:".to_owned(),
        signature_input: "sig1=(\"@method\")".to_owned(),
        x_idempotency_id: "one".to_owned(),
        access_token_id,
        x_client_id: "client".to_owned(),
    }
}

#[tokio::test]
async fn every_parameter_arrives_typed() {
    let stub = Stub::default();
    let base = wire::serve("/v1", router(stub.clone())).await;
    let client = Client::builder(base).bearer_auth("good").build().expect("a client");
    for id in [123_456, i64::MIN, i64::MAX] {
        let response = client.post_oauth_revoke(&request(id)).await.expect("a declared response");
        assert_eq!(response, PostOauthRevokeResponse::NoContent);
        let received = stub.received.lock().expect("no panic").pop();
        assert_eq!(received, Some(request(id)));
    }
}

#[tokio::test]
async fn errors_have_a_variant_and_a_body_each() {
    let base = wire::serve("", router(Stub::default())).await;
    let client = |token: &str| Client::builder(&base).bearer_auth(token).build().expect("a client");
    let not_found = client("good").post_oauth_revoke(&request(404)).await.expect("declared");
    let body = NotFoundBody { code: "404".to_owned(), message: "gone".to_owned() };
    assert_eq!(not_found, PostOauthRevokeResponse::NotFound(body));
    let unauthorized = client("bad").post_oauth_revoke(&request(1)).await.expect("declared");
    let PostOauthRevokeResponse::Unauthorized(Error { code, message }) = unauthorized else {
        panic!("a 401, not {unauthorized:?}");
    };
    assert_eq!((code.as_str(), message.as_str()), ("401", "the credentials are not valid"));
}

#[tokio::test]
async fn all_violations_reach_the_hook() {
    let stub = Stub::default();
    let uri = "/oauth/revoke?accessTokenId=abc";
    let raw = Request::post(uri).header("authorization", "bEaReR good").header("x-client-id", "me");
    let received = wire::send(router(stub.clone()), raw, "").await;
    // The document declares no status for this, so the response is bare.
    assert_eq!((received.status, received.body.as_str()), (StatusCode::BAD_REQUEST, ""));
    let refusal = stub.refused.lock().expect("no panic").pop().expect("a refusal");
    assert_eq!(refusal.cause, Cause::Invalid);
    let broken: Vec<_> =
        refusal.violations.0.iter().map(|v| (v.pointer.as_str(), v.keyword)).collect();
    let expected = [
        ("/header/Signature", "required"),
        ("/header/Signature-Input", "required"),
        ("/header/X-Idempotency-Id", "required"),
        ("/query/accessTokenId", "type"),
    ];
    let mut broken = broken;
    broken.sort_unstable();
    assert_eq!(broken, expected);
    assert!(stub.received.lock().expect("no panic").is_empty());
}

#[tokio::test]
async fn credentials_come_before_everything_else() {
    let stub = Stub::default();
    for (authorization, cause) in [
        (None, Cause::MissingCredentials),
        (Some("Basic Z29vZDo="), Cause::MissingCredentials),
        (Some("Bearer"), Cause::RejectedCredentials),
        (Some("Bearer bad"), Cause::RejectedCredentials),
        (Some("Bearer poor"), Cause::Forbidden),
    ] {
        let raw = Request::post("/oauth/revoke");
        let raw =
            authorization.into_iter().fold(raw, |raw, value| raw.header("authorization", value));
        let received = wire::send(router(stub.clone()), raw, "").await;
        assert_eq!(received.status, StatusCode::UNAUTHORIZED, "{authorization:?}");
        let refusal = stub.refused.lock().expect("no panic").pop().expect("a refusal");
        assert_eq!(refusal.cause, cause, "{authorization:?}");
    }
}

#[test]
fn the_code_is_text_although_its_example_is_a_number() {
    let error: Error =
        serde_json::from_value(json!({ "code": "401", "message": "no" })).expect("valid");
    let code: String = error.code;
    assert_eq!(code, "401");
    let refused = serde_json::from_value::<Error>(json!({ "code": 401, "message": "no" }));
    let message = refused.expect_err("a number is no text").to_string();
    assert_eq!(message, "/code: must be a string");
}

/// A server that lets in whoever signs as Pipevest documents, and counts.
async fn verifying() -> (String, Arc<Mutex<Vec<Result<(), String>>>>) {
    use axum::extract::Request;
    let said: Arc<Mutex<Vec<Result<(), String>>>> = Arc::default();
    let log = said.clone();
    let key = VerifyingKey::from_pem(KEY, None).expect("a key");
    let keys = move |keyid: &str| (keyid == "mine").then(|| key.clone());
    let verifier = Verifier::new(profile(), keys, Arc::new(|| 1_000_000_u64));
    let layer = axum::middleware::from_fn(move |request: Request, next: axum::middleware::Next| {
        let (parts, body) = request.into_parts();
        let host = parts.headers["host"].to_str().expect("text");
        // What is below the prefix sees the rest only.
        let uri = format!("http://{host}/v1{}", parts.uri).parse().expect("a URI");
        let message = Message::request(&parts.method, &uri, &parts.headers);
        let verdict = verifier.verify(&message).map(|_| ()).map_err(|error| error.to_string());
        log.lock().expect("no panic").push(verdict);
        next.run(Request::from_parts(parts, body))
    });
    (wire::serve("/v1", router(Stub::default()).layer(layer)).await, said)
}

#[tokio::test]
async fn signature_covers_the_sent_request() {
    let (base, said) = verifying().await;
    let signer = |keyid| {
        let key = SigningKey::from_pem(KEY, None).expect("a key");
        Signer::new(profile(), key, keyid, Arc::new(|| 1_000_010_u64 - 10))
    };
    let builder = || Client::builder(&base).bearer_auth("good");
    let client = builder().signer(signer("mine")).build().expect("a client");
    for id in [1, 2] {
        // The header fields that the document wants are the signer's, whatever the request has.
        let response = client.post_oauth_revoke(&request(id)).await.expect("declared");
        assert_eq!(response, PostOauthRevokeResponse::NoContent);
    }
    let other = builder().signer(signer("other")).build().expect("a client");
    other.post_oauth_revoke(&request(3)).await.expect("declared");
    builder().build().expect("a client").post_oauth_revoke(&request(4)).await.expect("declared");
    let said: Vec<String> =
        said.lock().expect("no panic").iter().map(|verdict| format!("{verdict:?}")).collect();
    let refused = "Err(\"parameter `keyid` is missing\")";
    assert_eq!(said, ["Ok(())", "Ok(())", "Err(\"no key \\\"other\\\" is known\")", refused]);
}

#[tokio::test]
async fn a_request_that_cannot_be_signed_is_not_sent() {
    let (base, said) = verifying().await;
    let profile = Profile { components: vec![Covered::required("x-absent")], ..Profile::rfc9421() };
    let key = SigningKey::from_pem(KEY, None).expect("a key");
    let signer = Signer::new(profile, key, "mine", Arc::new(|| 0_u64));
    let client = Client::builder(base).bearer_auth("good").signer(signer).build();
    let error = client.expect("a client").post_oauth_revoke(&request(1)).await.expect_err("none");
    assert_eq!(
        error.to_string(),
        "the request cannot be signed: \"x-absent\" is covered, and the message has none"
    );
    assert!(said.lock().expect("no panic").is_empty());
}

/// A token is fetched when the first call needs it, and only then.
#[tokio::test]
async fn a_client_fetches_its_token() {
    let fetched = Arc::new(Mutex::new(0));
    let count = fetched.clone();
    let token = axum::routing::post(async move || {
        *count.lock().expect("no panic") += 1;
        r#"{"access_token": "good", "expires_in": 600}"#
    });
    let app = router(Stub::default()).route("/token", token);
    let base = wire::serve("/v1", app).await;
    let fetch = |path: &str| {
        let config = TokenConfig::new(format!("{base}/{path}"), "id", "hidden");
        ClientCredentials::new(config, Arc::new(|| 1_000_u64)).expect("a source")
    };
    let client = Client::builder(&base).bearer_auth(fetch("token")).build().expect("a client");
    assert_eq!(*fetched.lock().expect("no panic"), 0);
    for id in [1, 2] {
        let response = client.post_oauth_revoke(&request(id)).await.expect("declared");
        assert_eq!(response, PostOauthRevokeResponse::NoContent);
    }
    assert_eq!(*fetched.lock().expect("no panic"), 1);
    let client = Client::builder(&base).bearer_auth(fetch("none")).build().expect("a client");
    let error = client.post_oauth_revoke(&request(3)).await.expect_err("no token");
    assert_eq!(error.to_string(), "the token endpoint responded with 404 Not Found");
}
