//! What holds for every document.

use generated::moov::client::Client;
use generated::moov::models::RevokeTokenRequest;
use generated::moov::operations::{RevokeAccessTokenRequest, RevokeAccessTokenRequestBody};
use generated::support::Secret;
use generated::support::client::Error;
use http::{Method, Request, StatusCode};

use crate::wire;

fn routers() -> Vec<(&'static str, axum::Router)> {
    let stores = conformance_testbed::reference::Stores::new(0);
    specs::providers::ALL.iter().map(|provider| (provider.id, stores.router(provider.id))).collect()
}

fn path(provider: &str) -> &'static str {
    match provider {
        "pipevest" => "/oauth/revoke",
        "voucherify" => "/v1/oauth/token/revoke",
        "nomba" => "/v1/auth/token/revoke",
        "moov" => "/oauth2/revoke",
        _ => "/api/v1/auth/token-auth/tokens/x/revoke",
    }
}

#[tokio::test]
async fn undeclared_status_is_returned_with_its_body() {
    let app = axum::Router::new().fallback(|| async {
        http::Response::builder()
            .status(418)
            .header("x-kind", "pot")
            .body("short and stout".to_owned())
            .expect("ok")
    });
    let client = Client::builder(wire::serve("", app).await).build().expect("a client");
    let token = RevokeTokenRequest {
        token: "t".to_owned(),
        client_id: None,
        client_secret: None,
        token_type_hint: None,
    };
    let request = RevokeAccessTokenRequest {
        x_moov_version: None,
        body: RevokeAccessTokenRequestBody::Json(token),
    };
    let error = client.revoke_access_token(&request).await.expect_err("not declared");
    let Error::Unexpected { status, headers, body } = error else {
        panic!("an undeclared status, not {error}");
    };
    assert_eq!(status, StatusCode::IM_A_TEAPOT);
    assert_eq!(headers["x-kind"], "pot");
    assert_eq!(&body[..], b"short and stout");
}

#[tokio::test]
async fn undeclared_methods_get_allow() {
    for (provider, router) in routers() {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let raw = Request::builder().method(&method).uri(path(provider));
            let response = wire::send(router.clone(), raw, "").await;
            assert_eq!(response.status, StatusCode::METHOD_NOT_ALLOWED, "{provider} {method}");
            assert_eq!(response.headers["allow"], "POST", "{provider} {method}");
        }
        for other in ["/", "/other", &format!("{}/", path(provider))] {
            let response = wire::send(router.clone(), Request::post(other), "").await;
            assert_eq!(response.status, StatusCode::NOT_FOUND, "{provider} {other}");
        }
    }
}

#[tokio::test]
async fn large_and_not_acceptable_requests_are_rejected() {
    for (provider, router) in routers() {
        let huge = vec![b'x'; (2 << 20) + 1];
        let response = wire::send(router, Request::post(path(provider)), huge).await;
        assert_eq!(response.status, StatusCode::PAYLOAD_TOO_LARGE, "{provider}");
    }
    let nomba = || conformance_testbed::reference::Stores::new(0).router("nomba");
    for (accept, status) in [
        ("text/html", StatusCode::NOT_ACCEPTABLE),
        ("application/json;q=0, */*", StatusCode::NOT_ACCEPTABLE),
        ("text/html, application/*;q=0.1", StatusCode::BAD_REQUEST),
        ("*/*", StatusCode::BAD_REQUEST),
    ] {
        let raw = Request::post(path("nomba")).header("accept", accept);
        let response = wire::send(nomba(), raw, "").await;
        assert_eq!(response.status, status, "{accept}");
    }
}

#[tokio::test]
async fn a_client_gives_up_in_time_and_at_its_limit() {
    let slow = axum::Router::new().fallback(std::future::pending::<StatusCode>);
    let large = axum::Router::new().fallback(|| async { "x".repeat(1000) });
    let request = RevokeAccessTokenRequest {
        x_moov_version: None,
        body: RevokeAccessTokenRequestBody::Json(RevokeTokenRequest {
            token: "t".to_owned(),
            client_id: None,
            client_secret: None,
            token_type_hint: None,
        }),
    };
    let timeout = std::time::Duration::from_millis(50);
    let client =
        Client::builder(wire::serve("", slow).await).timeout(timeout).build().expect("a client");
    let error = client.revoke_access_token(&request).await.expect_err("late");
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error}");
    let client =
        Client::builder(wire::serve("", large).await).max_body(999).build().expect("a client");
    let error = client.revoke_access_token(&request).await.expect_err("large");
    assert!(matches!(error, Error::TooLarge(999)), "{error}");
    let error = Client::builder("not a url").build().expect_err("no URL");
    assert_eq!(error.to_string(), "`not a url` is not a base URL");
}

#[test]
fn secrets_do_not_show() {
    use generated::nomba::models as nomba;
    use generated::pipevest::operations::PostOauthRevokeRequest;
    let canary = "canary".repeat(60);
    let shown = [
        format!("{:?}", Secret::from(canary.as_str())),
        format!("{:?}", nomba::RevokeTokenRequestAccessToken::new(canary.as_str()).expect("360")),
        format!(
            "{:?}",
            nomba::RevokeTokenRequest {
                client_id: nomba::RevokeTokenRequestClientId::new("c".repeat(36)).expect("36"),
                access_token: nomba::RevokeTokenRequestAccessToken::new(canary.as_str())
                    .expect("360"),
            }
        ),
        format!(
            "{:?}",
            RevokeTokenRequest {
                token: canary.clone(),
                client_id: Some("shown".to_owned()),
                client_secret: Some(canary.clone()),
                token_type_hint: None,
            }
        ),
        format!(
            "{:?}",
            PostOauthRevokeRequest {
                signature: canary.clone(),
                signature_input: String::new(),
                x_idempotency_id: String::new(),
                access_token_id: 1,
                x_client_id: String::new(),
            }
        ),
        format!("{:?}", Client::builder("http://127.0.0.1").basic_auth("user", canary.as_str())),
    ];
    for text in &shown {
        assert!(!text.contains("canary"), "{text}");
        assert!(text.contains("[redacted]"), "{text}");
    }
    assert!(shown[3].contains("shown"));
}

#[test]
fn descriptions_carry_over() {
    let files = [
        ("pipevest", include_str!("../../../../generated/src/pipevest/models.rs")),
        ("nomba", include_str!("../../../../generated/src/nomba/models.rs")),
        ("moov", include_str!("../../../../generated/src/moov/models.rs")),
    ];
    for (provider, text) in files {
        let provider = specs::providers::find(provider).expect("known");
        let (contract, _) = specs::parse(provider.id, provider.file, provider.text);
        let contract = contract.expect("valid");
        let described = contract.schemas.iter().filter(|(_, schema)| schema.component.is_some());
        let described: Vec<_> =
            described.filter_map(|(_, schema)| schema.description.as_deref()).collect();
        assert!(!described.is_empty());
        for description in described {
            let first = description.lines().next().expect("a line");
            assert!(text.contains(&format!("/// {first}")), "{}: {first}", provider.id);
        }
    }
}
