//! Profiles: the base of one that departs from the RFC everywhere, each option, each kind of component.

use http::{Method, StatusCode, Uri};

use super::{
    CREATED, ComponentCase, Covered, Message, Parameter, Profile, Request, covering, headers,
    signer, verify,
};
use specwright_runtime::digest::DigestAlgorithm;
use specwright_runtime::signature::{Prehash, TargetUri};

/// A profile that departs from RFC 9421 in every option.
fn departing() -> Profile {
    let fields = [
        "Authorization",
        "Content-Type",
        "Content-Digest",
        "Content-Length",
        "X-Client-Id",
        "X-Idempotency-Id",
        "X-Idempotency-Key",
    ];
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

fn revocation() -> Request {
    Request {
        method: Method::POST,
        uri: Uri::from_static("https://api.example.com/v1/oauth/revoke?accessTokenId=1"),
        headers: headers(&[
            ("authorization", "Bearer t"),
            ("x-client-id", "client"),
            ("x-idempotency-id", "01937261-e216-754f-99ba-c1170d65dd28"),
            ("content-length", "0"),
        ]),
        content: b"",
    }
}

#[test]
fn a_profile_with_every_departure_signs_accordingly() {
    let signed = signer(departing(), CREATED).sign(&revocation().message()).unwrap();
    assert_eq!(signed.content_digest, None);
    insta::assert_snapshot!(signed.base);
    let mut get = revocation();
    get.method = Method::GET;
    let signed = signer(departing(), CREATED).sign(&get.message()).unwrap();
    assert!(signed.base.contains("\n\"@query\": ?accessTokenId=1\n"), "{}", signed.base);
    let request = revocation().signed(&signer(departing(), CREATED));
    verify(&departing(), &request, CREATED).unwrap();
}

/// A signature of one profile is none of a profile that differs in a single option.
#[test]
fn each_option_matters() {
    let all = departing;
    let lower = |covered: Covered| Covered {
        component: covered.component.to_ascii_lowercase().into(),
        ..covered
    };
    let mut changed = vec![
        Profile { prehash: Prehash::None, ..all() },
        Profile { target_uri: TargetUri::Full, ..all() },
        Profile { label: "other".into(), ..all() },
        Profile { components: vec![Covered::required("Date")], ..all() },
        Profile { parameters: vec![Parameter::Tag], ..all() },
        Profile { lifetime: 10, ..all() },
    ];
    let request = revocation().signed(&signer(all(), CREATED));
    for profile in changed.drain(..) {
        verify(&profile, &request, CREATED + 11).unwrap_err();
    }
    verify(&all(), &request, CREATED + 11).unwrap();
    let strict = Profile { component_case: ComponentCase::Lower, ..all() };
    verify(&strict, &request, CREATED).unwrap_err();
    let written_low = revocation().signed(&signer(strict.clone(), CREATED));
    verify(&strict, &written_low, CREATED).unwrap();
    let components = all().components.into_iter().map(lower).collect();
    verify(&Profile { components, ..all() }, &request, CREATED).unwrap();
}

#[test]
fn the_rfc_profile_digests_the_body() {
    let request = Request::of_rfc().signed(&signer(Profile::rfc9421(), CREATED));
    let digest = request.headers["content-digest"].to_str().unwrap();
    assert_eq!(digest, "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
    verify(&Profile::rfc9421(), &request, CREATED).unwrap();
    let empty = Request { content: b"", ..Request::of_rfc() };
    let profile = Profile { digest_when_empty: true, ..Profile::rfc9421() };
    let request = empty.signed(&signer(profile, CREATED));
    let digest = request.headers["content-digest"].to_str().unwrap();
    assert_eq!(digest, "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
}

fn base(components: &[&'static str], message: &Message<'_>) -> String {
    let signed = signer(covering(components, &[]), CREATED).sign(message);
    signed.map_or_else(|error| format!("error: {error}"), |signed| signed.base)
}

/// RFC 9421 §2.1 to §2.2, with the values of its examples.
#[test]
fn every_kind_of_component_has_its_value() {
    let mut request = Request::of_rfc();
    request.uri = "https://EXAMPLE.com:443/a%20b?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade=%22%3A%20&qux="
        .parse()
        .unwrap();
    request.headers = headers(&[
        ("example-dict", " a=1,    b=2;x=1;y=2,   c=(a   b   c)"),
        ("priority", " u=2,    i=?1"),
        ("x-empty", ""),
        ("x-two", " one "),
        ("x-two", "two, three"),
    ]);
    let trailers = headers(&[("expires", "Wed, 9 Nov 2022 07:28:00 GMT")]);
    let message = request.message().with_trailers(&trailers);
    insta::assert_snapshot!(base(
        &[
            "@method",
            "@target-uri",
            "@authority",
            "@scheme",
            "@request-target",
            "@path",
            "@query",
            "\"@query-param\";name=\"var\"",
            "\"@query-param\";name=\"bar\"",
            "\"@query-param\";name=\"fa%C3%A7ade\"",
            "\"@query-param\";name=\"qux\"",
            "x-empty",
            "x-two",
            "\"x-two\";bs",
            "example-dict",
            "\"example-dict\";key=\"a\"",
            "\"example-dict\";key=\"b\"",
            "\"example-dict\";key=\"c\"",
            "priority",
            "\"priority\";sf",
            "\"expires\";tr",
        ],
        &message
    ));
}

#[test]
fn a_response_covers_its_request() {
    let request = Request::of_rfc();
    let fields = headers(&[("content-type", "text/plain")]);
    let sent = request.message();
    let response = Message::response(StatusCode::OK, &fields).in_response_to(&sent);
    insta::assert_snapshot!(base(
        &["@status", "content-type", "\"@method\";req", "\"content-type\";req"],
        &response
    ));
}

#[test]
fn components_that_cannot_be_covered_are_rejected_with_a_reason() {
    let mut request = Request::of_rfc();
    request.uri = Uri::from_static("/relative?a=1&a=2");
    request.headers.insert("x-bytes", http::HeaderValue::from_bytes(b"\xff").unwrap());
    let message = request.message();
    let lines = [
        "@status",
        "@signature-params",
        "@unheard-of",
        "@query-param",
        "\"@query-param\";name=\"a\"",
        "\"@query-param\";name=\"b\"",
        "@target-uri",
        "\"@method\";req",
        "\"date\";tr",
        "\"date\";sf",
        "\"date\";key=\"a\"",
        "\"date\";bs;sf",
        "\"date\";unheard=1",
        "not a name",
        "",
        "x-absent",
        "x-bytes",
    ];
    let mut lines = lines.map(|name| format!("{name:<28} {}", base(&[name], &message))).to_vec();
    lines.push(base(&["date", "Date"], &message));
    insta::assert_snapshot!(lines.join("\n"));
}
