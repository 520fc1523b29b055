//! Access tokens by client credentials, from a token endpoint on this machine.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse as _;
use http::StatusCode;

use specwright_runtime::oauth::{
    Bearer, ClientAuthentication, ClientCredentials, TokenConfig, TokenEncoding, TokenError,
};
use specwright_runtime::secret::Secret;

/// The requests to the endpoint, as `headers | body`, and its response: status and body.
struct Endpoint {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
    response: Arc<Mutex<(u16, String)>>,
    now: Arc<AtomicU64>,
}

async fn endpoint(response: &str) -> Endpoint {
    let requests = Arc::new(Mutex::new(Vec::<String>::new()));
    let response = Arc::new(Mutex::new((200, response.to_owned())));
    let (log, next) = (requests.clone(), response.clone());
    let handler = async move |request: Request| {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 1 << 16).await.unwrap();
        let field = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap());
        let fields = ["authorization", "content-type", "accountid"].map(field);
        let fields = fields.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let number = {
            let mut log = log.lock().unwrap();
            log.push(format!("{fields} | {}", String::from_utf8_lossy(&body)));
            log.len()
        };
        let (status, text) = next.lock().unwrap().clone();
        let text = text.replace('#', &number.to_string());
        (StatusCode::from_u16(status).unwrap(), text).into_response()
    };
    let app = Router::new().route("/token", axum::routing::post(handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    Endpoint { url, requests, response, now: Arc::new(AtomicU64::new(1000)) }
}

impl Endpoint {
    fn config(&self) -> TokenConfig {
        TokenConfig::new(&self.url, "me", "hidden secret")
    }

    fn credentials(&self, config: TokenConfig) -> ClientCredentials {
        // In the workspace, reqwest has TLS and needs a provider. One that is installed is sufficient.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let now = self.now.clone();
        let clock = Arc::new(move || now.load(Ordering::SeqCst));
        ClientCredentials::new(config, clock).unwrap()
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn shown(secret: Result<Secret, TokenError>) -> String {
    secret.unwrap().expose().to_owned()
}

#[tokio::test]
async fn a_token_is_used_until_shortly_before_its_end() {
    let endpoint = endpoint(r#"{"access_token": "t#", "expires_in": 100}"#).await;
    let credentials = endpoint.credentials(endpoint.config());
    let bearer = Bearer::from(credentials.clone());
    for (now, token) in [(1000, "t1"), (1069, "t1"), (1070, "t2"), (1139, "t2"), (1140, "t3")] {
        endpoint.now.store(now, Ordering::SeqCst);
        let is_new = endpoint.count() + 1 == token[1..].parse::<usize>().unwrap();
        assert_eq!(credentials.at_hand().await.is_none(), is_new, "{now}");
        assert_eq!((shown(bearer.get().await), now), (token.to_owned(), now));
    }
    credentials.forget().await;
    assert_eq!(shown(credentials.token().await), "t4");
    assert_eq!(endpoint.count(), 4);
}

#[tokio::test]
async fn many_callers_make_one_fetch() {
    let endpoint = endpoint(r#"{"access_token": "t#"}"#).await;
    let credentials = endpoint.credentials(endpoint.config());
    let calls = (0..20).map(|_| {
        let credentials = credentials.clone();
        tokio::spawn(async move { shown(credentials.token().await) })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap(), "t1");
    }
    assert_eq!(endpoint.count(), 1);
}

#[tokio::test]
async fn each_configuration_has_its_request() {
    let endpoint = endpoint(r#"{"data": {"token": "t"}}"#).await;
    let form = endpoint.config();
    let body = ClientAuthentication::Body;
    let configs = [
        TokenConfig { scopes: vec!["a".to_owned(), "b".to_owned()], ..form.clone() },
        TokenConfig { client_id: "a:b ü".to_owned(), ..form.clone() },
        TokenConfig {
            authentication: body,
            names: ("clientId".to_owned(), "clientSecret".to_owned()),
            parameters: vec![("audience".to_owned(), "x&y".to_owned())],
            ..form.clone()
        },
        TokenConfig {
            authentication: body,
            encoding: TokenEncoding::Json,
            headers: vec![("accountId".to_owned(), "acc".to_owned())],
            ..form
        },
    ];
    for config in configs {
        let config = TokenConfig { token_at: "/data/token".to_owned(), ..config };
        assert_eq!(shown(endpoint.credentials(config).token().await), "t");
    }
    insta::assert_snapshot!(endpoint.requests.lock().unwrap().join("\n"));
}

#[tokio::test]
async fn failures_have_a_reason_and_show_no_secret() {
    let endpoint = endpoint("").await;
    let long = format!("{:?}", "x".repeat(2 << 20));
    let responses = [
        (401, r#"{"error": "invalid_client", "error_description": "hidden secret"}"#),
        (400, r#"{"error": "hidden secret"}"#),
        (500, "hidden secret"),
        (302, ""),
        (200, "hidden secret"),
        (200, r#"{"token": "hidden secret"}"#),
        (200, r#"{"access_token": ""}"#),
        (200, &long),
    ];
    let credentials = endpoint.credentials(endpoint.config());
    let mut lines = Vec::new();
    for (status, text) in responses {
        *endpoint.response.lock().unwrap() = (status, text.to_owned());
        let error = credentials.token().await.unwrap_err();
        assert!(!format!("{error:?} {credentials:?}").contains("hidden"), "{error:?}");
        lines.push(error.to_string());
    }
    *endpoint.response.lock().unwrap() = (200, r#"{"access_token": "t"}"#.to_owned());
    assert_eq!(shown(credentials.token().await), "t");
    let wrong = |config| endpoint.credentials(config);
    let url = TokenConfig { url: "no url".to_owned(), ..endpoint.config() };
    lines.push(wrong(url).token().await.unwrap_err().to_string());
    let header = ("a b".to_owned(), "hidden secret".to_owned());
    let headers = TokenConfig { headers: vec![header], ..endpoint.config() };
    assert!(!format!("{headers:?}").contains("hidden"));
    lines.push(wrong(headers).token().await.unwrap_err().to_string());
    insta::assert_snapshot!(lines.join("\n"));
}
