//! Compared with the crate `httpsig`, in both directions and for every algorithm.

use httpsig::prelude::message_component::{HttpMessageComponent, HttpMessageComponentId};
use httpsig::prelude::{
    AlgorithmName, HttpSignatureBase, HttpSignatureHeaders, HttpSignatureParams, PublicKey,
    SecretKey, SharedKey,
};

use super::{CREATED, Request, at, covering};
use specwright_runtime::signature::{
    Algorithm, Parameter, Signer, SigningKey, Verifier, VerifyingKey,
};

const SHARED: &str = "c2l4dGVlbiBieXRlcyBva2F5";

/// Private and public PEM of each algorithm; `httpsig` parses PKCS#8 only.
const KEYS: [(Algorithm, AlgorithmName, &str, &str); 4] = [
    (
        Algorithm::Ed25519,
        AlgorithmName::Ed25519,
        include_str!("pem/ed25519.pem"),
        include_str!("pem/ed25519.pub.pem"),
    ),
    (
        Algorithm::EcdsaP384Sha384,
        AlgorithmName::EcdsaP384Sha384,
        include_str!("pem/p384.pem"),
        include_str!("pem/p384.pub.pem"),
    ),
    (
        Algorithm::RsaV15Sha256,
        AlgorithmName::RsaV1_5Sha256,
        include_str!("pem/rsa.pem"),
        include_str!("pem/rsa.pub.pem"),
    ),
    (
        Algorithm::RsaPssSha512,
        AlgorithmName::RsaPssSha512,
        include_str!("pem/rsa.pem"),
        include_str!("pem/rsa.pub.pem"),
    ),
];

const COVERED: [&str; 7] =
    ["@method", "@target-uri", "@authority", "@path", "@query", "content-type", "content-digest"];

/// The lines of the base of the other crate.
fn components(request: &Request) -> Vec<HttpMessageComponent> {
    let value = |name: &str| match name {
        "@method" => request.method.as_str().to_owned(),
        "@target-uri" => request.uri.to_string(),
        "@authority" => request.uri.authority().unwrap().to_string(),
        "@path" => request.uri.path().to_owned(),
        "@query" => format!("?{}", request.uri.query().unwrap()),
        name => request.headers[name].to_str().unwrap().to_owned(),
    };
    let made = COVERED.map(|name| {
        let id = HttpMessageComponentId::try_from(name).unwrap();
        HttpMessageComponent::try_from((&id, &[value(name)][..])).unwrap()
    });
    made.to_vec()
}

fn parameters(alg: &AlgorithmName) -> HttpSignatureParams {
    let ids = COVERED.map(|name| HttpMessageComponentId::try_from(name).unwrap());
    let mut parameters = HttpSignatureParams::try_new(&ids).unwrap();
    parameters.set_created(CREATED).set_keyid("k").set_alg(alg);
    parameters
}

/// Signs with `httpsig`.
fn sign_there(request: &mut Request, key: &impl httpsig::prelude::SigningKey, alg: &AlgorithmName) {
    let base = HttpSignatureBase::try_new(&components(request), &parameters(alg)).unwrap();
    let fields = base.build_signature_headers(key, Some("sig1")).unwrap();
    let value = |text: String| text.parse().unwrap();
    request.headers.insert("signature-input", value(fields.signature_input_header_value()));
    request.headers.insert("signature", value(fields.signature_header_value()));
}

/// Verifies with `httpsig`.
fn verify_there(request: &Request, key: &impl httpsig::prelude::VerifyingKey) -> bool {
    let text = |name: &str| request.headers[name].to_str().unwrap().to_owned();
    let fields = HttpSignatureHeaders::try_parse(&text("signature"), &text("signature-input"));
    let fields = fields.unwrap();
    let fields = &fields["sig1"];
    let base = HttpSignatureBase::try_new(&components(request), fields.signature_params()).unwrap();
    base.verify_signature_headers(key, fields).is_ok()
}

fn sign_here(request: Request, key: SigningKey) -> Request {
    // The other crate has this order only: it serializes what it has parsed.
    let written = [Parameter::Created, Parameter::Alg, Parameter::KeyId];
    request.signed(&Signer::new(covering(&COVERED, &written), key, "k", at(CREATED)))
}

fn verify_here(request: &Request, key: VerifyingKey) -> bool {
    let demanded = covering(&COVERED, &[Parameter::Created, Parameter::KeyId]);
    let verifier = Verifier::new(demanded, move |_| Some(key.clone()), at(CREATED));
    verifier.verify(&request.message()).is_ok()
}

#[test]
fn what_is_signed_here_verifies_there() {
    for (algorithm, there, private, public) in KEYS {
        let key = SigningKey::from_pem(private, Some(algorithm)).unwrap();
        let mut request = sign_here(Request::of_rfc(), key);
        let public = PublicKey::from_pem(&there, public).unwrap();
        assert!(verify_there(&request, &public), "{algorithm:?}");
        request.uri = "https://example.com/foo?param=other".parse().unwrap();
        assert!(!verify_there(&request, &public), "{algorithm:?}");
    }
    let key = SigningKey::from_secret(b"sixteen bytes okay").unwrap();
    let shared = SharedKey::from_base64(&AlgorithmName::HmacSha256, SHARED).unwrap();
    assert!(verify_there(&sign_here(Request::of_rfc(), key), &shared));
}

#[test]
fn what_is_signed_there_verifies_here() {
    for (algorithm, there, private, public) in KEYS {
        let mut request = Request::of_rfc();
        sign_there(&mut request, &SecretKey::from_pem(&there, private).unwrap(), &there);
        let public = || VerifyingKey::from_pem(public, Some(algorithm)).unwrap();
        assert!(verify_here(&request, public()), "{algorithm:?}");
        request.uri = "https://example.com/foo?param=other".parse().unwrap();
        assert!(!verify_here(&request, public()), "{algorithm:?}");
    }
    let mut request = Request::of_rfc();
    let shared = SharedKey::from_base64(&AlgorithmName::HmacSha256, SHARED).unwrap();
    sign_there(&mut request, &shared, &AlgorithmName::HmacSha256);
    assert!(verify_here(&request, VerifyingKey::from_secret(b"sixteen bytes okay").unwrap()));
}
