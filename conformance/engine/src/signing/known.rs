//! Verification of signatures by servers, and a public test key.

use axum::http::request::Parts;
use http::{Uri, header, uri};
use specwright_runtime::clock::SystemClock;
use specwright_runtime::signature::{Message, SignatureError, Verifier};

use super::{KeySource, ProfileName, Signing, SigningConfig};

/// RFC 9421 §B.1.4: `test-key-ed25519`. It protects nothing.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
                   MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n\
                   -----END PRIVATE KEY-----\n";

/// Its id.
const KEYID: &str = "test-key-ed25519";

/// The most that the clocks of two machines may differ, in seconds.
const SKEW: u64 = 60;

/// The URI of a request as it was sent, before routing has shortened it.
#[derive(Debug, Clone)]
pub struct Whole(pub Uri);

/// Signing with the public test key.
pub fn known(profile: ProfileName) -> Option<Signing> {
    let key = KeySource::Value(KEY.to_owned());
    SigningConfig::new(profile, key, KEYID).load(std::path::Path::new("")).ok()
}

/// Verifies what this signing makes.
pub fn verifier(signing: &Signing) -> Verifier {
    let (keyid, key) = (signing.keyid().to_owned(), signing.verifying().clone());
    let keys = move |asked: &str| (asked == keyid).then(|| key.clone());
    let clock = std::sync::Arc::new(SystemClock);
    Verifier::new(signing.profile().clone(), keys, clock).with_skew(SKEW)
}

/// Verifies a request that was received.
///
/// # Errors
/// Why its signature is rejected.
pub fn verify(verifier: &Verifier, parts: &Parts, content: &[u8]) -> Result<(), SignatureError> {
    let sent = parts.extensions.get::<Whole>().map_or(&parts.uri, |whole| &whole.0);
    let mut result = Err(SignatureError::Wrong);
    // A server behind a proxy does not know the scheme of the request.
    for scheme in ["http", "https"] {
        let uri = absolute(sent, parts, scheme).unwrap_or_else(|| sent.clone());
        let message = Message::request(&parts.method, &uri, &parts.headers).with_content(content);
        result = verifier.verify(&message).map(|_| ());
        if result != Err(SignatureError::Wrong) {
            break;
        }
    }
    result
}

fn absolute(sent: &Uri, parts: &Parts, scheme: &str) -> Option<Uri> {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = sent.authority().map(|authority| authority.as_str()).or(host)?;
    let path = sent.path_and_query().map_or("/", uri::PathAndQuery::as_str);
    Uri::builder().scheme(scheme).authority(authority).path_and_query(path).build().ok()
}
