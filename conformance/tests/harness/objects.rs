//! Parameters that hold objects, and content: what is sent of them, and that a server that reads them
//! as the document says is not reported.

use conformance_core::redact::Redactor;
use conformance_testbed::selftest;

use crate::micro;

const SEARCH: &str = r"
paths:
  /search:
    get:
      operationId: search
      parameters:
        - name: filter
          in: query
          style: deepObject
          schema: { type: object, required: [from], additionalProperties: false, properties: { from: { type: integer, minimum: 1 }, kind: { type: string, enum: [a, b] } } }
        - name: page
          in: query
          schema: { type: object, required: [size], additionalProperties: false, properties: { size: { type: integer, maximum: 50 } } }
        - name: sort
          in: query
          explode: false
          schema: { type: object, required: [by], properties: { by: { type: string, enum: [name, age] }, down: { type: boolean } } }
        - name: where
          in: query
          content: { application/json: { schema: { type: object, required: [at], properties: { at: { type: number } } } } }
        - name: X-Range
          in: header
          explode: true
          schema: { type: object, required: [first], properties: { first: { type: integer } } }
      responses: { '200': { description: x }, '400': { description: x } }
";

#[test]
fn each_rule_of_an_object_in_a_parameter_is_broken() {
    let suite = micro::suite(&micro::contract(SEARCH), Default::default(), "http://t");
    let invalid = suite.cases.iter().filter(|case| case.id.contains("/invalid-"));
    let lines: Vec<String> = invalid
        .map(|case| {
            let sent = micro::request(&suite, case, &Redactor::default());
            let range = sent.headers.iter().find(|(name, _)| name == "X-Range");
            let range = range.map(|(_, value)| format!(" X-Range: {value}")).unwrap_or_default();
            let variant = case.id.rsplit('/').next().unwrap_or_default();
            format!("{variant}\n  {}{range}", sent.url)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_reads_them_is_accepted() {
    let tested = selftest::run(micro::contract(SEARCH), &[], 3).await.unwrap();
    let alarms: Vec<String> = tested
        .alarms
        .iter()
        .map(|alarm| format!("{}: {}", alarm.finding.case, alarm.finding.request.url))
        .collect();
    assert!(tested.passed(), "{alarms:#?}");
}
