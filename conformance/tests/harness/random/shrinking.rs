//! Servers that fail where no other case looks: found, and shown by the smallest request.

use std::collections::BTreeSet;

use conformance_core::exchange::SentRequest;
use conformance_core::finding::Folded;
use conformance_engine::fixtures::Fixtures;
use serde_json::{Value, json};

use super::{Ran, run, server, suite};
use crate::micro;

/// Many optional members of all kinds; only JSON.
const ORDER: &str = r"
paths:
  /orders:
    post:
      operationId: order
      security: []
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1 } }
        - { name: note, in: query, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              additionalProperties: false
              properties:
                name: { type: string, minLength: 2 }
                comment: { type: string, maxLength: 500 }
                count: { type: integer }
                price: { type: number }
                tags: { type: array, items: { type: string } }
                color: { type: string, enum: [red, green, blue] }
                gift: { type: boolean }
                until: { type: string, format: date }
                code: { type: string, pattern: '^[A-Z]{2}-\d{2,}$' }
                buyer: { type: object, properties: { city: { type: string }, zip: { type: string } } }
      responses: { '204': { description: Done. }, '400': { description: Bad. } }
";

async fn ran(fails: impl Fn(&Value, bool) -> bool + Send + Sync + 'static) -> Ran {
    let contract = micro::contract(ORDER);
    run(suite(&contract, Fixtures::default(), 5, 300), 4, 5, server(&contract, fails)).await
}

/// The same, where no other case finds the fault.
async fn hidden(fails: impl Fn(&Value, bool) -> bool + Send + Sync + Copy + 'static) -> Value {
    let contract = micro::contract(ORDER);
    let fixed = micro::suite(&contract, Fixtures::default(), "http://t");
    let fixed = run(fixed, 4, 5, server(&contract, fails)).await;
    let found: Vec<&Folded> =
        fixed.end.findings.iter().filter(|f| f.finding.check == "server-error").collect();
    assert!(found.is_empty(), "{found:#?}");
    smallest(fails).await
}

/// The body of the smallest request of the one finding.
async fn smallest(fails: impl Fn(&Value, bool) -> bool + Send + Sync + 'static) -> Value {
    let ran = ran(fails).await;
    let [Folded { finding, .. }] = ran.end.findings.as_slice() else {
        panic!("{:#?}", ran.end.findings);
    };
    assert_eq!(finding.check, "server-error");
    assert!(finding.title.contains("; shrunk by "), "{}", finding.title);
    assert!(finding.request.url.ends_with("/orders"), "{}", finding.request.url);
    let body = finding.request.body.as_ref().unwrap();
    assert!(finding.curl.contains(body.as_str()), "{}", finding.curl);
    // Only the first is shrunk; the others are folded under it.
    assert!(ran.asked <= 300 + 200, "{}", ran.asked);
    serde_json::from_str(body).unwrap()
}

fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body[name].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_kind_of_character_in_a_text() {
    let body = hidden(|body, is_valid| is_valid && text(body, "comment").contains('£')).await;
    assert_eq!(body, json!({ "name": "aa", "comment": "£" }));
    let body = smallest(|body, is_valid| is_valid && text(body, "comment").contains('\n')).await;
    assert_eq!(body, json!({ "name": "aa", "comment": "\n" }));
}

#[tokio::test]
async fn a_character_beyond_sixteen_bits() {
    let body = smallest(|body, is_valid| {
        is_valid && text(body, "name").chars().any(|character| character > '\u{ffff}')
    })
    .await;
    assert_eq!(body.as_object().unwrap().len(), 1, "{body}");
    let name: Vec<char> = text(&body, "name").chars().collect();
    assert_eq!(name.len(), 2, "{body}");
    assert_eq!(name.iter().filter(|character| **character == 'a').count(), 1, "{body}");
}

#[tokio::test]
async fn an_integer_beyond_thirty_two_bits() {
    let fails = |body: &Value, valid| valid && body["count"].as_i64() > Some(i64::from(i32::MAX));
    assert_eq!(smallest(fails).await, json!({ "name": "aa", "count": 2_147_483_648_u32 }));
    let fails = |body: &Value, valid| valid && body["count"].as_i64().is_some_and(|n| n < -300);
    assert_eq!(smallest(fails).await, json!({ "name": "aa", "count": -301 }));
}

#[tokio::test]
async fn two_optional_members_together() {
    let fails = |body: &Value, valid| {
        valid
            && body.get("gift").is_some()
            && body.get("until").is_none()
            && body.get("color").is_some()
    };
    assert_eq!(hidden(fails).await, json!({ "name": "aa", "color": "red", "gift": false }));
}

#[tokio::test]
async fn more_than_three_items() {
    let fails =
        |body: &Value, valid| valid && body["tags"].as_array().is_some_and(|tags| tags.len() > 3);
    assert_eq!(hidden(fails).await, json!({ "name": "aa", "tags": ["", "", "", ""] }));
}

#[tokio::test]
async fn a_long_text_and_one_of_a_pattern() {
    let fails = |body: &Value, valid| valid && text(body, "comment").chars().count() > 60;
    assert_eq!(smallest(fails).await, json!({ "name": "aa", "comment": "a".repeat(61) }));
    let fails = |body: &Value, valid| valid && text(body, "code").len() > 6;
    assert_eq!(smallest(fails).await, json!({ "name": "aa", "code": "AA-0000" }));
}

#[tokio::test]
async fn deep_inside() {
    let fails = |body: &Value, valid| {
        valid && body["buyer"]["city"].as_str().is_some_and(|c| c.contains('"'))
    };
    assert_eq!(hidden(fails).await, json!({ "name": "aa", "buyer": { "city": "\"" } }));
}

#[tokio::test]
async fn shrunk_case_breaks_the_same_rule() {
    let fails = |body: &Value, valid: bool| !valid && body["color"] == json!("reD");
    assert_eq!(smallest(fails).await, json!({ "name": "aa", "color": "reD" }));
    let fails = |body: &Value, valid: bool| {
        !valid && body.get("name").is_none() && body["tags"].as_array().is_some_and(|t| t.len() > 1)
    };
    assert_eq!(smallest(fails).await, json!({ "tags": ["", ""] }));
}

#[tokio::test]
async fn a_parameter_of_the_query() {
    let contract = micro::contract(ORDER);
    let correct = server(&contract, |_, _| false);
    let response = move |request: &SentRequest| {
        let response = correct(request);
        let page = request.url.split(['?', '&']).find_map(|pair| pair.strip_prefix("page="));
        match page.and_then(|page| page.parse::<u64>().ok()) {
            Some(1_000..) if response.status == 204 => micro::response(500, &[], ""),
            _ => response,
        }
    };
    let ran = run(suite(&contract, Fixtures::default(), 5, 200), 4, 5, response).await;
    let [Folded { finding, .. }] = ran.end.findings.as_slice() else {
        panic!("{:#?}", ran.end.findings);
    };
    assert_eq!(finding.request.url, "http://t/orders?page=1000", "{}", finding.title);
    assert_eq!(finding.request.body.as_deref(), Some("{\"name\":\"aa\"}"));
}

/// The second is no smaller form of the first: it has not all that the first one needs.
#[tokio::test]
async fn two_faults_with_the_same_symptom_are_separate() {
    let ran = ran(|body, valid| {
        let many = body["tags"].as_array().is_some_and(|tags| tags.len() > 3);
        valid && (many || text(body, "comment").contains('\n'))
    })
    .await;
    let bodies: BTreeSet<&str> =
        ran.end.findings.iter().filter_map(|f| f.finding.request.body.as_deref()).collect();
    let expected = [r#"{"name":"aa","comment":"\n"}"#, r#"{"name":"aa","tags":["","","",""]}"#];
    assert_eq!(bodies, BTreeSet::from(expected));
    assert_eq!(ran.end.findings.len(), 2, "{:#?}", ran.end.findings);
    assert!(ran.end.findings.iter().all(|found| !found.also.is_empty()));
}

/// Never more than 200 for a case, however little each of them gains.
#[tokio::test]
async fn requests_are_bounded() {
    let hash = |body: &Value| {
        let bytes = body.to_string().into_bytes();
        bytes.iter().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(*byte)))
    };
    let fails = move |body: &Value, valid: bool| {
        valid && text(body, "comment").len() > 80 && !hash(body).is_multiple_of(3)
    };
    let ran = ran(fails).await;
    let spent = ran.asked - 300;
    assert!((100..=200).contains(&spent), "{spent}");
}

/// A server that fails always costs no more than one that fails seldom: each fault is shrunk once, and
/// of very many not all.
#[tokio::test]
async fn each_fault_is_shrunk_once_and_not_all_of_them() {
    let fields: Vec<String> =
        (0..30).map(|number| format!("f{number}: {{ type: boolean }}")).collect();
    let text = format!(
        "paths: {{ /a: {{ post: {{ operationId: a, requestBody: {{ required: true, content: {{ \
         application/json: {{ schema: {{ type: object, properties: {{ {} }} }} }} }} }}, \
         responses: {{ '204': {{ description: Done. }} }} }} }} }}",
        fields.join(", ")
    );
    let contract = micro::contract(&text);
    let of = suite(&contract, Fixtures::default(), 5, 300);
    let ran = run(of, 4, 5, |_| micro::response(500, &[], "")).await;
    let over = ran.end.findings.iter().filter(|found| {
        found.finding.title.ends_with("; not shrunk, as 16 others of the operation are")
    });
    assert_eq!(over.count(), ran.end.findings.len() - 16);
    assert!(ran.end.findings.len() > 20, "{}", ran.end.findings.len());
    assert!(ran.asked <= 300 + 16 * 40, "{}", ran.asked);
    let valid = ran.end.findings.iter().find(|found| found.finding.symptom.starts_with("valid "));
    assert_eq!(valid.unwrap().finding.request.body.as_deref(), Some("{}"));
}

/// The seed shows the same again.
#[tokio::test]
async fn the_same_seed_finds_the_same() {
    let fails = |body: &Value, valid| valid && text(body, "comment").contains('字');
    let (one, again) = (ran(fails).await, ran(fails).await);
    assert_eq!(one.end, again.end);
    assert_eq!(one.asked, again.asked);
    assert_eq!(one.end.findings.len(), 1);
}
