//! Requests that are signed: what is sent, what is shown, what is configured wrongly.

use conformance_core::redact::Redactor;
use conformance_engine::fill::{Draws, Filler};
use conformance_engine::fixtures::Fixtures;
use conformance_engine::suite::Suite;
use specwright_runtime::clock::{Clock as _, SystemClock};
use specwright_runtime::signature::{Message, Profile, Verifier, VerifyingKey};

use crate::micro;

/// RFC 9421 §B.1.4.
pub(crate) const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n";

/// An operation that wants a signature and has a query.
pub(crate) const SIGNED: &str = r#"
paths:
  /things:
    post:
      operationId: signedThing
      security: [{ Bearer: [] }]
      parameters:
        - { name: Signature, in: header, required: true, schema: { type: string } }
        - { name: Signature-Input, in: header, required: true, schema: { type: string } }
        - { name: X-Note, in: header, required: true, schema: { type: string } }
        - { name: id, in: query, required: true, schema: { type: string, format: uuid } }
      responses: { "204": { description: done }, "401": { description: who }, "404": { description: none } }
components:
  securitySchemes: { Bearer: { type: http, scheme: bearer } }
"#;

/// Fixtures that sign by this configuration, which is put into the file as it stands.
fn configured(signing: &serde_json::Value) -> Fixtures {
    let text = serde_json::json!({ "signing": signing }).to_string();
    Fixtures::parse("f.json", &text).unwrap()
}

/// With requests signed: all of the query, and one header.
pub(crate) fn signing(fixtures: Fixtures) -> Fixtures {
    let config = serde_json::json!({
        "key": { "value": KEY },
        "keyid": "k",
        "components": ["@method", "@target-uri", { "component": "X-Note", "if-present": true }],
    });
    let signing = configured(&config).signing().unwrap().clone();
    fixtures.with_value("X-Note", "note".into()).with_signing(signing)
}

fn suite() -> Suite {
    micro::suite(&micro::contract(SIGNED), signing(micro::fixtures()), "http://t:81/base")
}

/// How each case stands with a verifier: what it says of the request that is sent.
fn verdict(suite: &Suite, variant: &str) -> String {
    let id = format!("micro/synthetic/signed-thing/{variant}");
    let case = suite.cases.iter().find(|case| case.id == id).unwrap();
    let redactor = Redactor::default();
    let filler = Filler {
        contract: &suite.contract,
        base: &suite.base,
        fixtures: &suite.fixtures,
        validators: &suite.validators,
        redactor: &redactor,
    };
    let sent = filler.fill(&case.steps[0], &mut Draws::new(1, &case.id)).unwrap();
    let headers = sent.headers.iter().map(|(name, value)| {
        (http::HeaderName::try_from(name).unwrap(), http::HeaderValue::try_from(value).unwrap())
    });
    let headers: http::HeaderMap = headers.collect();
    let (method, uri) = (sent.method.parse().unwrap(), sent.url.parse().unwrap());
    let message = Message::request(&method, &uri, &headers);
    let key = VerifyingKey::from_pem(KEY, None).unwrap();
    let keys = move |keyid: &str| (keyid == "k").then(|| key.clone());
    let profile: Profile = suite.fixtures.signing().unwrap().profile().clone();
    let verifier = Verifier::new(profile, keys, std::sync::Arc::new(SystemClock)).with_skew(60);
    match verifier.verify(&message) {
        Ok(_) => "good".to_owned(),
        // When it was depends on when this runs.
        Err(error) => error.to_string().split(", at ").next().unwrap_or_default().to_owned(),
    }
}

#[test]
fn each_signature_case_is_wrong_in_one_way() {
    let suite = suite();
    let variants: Vec<&str> = suite
        .cases
        .iter()
        .map(|case| case.id.rsplit('/').next().unwrap())
        .filter(|variant| !variant.starts_with("unusual") && !variant.starts_with("framing"))
        .collect();
    let said = variants.iter().map(|variant| format!("{variant}: {}", verdict(&suite, variant)));
    let said: Vec<String> =
        said.map(|line| line.split(" at 1").next().unwrap().to_owned()).collect();
    insta::assert_snapshot!(said.join("\n"));
}

/// Without a key there is nothing to sign with, and nothing to sign wrongly.
#[test]
fn without_a_key_nothing_is_signed() {
    let suite = micro::suite(&micro::contract(SIGNED), micro::fixtures(), "http://t");
    assert!(!suite.cases.iter().any(|case| case.id.contains("/signature-")));
}

#[test]
fn reports_have_no_signature_and_no_key() {
    let suite = suite();
    let redactor = Redactor::default();
    suite.hide_secrets(&redactor);
    let body = KEY.lines().nth(1).unwrap();
    for text in [KEY, body, &body[..body.len()]] {
        assert!(!redactor.clean(&format!("<{text}>")).contains("MC4CAQAwBQ"), "{text}");
    }
    assert!(!format!("{:?} {:?}", suite.fixtures, suite.fixtures.signing()).contains("MC4CAQ"));
    let outcome = micro::outcome(
        &suite,
        "signature-flipped-bit",
        conformance_core::exchange::ExchangeResult::Complete(micro::response(204, &[], "")),
    );
    let finding = outcome.findings().first().cloned().unwrap();
    assert!(
        finding.curl.contains("signature: \"$SIGNATURE\"") || finding.curl.contains("$SIGNATURE")
    );
    assert!(!finding.curl.contains("sig1=:"), "{}", finding.curl);
    assert!(finding.curl.contains("sig1=(\"@method\""), "{}", finding.curl);
}

/// The date of the response reports that the clocks are apart, and by how much.
#[test]
fn clocks_that_are_apart_are_named() {
    let now = SystemClock.now();
    let date = |time: u64| {
        let date = chrono::DateTime::from_timestamp(i64::try_from(time).unwrap(), 0).unwrap();
        date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    };
    let actual = |status, time| {
        let headers = [("date", date(time))].into_iter().collect();
        let response =
            conformance_core::exchange::HttpResponse { status, headers, ..Default::default() };
        let reply = conformance_core::exchange::ExchangeResult::Complete(response);
        micro::outcome(&suite(), "valid-minimal", reply).findings()[0].actual.clone()
    };
    let messages = actual(401, now + 7200);
    assert!(messages.contains(" s ahead of that of the signature: add 7"), "{messages}");
    let messages = actual(401, now - 7200);
    assert!(messages.contains(" s behind that of the signature: add -7"), "{messages}");
    for actual in [actual(401, now), actual(404, now + 7200)] {
        assert!(actual.starts_with("status 40") && !actual.contains("clock"), "{actual}");
    }
}

#[test]
fn mistakes_in_the_configuration_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("no-key.pem", "not a key");
    write("public.pem", "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n");
    let file = folder.path().join("f.json");
    let message = |signing: &str| {
        let text = format!("{{ \"signing\": {signing} }}");
        let error = Fixtures::parse(&file.display().to_string(), &text).unwrap_err().to_string();
        error.replace(&folder.path().display().to_string(), "DIR")
    };
    insta::assert_snapshot!(
        [
            message(r#"{ "key": { "file": "key.pem" } }"#),
            message(r#"{ "key": { "file": "key.pem" }, "keyid": "k" }"#),
            message(r#"{ "key": { "file": "no-key.pem" }, "keyid": "k" }"#),
            message(r#"{ "key": { "file": "public.pem" }, "keyid": "k" }"#),
            message(r#"{ "key": { "env": "SURELY_NOT_SET_ANYWHERE" }, "keyid": "k" }"#),
            message(r#"{ "key": { "value": "x" }, "keyid": "k", "algorithm": "hmac-sha256" }"#),
            message(r#"{ "key": { "value": "x" }, "keyid": "k", "algorithm": "rot13" }"#),
            message(r#"{ "key": { "value": "x" }, "keyId": "k" }"#),
            message(r#"{ "key": { "value": "x" }, "keyid": "k", "profile": "pipvest" }"#),
            message(r#"{ "key": { "value": "x" }, "keyid": "k", "components": ["a b"] }"#),
            message(r#"{ "key": { "value": "x" }, "keyid": "k", "parameters": ["tag"] }"#),
        ]
        .join("\n")
    );
}

/// What is written is read back, every switch of it.
#[test]
fn every_switch_is_read_and_written() {
    let config = serde_json::json!({
        "profile": "pipevest",
        "key": { "value": "c2l4dGVlbiBieXRlcyBva2F5" },
        "keyid": "k",
        "algorithm": "hmac-sha256",
        "label": "other",
        "prehash": "none",
        "component-case": "lower",
        "target-uri": "full",
        "parameters": ["created", "expires", "nonce", "keyid", "alg", "tag"],
        "components": ["@method", { "component": "Date", "if-present": true, "methods": ["GET"] }],
        "lifetime": 10,
        "tag": "app",
        "digest": "none",
        "digest-when-empty": true,
        "skew": -5,
    });
    let fixtures = configured(&config);
    insta::assert_debug_snapshot!(fixtures.signing().unwrap().profile());
    assert_eq!(fixtures.document(0)["signing"], config);
    let toml = toml::to_string(fixtures.signing().unwrap().config()).unwrap();
    let again: conformance_engine::signing::SigningConfig = toml::from_str(&toml).unwrap();
    assert_eq!(serde_json::to_value(again).unwrap(), config, "{toml}");
}
