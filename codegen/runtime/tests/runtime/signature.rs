//! HTTP Message Signatures: RFC 9421 Appendix B, an independent implementation, and what must be rejected.

mod httpsig_agrees;
mod keys;
mod profiles;
mod rejected;
mod vectors;

use std::sync::Arc;

use http::{HeaderMap, Method, Uri};

use super::headers;
use specwright_runtime::clock::Clock;
use specwright_runtime::signature::{
    ComponentCase, Covered, Message, Parameter, Profile, SignatureError, Signer, SigningKey,
    Verified, Verifier, VerifyingKey,
};

/// RFC 9421 Appendix B.2: when its signatures were made.
const CREATED: u64 = 1_618_884_473;

const ED25519: &str = include_str!("signature/pem/ed25519.pem");

fn at(time: u64) -> Arc<dyn Clock> {
    Arc::new(move || time)
}

/// A request that can be changed.
#[derive(Clone)]
struct Request {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    content: &'static [u8],
}

impl Request {
    fn message(&self) -> Message<'_> {
        Message::request(&self.method, &self.uri, &self.headers).with_content(self.content)
    }

    /// RFC 9421 Appendix B.2, `test-request`.
    fn of_rfc() -> Self {
        let digest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyea\
                      ldVLvRwEmTHWXvJwew==:";
        Self {
            method: Method::POST,
            uri: Uri::from_static("https://example.com/foo?param=Value&Pet=dog"),
            headers: headers(&[
                ("host", "example.com"),
                ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
                ("content-type", "application/json"),
                ("content-digest", digest),
                ("content-length", "18"),
            ]),
            content: b"{\"hello\": \"world\"}",
        }
    }

    fn signed(mut self, signer: &Signer) -> Self {
        signer.sign(&self.message()).unwrap().write(&mut self.headers);
        self
    }
}

/// A profile that covers exactly this, with these parameters.
fn covering(components: &[&'static str], parameters: &[Parameter]) -> Profile {
    Profile {
        components: components.iter().map(|name| Covered::required(*name)).collect(),
        parameters: parameters.to_vec(),
        digest: None,
        ..Profile::rfc9421()
    }
}

fn signer(profile: Profile, time: u64) -> Signer {
    Signer::new(profile, SigningKey::from_pem(ED25519, None).unwrap(), "test-key", at(time))
}

fn verifier(profile: Profile, time: u64) -> Verifier {
    let key = VerifyingKey::from_pem(ED25519, None).unwrap();
    Verifier::new(profile, move |keyid| (keyid == "test-key").then(|| key.clone()), at(time))
}

fn verify(profile: &Profile, request: &Request, time: u64) -> Result<Verified, SignatureError> {
    verifier(profile.clone(), time).verify(&request.message())
}
