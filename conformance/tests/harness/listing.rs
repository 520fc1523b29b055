//! Which cases follow from a document, as snapshots of their ids.

use conformance_engine::fixtures::Fixtures;

use crate::micro;

fn ids(text: &str, fixtures: Fixtures) -> String {
    let suite = micro::suite(&micro::contract(text), fixtures, "");
    let ids: Vec<String> = suite
        .cases
        .iter()
        .map(|case| {
            let id = case.id.strip_prefix("micro/synthetic/").unwrap_or(&case.id);
            format!("{id}: {}", case.title)
        })
        .collect();
    ids.join("\n")
}

#[test]
fn a_json_operation_with_everything() {
    insta::assert_snapshot!(ids(micro::TOKENS, micro::fixtures()));
}

/// `null` and `7` are text in a query; only what is missing or outside the enum stays invalid.
#[test]
fn text_in_queries_forms_and_headers() {
    let text = r"
paths:
  /a:
    post:
      parameters:
        - { name: q, in: query, required: true, schema: { type: string } }
        - { name: maybe, in: query, schema: { type: integer } }
        - { name: list, in: query, schema: { type: array, items: { type: integer }, maxItems: 2 } }
        - { name: X-Mode, in: header, schema: { type: string, enum: [a, b] } }
        - { name: X-Text, in: header, required: true, schema: { type: string, minLength: 1 } }
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [token]
              properties: { token: { type: string }, count: { type: integer, minimum: 1 } }
      responses: { '204': { description: x } }
";
    insta::assert_snapshot!(ids(text, Fixtures::default()));
}

#[test]
fn security_alternatives_and_combinations() {
    let text = r"
paths:
  /both: { get: { operationId: both, security: [{ A: [], B: [] }], responses: { '200': { description: x } } } }
  /either: { get: { operationId: either, security: [{ A: [] }, { C: [] }], responses: { '200': { description: x } } } }
  /open: { get: { operationId: open, security: [{ C: [] }, {}], responses: { '200': { description: x } } } }
components:
  securitySchemes:
    A: { type: apiKey, in: header, name: X-A }
    B: { type: apiKey, in: query, name: b }
    C: { type: http, scheme: basic }
";
    insta::assert_snapshot!(ids(text, Fixtures::default()));
}

#[test]
fn patterns_numbers_alternatives_and_nesting() {
    let text = r"
paths:
  /a:
    put:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [version, size, pick]
              properties:
                version: { type: string, pattern: '^v\d{4}\.\d{2}$' }
                size: { type: number, minimum: 0, exclusiveMaximum: true, maximum: 10 }
                pick: { oneOf: [{ type: string }, { type: integer, multipleOf: 5 }] }
                tags: { type: array, uniqueItems: true, maxItems: 2, items: { type: string } }
                inner: { type: object, nullable: true, required: [at], properties: { at: { type: string, format: date-time } } }
      responses: { '200': { description: x } }
";
    insta::assert_snapshot!(ids(text, Fixtures::default()));
}

#[test]
fn the_same_seed_gives_the_same_cases() {
    let contract = micro::contract(micro::TOKENS);
    let first = micro::suite(&contract, micro::fixtures(), "");
    let second = micro::suite(&contract, micro::fixtures(), "");
    assert_eq!(first.cases, second.cases);
}

/// Which properties go together is in `anyOf`, `not` and `dependentRequired`, which no shape carries.
#[test]
fn bodies_satisfy_keywords_that_no_shape_carries() {
    let text = r"
paths:
  /a:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties: { a: { type: string }, b: { type: string }, c: { type: string } }
              anyOf: [{ required: [a] }, { required: [b] }]
              not: { required: [a, c] }
      responses: { '204': { description: x } }
";
    let suite = micro::suite(&micro::contract(text), Fixtures::default(), "");
    let bodies: Vec<String> = suite
        .cases
        .iter()
        .filter(|case| case.kind == conformance_core::case::CaseKind::Valid)
        .filter_map(|case| Some(format!("{:?}", case.steps.first()?.request.body.as_ref()?)))
        .collect();
    assert!(!bodies.is_empty());
    for body in bodies {
        let has = |name: &str| body.contains(&format!("\"{name}\""));
        assert!((has("a") || has("b")) && !(has("a") && has("c")), "{body}");
    }
}

/// `list=null` may be the array `[null]`, the array `["null"]`, or `null` itself.
#[test]
fn one_item_of_a_form_that_may_be_no_value_is_not_sent_as_invalid() {
    let text = r"
paths:
  /a:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties: { list: { type: array, nullable: true, items: { type: integer } } }
      responses: { '204': { description: x } }
";
    let listed = ids(text, Fixtures::default());
    assert!(listed.contains("invalid-body-list-0-wrong-type"), "{listed}");
    assert!(!listed.contains("list-0-null"), "{listed}");
}

/// The only value of `kind` makes the path that of the other operation, which may accept any body.
#[test]
fn value_that_is_a_literal_of_another_path_is_not_sent_with_invalid_bodies() {
    let text = r"
paths:
  /a/{kind}:
    post:
      operationId: general
      parameters: [{ name: kind, in: path, required: true, schema: { type: string, enum: [b] } }]
      requestBody:
        content: { application/json: { schema: { type: object, properties: { n: { type: integer } } } } }
      responses: { '204': { description: x } }
  /a/b:
    post: { operationId: special, responses: { '204': { description: x } } }
";
    let listed = ids(text, Fixtures::default());
    assert!(listed.contains("general/valid-minimal"), "{listed}");
    assert!(!listed.contains("general/invalid-body"), "{listed}");
}
