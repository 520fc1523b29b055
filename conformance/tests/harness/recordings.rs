//! Recordings: what a good one becomes, and what is said of a bad one.

use conformance_core::case::{BodyPlan, Case, CaseKind};
use conformance_core::redact::Redactor;
use conformance_core::values::Validators;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::source::recorded::{Recorded, Recording, RecordingError};
use conformance_engine::source::{CaseSource as _, Inputs};
use conformance_engine::suite::Suite;

use crate::micro::{self, TOKENS};

fn read(entries: &str, fixtures: &Fixtures) -> Result<Vec<Case>, RecordingError> {
    let text = format!("{{ \"log\": {{ \"version\": \"1.2\", \"entries\": [\n{entries}\n] }} }}");
    read_text(&text, fixtures)
}

fn read_text(text: &str, fixtures: &Fixtures) -> Result<Vec<Case>, RecordingError> {
    let contract =
        micro::contract(&format!("servers: [{{ url: 'https://api.example.org/v1' }}]\n{TOKENS}"));
    let validators = Validators::default();
    let inputs = Inputs { contract: &contract, validators: &validators, fixtures, seed: 1 };
    let recording =
        Recording { name: "recordings/micro/bad.har".to_owned(), text: text.to_owned() };
    Ok(Recorded::read(&inputs, &[recording])?.cases(&inputs))
}

const GOOD: &str = r#"{
  "_provenance": "by hand", "_name": "deleted", "pageref": "ignored",
  "request": {
    "method": "DELETE",
    "url": "https://api.example.org/v1/tokens/{{id}}?depth={{depth}}",
    "headers": [
      { "name": "Host", "value": "api.example.org" },
      { "name": "Authorization", "value": "Bearer {{Bearer}}" },
      { "name": "X-Once", "value": "{{uuid}}" }
    ],
    "postData": { "mimeType": "application/json", "text": "{\"reason\":\"{{reason}}\"}" }
  },
  "response": { "status": 200 }
}"#;

#[test]
fn a_good_entry_becomes_a_case_and_a_request() {
    let cases = read(GOOD, &micro::fixtures()).unwrap();
    let [case] = cases.as_slice() else { panic!("{cases:?}") };
    assert_eq!(case.id, "micro/recorded/delete-token/deleted");
    assert_eq!(case.steps[0].status, Some(200));
    assert_eq!(case.live_fields(), ["id"]);
    assert!(matches!(case.steps[0].request.body, Some(BodyPlan::Text { .. })));
    let contract = micro::contract(TOKENS);
    let suite =
        Suite { cases: Vec::new(), ..micro::suite(&contract, micro::fixtures(), "http://t") };
    let request = micro::request(&suite, case, &Redactor::default());
    assert_eq!(request.url, "http://t/tokens/00000000-0000-4000-8000-000000000000?depth=2");
    assert_eq!(request.body.as_deref(), Some(br#"{"reason":"moved"}"#.as_slice()));
    let authorization = request.headers.iter().find(|(name, _)| name == "Authorization");
    assert_eq!(authorization.unwrap().1, "Bearer canary-bearer-token");
    assert!(!request.headers.iter().any(|(name, _)| name == "Host"));
    assert_eq!(request.shown().url, "http://t/tokens/$ID?depth=2");
    assert!(request.generated_values.is_empty(), "{:?}", request.generated_values);
}

#[test]
fn causes_follow_from_the_recorded_status() {
    let kind = |status: u16, body: &str, header: &str| {
        let entry = GOOD
            .replace("\"status\": 200", &format!("\"status\": {status}"))
            .replace(r#"{\"reason\":\"{{reason}}\"}"#, body)
            .replace("Bearer {{Bearer}}", header);
        read(&entry, &micro::fixtures()).unwrap().first().map(|case| case.kind.as_str())
    };
    let right = "Bearer {{Bearer}}";
    let whole = r#"{\"reason\":\"{{reason}}\"}"#;
    assert_eq!(kind(200, whole, right), Some("valid"));
    assert_eq!(kind(404, whole, right), Some("valid-unknown"));
    assert_eq!(kind(400, "{", right), Some("malformed"));
    assert_eq!(kind(400, "{}", right), Some("invalid"));
    assert_eq!(kind(422, "{}", right), Some("invalid"));
    assert_eq!(kind(401, whole, "Bearer {{wrong:Bearer}}"), Some("wrong-credentials"));
    assert_eq!(kind(405, whole, right), Some("method-not-allowed"));
    assert_eq!(kind(415, whole, right), Some("unsupported-media-type"));
    assert_eq!(kind(403, whole, right), None, "needs a second account");
    assert_eq!(kind(429, whole, right), None, "cannot be provoked");
    assert_eq!(kind(500, whole, right), None, "cannot be provoked");
}

#[test]
fn a_value_of_another_client_can_be_named() {
    let entry = GOOD
        .replace("\"_name\"", "\"_cause\": \"not-owned\", \"_name\"")
        .replace("/tokens/{{id}}", "/tokens/{{others:id}}")
        .replace("\"status\": 200", "\"status\": 404");
    let cases = read(&entry, &micro::fixtures()).unwrap();
    assert_eq!(cases[0].kind, CaseKind::NotOwned);
    let contract = micro::contract(TOKENS);
    let suite = micro::suite(&contract, crate::scripts::fixtures(), "http://t");
    let request = micro::request(&suite, &cases[0], &Redactor::default());
    assert!(request.url.contains("/tokens/11111111-"), "{}", request.url);
    assert_eq!(request.shown().url, "http://t/tokens/$OTHERS_ID?depth=2");
}

#[test]
fn mistakes_are_reported_with_their_place() {
    let none = Fixtures::default();
    let messages = |text: &str| read(text, &none).unwrap_err().to_string();
    let texts = [
        read_text("{ \"log\":\n  { \"version\": \"1.2\", ", &none).unwrap_err().to_string(),
        read_text("{ \"log\": { \"version\": \"2.0\", \"entries\": [] } }", &none)
            .unwrap_err()
            .to_string(),
        read_text("[]", &none).unwrap_err().to_string(),
        messages("{ \"request\": { \"method\": \"GET\" } }"),
        messages(&GOOD.replace("by hand", " ")),
        messages(&GOOD.replace("/tokens/{{id}}", "/token/{{id}}")),
        messages(&GOOD.replace("{{reason}}", "{{raeson}}")),
        messages(&GOOD.replace("{{Bearer}}", "{{wrong:bearer}}")),
        messages(&GOOD.replace("{{Bearer}}", "eyJhbGciOi")),
        messages(&GOOD.replace("\"_name\"", "\"_cause\": \"invlid\", \"_name\"")),
        messages(&GOOD.replace("\"status\": 200", "\"status\": 199")),
        messages(&format!("{GOOD},\n{GOOD}")),
    ];
    insta::assert_snapshot!(texts.join("\n\n"));
}
