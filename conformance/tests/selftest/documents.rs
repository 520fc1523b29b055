//! Documents as people write them: whatever is malformed about one, the mock of it does what it says, and the
//! suite must not report that.

use std::sync::Arc;

/// What is malformed, and paths with it.
const UNUSUAL: &[(&str, &str)] = &[
    (
        "only refusals are declared",
        r##"
  /health: { get: { responses: { "500": { description: ill } } } }"##,
    ),
    (
        "only a redirect is declared",
        r##"
  /archive: { get: { responses: { "302": { description: elsewhere } } } }"##,
    ),
    (
        "JSON is declared for a 205",
        r##"
  /form:
    put:
      responses: { "205": { description: reset, content: { application/json: { schema: { type: object } } } } }"##,
    ),
    (
        "fragments distinguish operations",
        r##"
  /sessions#start:
    post:
      operationId: start
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [user], properties: { user: { type: string } } } } } }
      responses: { "200": { description: started }, "400": { description: no } }
  /sessions#renew:
    post:
      operationId: renew
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [ticket], properties: { ticket: { type: string } } } } } }
      responses: { "200": { description: renewed }, "400": { description: no } }
  /sessions:
    post:
      operationId: either
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { ticket: { type: string } } } } } }
      responses: { "200": { description: either }, "400": { description: no } }"##,
    ),
    (
        "fragments and constants distinguish operations",
        r##"
  /#target=Cut:
    post:
      operationId: cut
      parameters: [{ name: x-target, in: header, required: true, schema: { type: string, enum: [Cut] } }]
      responses: { "200": { description: cut }, "480": { description: no } }
  /#target=Glue:
    post:
      operationId: glue
      parameters: [{ name: x-target, in: header, required: true, schema: { type: string, enum: [Glue] } }]
      responses: { "200": { description: glued }, "480": { description: no } }"##,
    ),
    (
        "a path has a query",
        r##"
  /stream?mode=slow: { get: { operationId: slow, responses: { "200": { description: slow } } } }"##,
    ),
    (
        "a path spells a value of another one out",
        r##"
  /services/{name}:
    parameters: [{ name: name, in: path, required: true, schema: { type: string, enum: [mail] } }]
    get: { responses: { "200": { description: it } } }
    delete: { responses: { "200": { description: gone } } }
  /services/mail: { put: { responses: { "200": { description: set } } } }"##,
    ),
    (
        "deeper paths have nothing but parameters",
        r##"
  /keys: { get: { responses: { "200": { description: all } } } }
  /keys/{name}/{version}:
    parameters:
      - { name: name, in: path, required: true, schema: { type: string } }
      - { name: version, in: path, required: true, schema: { type: string } }
    get: { responses: { "200": { description: one } } }"##,
    ),
    (
        "CSV has a schema",
        r##"
  /contacts:
    post:
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/Named" } }
          text/csv: { schema: { $ref: "#/components/schemas/Named" } }
      responses: { "201": { description: kept }, "400": { description: no } }"##,
    ),
    (
        "anything is taken beside JSON",
        r##"
  /store:
    put:
      requestBody:
        content: { "*/*": {}, application/json: { schema: { $ref: "#/components/schemas/Named" } } }
      responses: { "200": { description: kept }, "400": { description: no } }"##,
    ),
    (
        "fields of the connection are parameters",
        r##"
  /upload:
    put:
      parameters:
        - { name: Content-Length, in: header, schema: { type: integer } }
        - { name: Host, in: header, schema: { type: string } }
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Named" } } } }
      responses: { "200": { description: kept }, "400": { description: no } }"##,
    ),
    (
        "a form needs lists, and another is one",
        r##"
  /hub:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, required: [topic], properties: { topic: { type: array, items: { type: string } } } }
      responses: { "200": { description: reported }, "400": { description: no } }
  /list:
    post:
      requestBody:
        required: true
        content:
          application/json: { schema: { type: array, items: { type: string } } }
          application/x-www-form-urlencoded: { schema: { type: array, items: { type: string } } }
      responses: { "200": { description: reported }, "400": { description: no } }"##,
    ),
    (
        "one name stands for several things",
        r##"
  /rules:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [kind, inner]
              properties:
                kind: { type: string }
                inner: { type: object, required: [kind], properties: { kind: { type: string, enum: [a, b] } } }
      responses: { "200": { description: kept }, "400": { description: no } }
  /rules/{kind}:
    parameters: [{ name: kind, in: path, required: true, schema: { type: integer } }]
    get: { responses: { "200": { description: one }, "400": { description: no } } }"##,
    ),
    (
        "a key is a parameter as well",
        r##"
  /connect:
    get:
      security: [{ key: [] }]
      parameters: [{ name: client_id, in: query, required: true, schema: { type: string } }]
      responses: { "200": { description: connected }, "400": { description: no }, "401": { description: who } }"##,
    ),
    (
        "an asterisk stands for any media type",
        r##"
  /picture:
    get: { responses: { "200": { description: seen, content: { "*": { schema: { type: string, format: binary } } } } } }
  /film:
    get: { responses: { "200": { description: seen, content: { "video/*": { schema: { type: string, format: binary } } } } } }"##,
    ),
    (
        "objects are written in queries",
        r##"
  /search:
    get:
      parameters:
        - { name: filter, in: query, style: deepObject, required: true, schema: { $ref: "#/components/schemas/Named" } }
        - { name: page, in: query, schema: { type: object, properties: { from: { type: integer }, size: { type: integer } } } }
        - { name: where, in: query, content: { application/json: { schema: { $ref: "#/components/schemas/Named" } } } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string } } }
      responses: { "200": { description: found }, "400": { description: no } }"##,
    ),
    (
        "alternatives overlap",
        r##"
  /things:
    get:
      responses:
        "200":
          description: a thing
          content:
            application/json:
              schema:
                oneOf:
                  - { type: object, required: [name], properties: { name: { type: string } } }
                  - { type: object, properties: { name: { type: string }, size: { type: integer } } }"##,
    ),
    (
        "no value is admitted",
        r##"
  /nothing:
    get:
      responses:
        "200":
          description: nothing
          content: { application/json: { schema: { type: object, required: [a], properties: { a: { type: string, minLength: 3, maxLength: 2 } } } } }"##,
    ),
    (
        "a pattern grows beyond its length",
        r##"
  /names:
    get:
      parameters: [{ name: name, in: query, required: true, schema: { type: string, maxLength: 5, pattern: "^[a-z](-*[a-z]){0,60}$" } }]
      responses: { "200": { description: it }, "400": { description: no } }"##,
    ),
    (
        "responses declare fields of the connection",
        r##"
  /framed:
    get:
      responses:
        "200":
          description: framed
          headers:
            Content-Length: { schema: { type: integer, example: 7 } }
            Transfer-Encoding: { schema: { type: string } }
            Content-Encoding: { schema: { type: string, enum: [gzip] } }
          content: { application/json: { schema: { $ref: "#/components/schemas/Named" } } }"##,
    ),
];

fn document(paths: &str) -> String {
    format!(
        r##"openapi: 3.0.3
info: {{ title: Unusual, version: "1" }}
components:
  securitySchemes: {{ key: {{ type: apiKey, in: query, name: client_id }} }}
  schemas: {{ Named: {{ type: object, required: [name], properties: {{ name: {{ type: string }} }} }} }}
paths:{paths}
"##
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unusual_documents_raise_no_alarm() {
    let mut reported = Vec::new();
    for (what, paths) in UNUSUAL {
        let (contract, diagnostics) = specs::parse("unusual", "unusual", &document(paths));
        let contract = contract.unwrap_or_else(|| panic!("{what}:\n{}", diagnostics.render(false)));
        let tested = conformance_testbed::selftest::unchanged(Arc::new(contract), &[], 3).await;
        let tested = tested.expect("loopback");
        assert!(tested.tally.total() > 0, "{what}: nothing is asked");
        reported.extend(tested.alarms.iter().map(|alarm| {
            let finding = &alarm.finding;
            format!("{what}: {} {}: {}", finding.check, finding.case, finding.actual)
        }));
    }
    assert!(reported.is_empty(), "{}:\n{}", reported.len(), reported.join("\n"));
}
