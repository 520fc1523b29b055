//! Signatures that are rejected, each with its reason.

use http::{HeaderMap, HeaderValue, Method, Uri};

use super::{CREATED, Covered, Parameter, Profile, Request, signer, verifier, verify};
use specwright_runtime::digest::{DigestAlgorithm, content_digest, verify_content_digest};

fn signed() -> Request {
    Request::of_rfc().signed(&signer(Profile::rfc9421(), CREATED))
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers[name].to_str().unwrap().to_owned()
}

/// A change of a valid request, and the time at which it is verified.
type Change = (&'static str, fn(&mut Request), u64);

fn set(request: &mut Request, name: &'static str, value: &str) {
    request.headers.insert(name, HeaderValue::from_str(value).unwrap());
}

fn replaced(request: &mut Request, name: &'static str, from: &str, to: &str) {
    let before = text(&request.headers, name);
    assert!(before.contains(from), "{before}");
    set(request, name, &before.replace(from, to));
}

const CHANGES: [Change; 24] = [
    ("no signature", |r| drop(r.headers.remove("signature")), 0),
    ("no input", |r| drop(r.headers.remove("signature-input")), 0),
    ("unparsable signature", |r| set(r, "signature", "sig1=:OTEy...DQ==:"), 0),
    ("unparsable input", |r| set(r, "signature-input", "sig1=(\"date\"...expires=<e>"), 0),
    ("signature as text", |r| set(r, "signature", "sig1=\"abc\""), 0),
    ("input as text", |r| set(r, "signature-input", "sig1=\"abc\""), 0),
    ("endless input", |r| set(r, "signature-input", &"a=1, ".repeat(4000)), 0),
    ("other label", |r| replaced(r, "signature", "sig1", "sig2"), 0),
    ("wrong keyid", |r| replaced(r, "signature-input", "test-key", "unknown"), 0),
    ("other algorithm", |r| replaced(r, "signature-input", "ed25519", "hmac-sha256"), 0),
    ("unknown algorithm", |r| replaced(r, "signature-input", "ed25519", "rot13"), 0),
    (
        "created as text",
        |r| replaced(r, "signature-input", "created=1618884473", "created=\"x\""),
        0,
    ),
    (
        "created changed",
        |r| replaced(r, "signature-input", "created=1618884473", "created=1618884472"),
        0,
    ),
    ("without created", |r| replaced(r, "signature-input", "created=1618884473;", ""), 0),
    ("not yet", |_| (), CREATED - 1),
    ("no longer", |_| (), CREATED + 301),
    ("component left out", |r| replaced(r, "signature-input", "\"@method\" ", ""), 0),
    (
        "component twice",
        |r| replaced(r, "signature-input", "\"@method\" ", "\"@method\" \"@method\" "),
        0,
    ),
    ("component that is not there", |r| drop(r.headers.remove("content-type")), 0),
    ("method changed", |r| r.method = Method::PUT, 0),
    (
        "query changed",
        |r| r.uri = Uri::from_static("https://example.com/foo?param=Value&Pet=cat"),
        0,
    ),
    ("header changed", |r| set(r, "content-type", "text/plain"), 0),
    ("header added that must be covered", |r| set(r, "authorization", "Bearer t"), 0),
    ("content changed", |r| r.content = b"{}", 0),
];

#[test]
fn each_change_is_rejected_with_a_reason() {
    verify(&Profile::rfc9421(), &signed(), CREATED).unwrap();
    let lines = CHANGES.map(|(what, change, time)| {
        let mut request = signed();
        change(&mut request);
        let time = if time == 0 { CREATED } else { time };
        let error = verify(&Profile::rfc9421(), &request, time).unwrap_err();
        format!("{what}: {error}")
    });
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_bit_of_a_signature_matters() {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    let request = signed();
    let field = text(&request.headers, "signature");
    let bytes = engine.decode(field.trim_start_matches("sig1=:").trim_end_matches(':')).unwrap();
    for bit in 0..bytes.len() * 8 {
        let (mut bytes, mut request) = (bytes.clone(), request.clone());
        bytes[bit / 8] ^= 1 << (bit % 8);
        set(&mut request, "signature", &format!("sig1=:{}:", engine.encode(&bytes)));
        verify(&Profile::rfc9421(), &request, CREATED).unwrap_err();
    }
}

#[test]
fn clocks_may_differ_by_the_skew() {
    let at = |time| verifier(Profile::rfc9421(), time).with_skew(60).verify(&signed().message());
    for (time, holds) in
        [(CREATED - 61, false), (CREATED - 60, true), (CREATED + 360, true), (CREATED + 361, false)]
    {
        assert_eq!(at(time).is_ok(), holds, "{time}");
    }
}

#[test]
fn nonces_and_tags_come_from_the_caller() {
    let parameters = vec![Parameter::Nonce, Parameter::Tag];
    let profile = Profile { parameters, tag: Some("app".into()), ..Profile::rfc9421() };
    let bare = signer(profile.clone(), CREATED);
    bare.sign(&Request::of_rfc().message()).unwrap_err();
    let signer = bare.with_nonces(|| "once".to_owned());
    let request = Request::of_rfc().signed(&signer);
    let input = text(&request.headers, "signature-input");
    assert!(input.ends_with(";nonce=\"once\";tag=\"app\""), "{input}");
    let lines = Profile { components: vec![Covered::required("@method")], ..profile };
    let keyless = |_: &str| Some(super::VerifyingKey::from_pem(super::ED25519, None).unwrap());
    let verifier = super::Verifier::new(lines, keyless, super::at(CREATED));
    let verified = verifier.verify(&request.message()).unwrap();
    assert_eq!((verified.nonce.as_deref(), verified.keyid), (Some("once"), None));
}

#[test]
fn digests_are_computed_and_verified() {
    // RFC 9530 Appendix B.1, and the examples of its section 2.
    let content = b"{\"hello\": \"world\"}\n";
    let written = |algorithm| content_digest(algorithm, content).unwrap();
    let (short, long) = (written(DigestAlgorithm::Sha256), written(DigestAlgorithm::Sha512));
    assert_eq!(short, "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
    let both = format!("{}, {}", short.to_str().unwrap(), long.to_str().unwrap());
    let result = |field: &str| match verify_content_digest(field.as_bytes(), content) {
        Ok(()) => "fits".to_owned(),
        Err(error) => error.to_string(),
    };
    let swapped = "sha-512=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    let lines = [
        result(short.to_str().unwrap()),
        result(&both),
        result(&format!("md5=:AAAA:, {}", short.to_str().unwrap())),
        result(&format!("{}, {swapped}", short.to_str().unwrap())),
        result(swapped),
        result("md5=:AAAA:"),
        result("sha-256=abc"),
        result("sha-256"),
        result(""),
        result(&"a, ".repeat(3000)),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}
