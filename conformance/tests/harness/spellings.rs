//! Other spellings of the same request, as they are sent.

use conformance_core::redact::Redactor;
use conformance_engine::suite::Suite;

use crate::micro::{self, TOKENS};

fn suite() -> Suite {
    micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t")
}

#[test]
fn each_spelling_is_sent_as_described() {
    let suite = suite();
    let sent = |variant: &str| {
        let case = &suite.cases[micro::index(&suite, variant)];
        micro::request(&suite, case, &Redactor::default())
    };
    let upper = sent("valid-same-header-names-upper");
    assert!(upper.headers.iter().all(|(name, _)| *name == name.to_uppercase()), "{upper:?}");
    let header = |variant: &str, name: &str| {
        sent(variant).headers.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    };
    for (variant, start) in [("lower", "bearer "), ("upper", "BEARER ")] {
        let value = header(&format!("valid-same-auth-scheme-{variant}"), "authorization").unwrap();
        assert!(value.starts_with(start), "{value}");
    }
    assert_eq!(header("valid-same-accept-missing", "accept"), None);
    assert_eq!(header("valid-same-accept-range", "accept").unwrap(), "application/*");
    let charset = header("valid-same-charset", "content-type").unwrap();
    assert_eq!(charset, "application/json; charset=utf-8");
    let path = sent("valid-same-percent-encoded").url;
    assert!(path.contains("/%30%30%30"), "{path}");
    let plain: serde_json::Value =
        serde_json::from_slice(&sent("valid-full").body.unwrap()).unwrap();
    let reversed = String::from_utf8(sent("valid-same-json-reversed").body.unwrap()).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&reversed).unwrap(), plain);
    assert!(reversed.find("kind") < reversed.find("reason"), "{reversed}");
}

#[test]
fn unusual_requests_are_sent_as_described() {
    let text = r"
paths:
  /a:
    post:
      parameters:
        - { name: q, in: query, required: true, schema: { type: integer } }
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { count: { type: integer }, name: { type: string }, inner: { type: object, properties: { note: { type: string, maxLength: 30 } } } }, required: [count, name] }
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { name: { type: string }, size: { type: string } }, required: [name, size] }
      responses: { '204': { description: x } }
";
    let suite = micro::suite(&micro::contract(text), Default::default(), "http://t");
    let unusual: Vec<String> = suite
        .cases
        .iter()
        .filter(|case| case.kind.as_str() == "unusual")
        .map(|case| {
            let sent = micro::request(&suite, case, &Redactor::default());
            let body = String::from_utf8(sent.body.unwrap_or_default()).unwrap();
            let body = body
                .replace(&"a".repeat(8192), "<8 KiB>")
                .replace("\u{7f}", "<DEL>")
                .replace("\u{202e}", "<RLO>");
            let variant = case.id.rsplit('/').next().unwrap_or_default();
            format!("{variant}\n  {}\n  {body}", sent.url)
        })
        .collect();
    insta::assert_snapshot!(unusual.join("\n"));
}
