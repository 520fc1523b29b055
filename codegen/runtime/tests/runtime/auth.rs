//! Credentials: added to requests and extracted from them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{incoming, outgoing, received};
use specwright_runtime::auth::{self, Basic};
use specwright_runtime::message::Incoming;
use specwright_runtime::refusal::{Cause, Refusal};
use specwright_runtime::secret::Secret;

fn basic(username: &str, password: &str) -> Basic {
    Basic { username: username.to_owned(), password: password.into() }
}

fn authorization(value: &str) -> Incoming {
    incoming(&[("authorization", value)])
}

#[test]
fn basic_credentials_are_extracted_as_they_were_added() {
    let cases = [("me", "secret"), ("me", "a:b:c"), ("", ""), ("ü", "пароль:😀"), ("a b", " ")];
    for (username, password) in cases {
        let credentials = basic(username, password);
        let mut request = outgoing();
        auth::write_basic(&mut request, &credentials).unwrap();
        assert!(request.headers["authorization"].is_sensitive());
        assert_eq!(auth::read_basic(&received(&request)), Ok(Some(credentials)));
    }
    let refused = auth::write_basic(&mut outgoing(), &basic("a:b", "c")).unwrap_err();
    assert_eq!(refused.0[0].pointer, "/header/authorization");
}

#[test]
fn schemes_are_compared_without_case() {
    let pair = STANDARD.encode("me:secret");
    for scheme in ["Basic", "basic", "BASIC", "bAsIc"] {
        let read = auth::read_basic(&authorization(&format!("{scheme}  {pair}")));
        assert_eq!(read, Ok(Some(basic("me", "secret"))));
    }
    let others = [("Bearer abc", None), ("BEARER abc", Some("abc")), ("Basicabc", None)];
    assert_eq!(auth::read_basic(&authorization(others[0].0)), Ok(None));
    assert_eq!(auth::read_basic(&authorization(others[2].0)), Ok(None));
    let bearer = auth::read_scheme(&authorization(others[1].0), "bearer").unwrap();
    assert_eq!(bearer.map(|secret| secret.expose().to_owned()).as_deref(), others[1].1);
    assert_eq!(auth::read_scheme(&incoming(&[]), "bearer"), Ok(None));
}

#[test]
fn malformed_credentials_are_rejected() {
    let rejected = Refusal::new(Cause::RejectedCredentials);
    let no_colon = STANDARD.encode("no colon");
    let no_text = STANDARD.encode(b"\xff:\xfe");
    let values = ["", " ", "!!!", "bWU6", "bWU6c2VjcmV0=", &no_colon, &no_text];
    for value in values.iter().filter(|value| **value != "bWU6") {
        let read = auth::read_basic(&authorization(&format!("Basic {value}")));
        assert_eq!(read, Err(rejected.clone()), "{value}");
    }
    let twice = incoming(&[("authorization", "Bearer a"), ("authorization", "Bearer a")]);
    assert_eq!(auth::read_scheme(&twice, "bearer"), Err(rejected.clone()));
    assert_eq!(auth::read_basic(&twice), Err(rejected));
}

#[test]
fn keys_are_sent_in_headers_queries_and_cookies() {
    let key = Secret::from("k=1&2 ü");
    let mut request = outgoing();
    auth::write_key_header(&mut request, "x-key", &key).unwrap();
    auth::write_key_query(&mut request, "key", &key);
    auth::write_key_cookie(&mut request, "sid", &key).unwrap();
    auth::write_key_cookie(&mut request, "more", &Secret::from("x")).unwrap();
    let request = received(&request);
    assert_eq!(auth::read_key(&request.header("X-Key")), Some(key.clone()));
    assert_eq!(auth::read_key(&auth::query_values(&request, "key")), Some(key.clone()));
    assert_eq!(auth::read_key(&request.cookie("sid")), Some(key));
    assert_eq!(auth::read_key(&request.cookie("more")), Some(Secret::from("x")));
    for absent in [Vec::new(), vec![String::new()]] {
        assert_eq!(auth::read_key(&absent), None);
    }
}

#[test]
fn keys_cannot_inject_headers_or_cookies() {
    let evil = [Secret::from("a\r\nX-Admin: 1"), Secret::from("a\nb"), Secret::from("a\0b")];
    for key in &evil {
        assert!(auth::write_key_header(&mut outgoing(), "x-key", key).is_err());
        assert!(auth::write_key_cookie(&mut outgoing(), "sid", key).is_err());
        assert!(auth::write_scheme(&mut outgoing(), "Bearer", key).is_err());
    }
    let two = Secret::from("a; admin=1");
    assert!(auth::write_key_cookie(&mut outgoing(), "sid", &two).is_err());
}

#[test]
fn secrets_are_not_shown() {
    let mut request = outgoing();
    auth::write_basic(&mut request, &basic("me", "hidden")).unwrap();
    auth::write_key_cookie(&mut request, "sid", &"hidden".into()).unwrap();
    request.push_cookie("plain", "value", false).unwrap();
    let shown = format!("{:?} {:?}", basic("me", "hidden"), request.headers);
    assert!(!shown.contains("hidden") && !shown.contains(&STANDARD.encode("me:hidden")), "{shown}");
}
