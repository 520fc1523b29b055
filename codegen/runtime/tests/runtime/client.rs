//! The client, on this machine only.

use std::time::Duration;

use specwright_runtime::client::{Error, Settings, Transport};
use specwright_runtime::message::{Mismatch, Outgoing, ResponseParts};

fn transport(base_url: &str) -> Transport {
    // In the workspace, reqwest has TLS and needs a provider. One that is installed already is sufficient.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let mut settings = Settings::new(base_url.to_owned());
    settings.timeout = Duration::from_secs(5);
    Transport::new(settings).unwrap()
}

/// A port of this machine that nothing listens on.
fn closed() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn errors_show_no_url() {
    let mut outgoing = Outgoing::new(http::Method::GET, "/hidden-path".to_owned());
    outgoing.query.push(("api_key".to_owned(), "hidden-key".to_owned()));
    let error = transport(&closed()).send(outgoing).await.unwrap_err();
    let mut shown = format!("{error} {error:?}");
    let mut source: Option<&dyn std::error::Error> = std::error::Error::source(&error);
    while let Some(inner) = source {
        shown.push_str(&format!(" {inner}"));
        source = inner.source();
    }
    assert!(matches!(error, Error::Transport(_)), "{shown}");
    assert!(!shown.contains("hidden"), "{shown}");
}

#[tokio::test]
async fn a_path_cannot_contain_dot_segments() {
    for path in ["/things/../admin", "/things/.", "/.."] {
        let outgoing = Outgoing::new(http::Method::GET, path.to_owned());
        let error = transport(&closed()).send(outgoing).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{path}: {error}");
    }
}

#[test]
fn an_invalid_base_url_is_rejected() {
    for url in ["", "/v1", "api.example.com", "mailto:me@example.com"] {
        let error = Transport::new(Settings::new(url.to_owned())).unwrap_err();
        assert!(matches!(&error, Error::BaseUrl(given) if given == url), "{error}");
    }
}

#[test]
fn an_undeclared_response_is_returned_in_the_error() {
    let parts = ResponseParts::new(http::StatusCode::IM_A_TEAPOT).content("text/plain", "hot");
    let error = Error::of(Mismatch::Undeclared, parts);
    let Error::Unexpected { status, headers, body } = error else { panic!("{error}") };
    assert_eq!(
        (status.as_u16(), &headers["content-type"], &body[..]),
        (418, &"text/plain".parse().unwrap(), &b"hot"[..])
    );
}
