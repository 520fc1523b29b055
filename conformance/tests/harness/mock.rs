//! The mock of a small document: what it responds, what a caller may choose, what it makes of requests
//! that no client should send.

use std::sync::Arc;

use axum::body::Body;
use conformance_testbed::mock::{Defects, Mock};
use http::{Request, Response};
use tower::ServiceExt as _;

const NOTES: &str = r##"
openapi: 3.0.3
info: { title: Notes, version: "1" }
paths:
  /notes/{id}:
    get:
      operationId: read
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: tree, in: query, schema: { $ref: "#/components/schemas/Tree" } }
      responses:
        "200":
          description: there it is
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Note" }
              examples:
                short: { value: { text: "milk" } }
                long: { value: { text: "milk, and bread" } }
        "404":
          description: there is none
          headers: { X-Hint: { schema: { type: string, enum: [look elsewhere] } } }
          content:
            application/json:
              schema: { type: object }
              examples: { gone: { value: { reason: "gone" } } }
  /notes:
    post:
      operationId: write
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/Note" } }
          application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/Note" } }
      responses: { "204": { description: kept }, "400": { description: not kept } }
components:
  schemas:
    Tree: { type: array, items: { $ref: "#/components/schemas/Tree" } }
    Note: { type: object, required: [text], properties: { text: { type: string } } }
"##;

async fn ask(request: http::request::Builder, body: impl Into<Body>) -> Response<Body> {
    let (contract, diagnostics) = specs::parse("notes", "notes", NOTES);
    let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
    let mock = Mock::new(Arc::new(contract), &[], 1, Defects::default());
    mock.router().oneshot(request.body(body.into()).unwrap()).await.unwrap()
}

async fn messages(response: Response<Body>) -> String {
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let applied = parts.headers.get("preference-applied").map(|value| value.to_str().unwrap());
    let text = String::from_utf8_lossy(&body);
    format!("{} [{}] {text}", parts.status.as_u16(), applied.unwrap_or_default())
}

#[tokio::test]
async fn caller_prefers_a_declared_response() {
    for (prefer, received) in [
        ("", r#"200 [] {"text":"milk"}"#),
        ("code=404", r#"404 [code=404] {"reason":"gone"}"#),
        ("example=long", r#"200 [example=long] {"text":"milk, and bread"}"#),
        ("example=gone", r#"404 [code=404, example=gone] {"reason":"gone"}"#),
        (
            "code=\"404\"; because, example=\"gone\"",
            r#"404 [code=404, example=gone] {"reason":"gone"}"#,
        ),
        // RFC 7240 §2: what cannot be met is ignored.
        ("code=418", r#"200 [] {"text":"milk"}"#),
        ("code=-1, example=none, =,;,\"", r#"200 [] {"text":"milk"}"#),
        ("code=404, example=long", r#"404 [code=404] {"reason":"gone"}"#),
        (
            "code=418, handling=strict",
            "400 [] read declares no status 418\n  help: use one of 200, 404",
        ),
        ("handling=strict, example=none", "400 [] read has no example `none`"),
    ] {
        let request = Request::get("/notes/7").header("prefer", prefer);
        assert_eq!(messages(ask(request, "").await).await, received, "{prefer}");
    }
    let request = Request::get("/notes/7").header("prefer", "code=404");
    assert_eq!(ask(request, "").await.headers()["x-hint"], "look elsewhere");
}

#[tokio::test]
async fn dynamic_preference_generates_values() {
    let (contract, _) = specs::parse("notes", "notes", NOTES);
    let router = Mock::new(Arc::new(contract.unwrap()), &[], 1, Defects::default()).router();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let request = Request::get("/notes/7").header("prefer", "dynamic=true").body(Body::empty());
        seen.push(messages(router.clone().oneshot(request.unwrap()).await.unwrap()).await);
    }
    assert!(seen[0].starts_with("200 [dynamic=true] {\"text\":"), "{}", seen[0]);
    assert_ne!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_request_that_is_wrong_has_no_choice() {
    let request = Request::get("/notes/seven").header("prefer", "code=200");
    assert_eq!(messages(ask(request, "").await).await, "400 [] ");
}

#[tokio::test]
async fn hostile_requests_are_responseed() {
    let nested = "[".repeat(100_000);
    let fields = "a&".repeat(500_000);
    let json = |path| Request::post(path).header("content-type", "application/json");
    let form = Request::post("/notes").header("content-type", "application/x-www-form-urlencoded");
    let malformation = http::HeaderValue::from_bytes(b"code=\xff\xfe").unwrap();
    for (request, body, status) in [
        (Request::get("/notes/%ff%00"), Vec::new(), 404),
        (Request::get("/notes/7?tree=a,b|c%20d&tree=%"), Vec::new(), 400),
        (Request::get("/notes/7").header("prefer", malformation), Vec::new(), 200),
        (Request::get("//"), Vec::new(), 404),
        (Request::options("*"), Vec::new(), 404),
        (json("/notes"), nested.into_bytes(), 400),
        (json("/notes"), vec![0xff; 100], 400),
        (json("/notes"), vec![b' '; (2 << 20) + 1], 413),
        (Request::post("/notes").header("content-type", ";;"), b"{}".to_vec(), 415),
        (form, fields.into_bytes(), 400),
    ] {
        let what = format!("{request:?}");
        assert_eq!(ask(request, body).await.status(), status, "{what}");
    }
}

const SHELF: &str = r##"
openapi: 3.0.3
info: { title: Shelf, version: "1" }
paths:
  /shelves/{shelf}/books:
    parameters: [{ name: shelf, in: path, required: true, schema: { type: string } }]
    post:
      operationId: put-up
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/New" } } } }
      responses:
        "201":
          description: there
          headers: { Location: { required: true, schema: { type: string } } }
          content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } }
  /shelves/{shelf}/books/{bookId}:
    parameters:
      - { name: shelf, in: path, required: true, schema: { type: string } }
      - { name: bookId, in: path, required: true, schema: { type: integer } }
    get:
      operationId: read
      responses:
        "200": { description: it, content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } }
        "404": { description: none }
    patch:
      operationId: mend
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses:
        "200": { description: it, content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } }
        "404": { description: none }
    delete:
      operationId: burn
      responses: { "204": { description: gone }, "404": { description: none } }
  /shelves/{shelf}/books/{bookId}/pages:
    parameters:
      - { name: shelf, in: path, required: true, schema: { type: string } }
      - { name: bookId, in: path, required: true, schema: { type: integer } }
    get:
      operationId: leaf
      responses: { "200": { description: them }, "404": { description: none } }
components:
  schemas:
    New: { type: object, required: [title], properties: { title: { type: string }, year: { type: integer } } }
    Book: { type: object, required: [id, title], properties: { id: { type: integer }, title: { type: string }, year: { type: integer, maximum: 2000 } } }
"##;

#[tokio::test]
async fn created_item_exists_until_deleted() {
    let (contract, _) = specs::parse("shelf", "shelf", SHELF);
    let router = Mock::new(Arc::new(contract.unwrap()), &[], 1, Defects::default()).router();
    let ask = async |method: &str, path: &str, body: &str| {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("content-type", "application/json");
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get("location").cloned();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let mut value: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
        if let Some(location) = location {
            value["location"] = location.to_str().unwrap().into();
        }
        (status, value)
    };
    let books = "/shelves/top/books";
    let (status, made) = ask("POST", books, r#"{"title": "Moby Dick", "year": 2851}"#).await;
    assert_eq!((status, &made["title"]), (201, &serde_json::json!("Moby Dick")), "{made}");
    assert_ne!(made["year"], 2851, "the schema does not take it");
    let book = format!("{books}/{}", made["id"]);
    assert_eq!(made["location"], book);
    let (_, other) = ask("POST", books, r#"{"title": "Emma"}"#).await;
    assert_ne!(made["id"], other["id"]);

    assert_eq!(ask("GET", &book, "").await.1["title"], "Moby Dick");
    assert_eq!(ask("PATCH", &book, r#"{"year": 1851}"#).await.1["year"], 1851);
    let (_, read) = ask("GET", &book, "").await;
    assert_eq!((&read["title"], &read["year"]), (&"Moby Dick".into(), &1851.into()));

    assert_eq!(ask("DELETE", &book, "").await.0, 204);
    for (method, path) in
        [("GET", book.clone()), ("DELETE", book.clone()), ("GET", format!("{book}/pages"))]
    {
        assert_eq!(ask(method, &path, "").await.0, 404, "{method} {path}");
    }
    // What no client made was always there, and another shelf is another one.
    for path in ["/shelves/top/books/7".to_owned(), book.replace("top", "low")] {
        assert_eq!(ask("GET", &path, "").await.0, 200, "{path}");
    }
}
