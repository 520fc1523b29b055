//! Chains of several operations against a small server that keeps things: correct, right in another way,
//! and wrong.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use conformance_core::case::{Role, Source};
use conformance_core::event::{Event, Tally};
use conformance_core::redact::Redactor;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::runner;
use conformance_engine::runner::{Settings, Transports};
use conformance_engine::suite::Suite;
use conformance_engine::transport::{HttpTransport, Limits, RawTransport};
use http::StatusCode;
use serde_json::{Value, json};

use crate::micro;

/// A collection and its items; the response to a creation holds an id.
const THINGS: &str = r"
paths:
  /shops/{shop}/things:
    parameters: [{ name: shop, in: path, required: true, schema: { type: string } }]
    post:
      operationId: createThing
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/New' } } } }
      responses:
        '201': { description: Made., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '202': { description: Accepted. }
    get: { operationId: listThings, responses: { '200': { description: All. } } }
  /shops/{shopId}/things/{thing_id}:
    parameters:
      - { name: shopId, in: path, required: true, schema: { type: string } }
      - { name: thing_id, in: path, required: true, schema: { type: string } }
    get:
      operationId: readThing
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '404': { description: None. }
    patch:
      operationId: changeThing
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/New' } } } }
      responses:
        '200': { description: Changed., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '404': { description: None. }
    delete:
      operationId: deleteThing
      responses: { '204': { description: Gone. }, '404': { description: None. } }
components:
  schemas:
    New: { type: object, required: [name], properties: { name: { type: string } } }
    Thing:
      type: object
      required: [id, name]
      properties: { id: { type: integer }, name: { type: string }, state: { type: string } }
";

/// The checks that only chains can set off.
pub(crate) const CHECKS: [&str; 2] = ["unavailable-after-create", "available-after-delete"];

/// What the server does otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Correct,
    // As right.
    MarksAsDeleted,
    OnlyAccepts,
    RefusesCreation,
    SecondDeletionSucceeds,
    ForbidsReading,
    TakesTwoAtMost,
    CreatesWithoutId,
    // Wrong.
    DeletesNothing,
    CannotBeRead,
    NamesAnother,
    DeletesAll,
    NamesAllAlike,
    FailsTheSecondTime,
    ChangeRemoves,
}

#[derive(Debug)]
struct Shop {
    manner: Manner,
    things: Mutex<BTreeMap<u64, Value>>,
}

type Shared = State<Arc<Shop>>;

fn received(status: StatusCode, content: &Value) -> Response {
    (status, [("content-type", "application/json")], content.to_string()).into_response()
}

async fn create(State(shop): Shared, Path(_): Path<String>, new: String) -> Response {
    let new: Value = serde_json::from_str(&new).unwrap();
    let mut things = shop.things.lock().unwrap();
    if shop.manner == Manner::TakesTwoAtMost && things.len() >= 2 {
        return StatusCode::CONFLICT.into_response();
    }
    let id = things.keys().next_back().map_or(1, |last| last + 1);
    let thing = json!({ "id": id, "name": new["name"] });
    things.insert(id, thing.clone());
    let first = things.keys().next().copied().unwrap_or(id);
    match shop.manner {
        Manner::OnlyAccepts => StatusCode::ACCEPTED.into_response(),
        Manner::RefusesCreation => received(StatusCode::CONFLICT, &json!({ "error": "exists" })),
        Manner::CreatesWithoutId => received(StatusCode::CREATED, &json!({ "name": "x" })),
        Manner::CannotBeRead => {
            let other = json!({ "id": id + 1000, "name": thing["name"] });
            received(StatusCode::CREATED, &other)
        }
        Manner::NamesAnother => {
            let older = id.saturating_sub(1).max(1);
            received(StatusCode::CREATED, &json!({ "id": older, "name": thing["name"] }))
        }
        Manner::NamesAllAlike => {
            things.insert(first, json!({ "id": first, "name": thing["name"] }));
            received(StatusCode::CREATED, &json!({ "id": first, "name": thing["name"] }))
        }
        _ => received(StatusCode::CREATED, &thing),
    }
}

async fn read(State(shop): Shared, Path((_, id)): Path<(String, u64)>) -> Response {
    match shop.things.lock().unwrap().get(&id) {
        _ if shop.manner == Manner::ForbidsReading => StatusCode::FORBIDDEN.into_response(),
        Some(thing) => received(StatusCode::OK, thing),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn change(State(shop): Shared, Path((_, id)): Path<(String, u64)>, new: String) -> Response {
    let new: Value = serde_json::from_str(&new).unwrap();
    let mut things = shop.things.lock().unwrap();
    let Some(thing) = things.get_mut(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    thing["name"] = new["name"].clone();
    let received = received(StatusCode::OK, thing);
    if shop.manner == Manner::ChangeRemoves {
        things.remove(&id);
    }
    received
}

async fn delete(State(shop): Shared, Path((_, id)): Path<(String, u64)>) -> Response {
    let mut things = shop.things.lock().unwrap();
    let known = things.contains_key(&id);
    match shop.manner {
        Manner::DeletesNothing => {}
        Manner::DeletesAll => things.clear(),
        Manner::MarksAsDeleted => {
            if let Some(thing) = things.get_mut(&id) {
                thing["state"] = "deleted".into();
            }
        }
        _ => drop(things.remove(&id)),
    }
    match (known, shop.manner) {
        (true, _) | (false, Manner::SecondDeletionSucceeds) => StatusCode::NO_CONTENT,
        (false, Manner::FailsTheSecondTime) => StatusCode::INTERNAL_SERVER_ERROR,
        (false, _) => StatusCode::NOT_FOUND,
    }
    .into_response()
}

/// What the chains find, as `<case>: <check>`, each with its severity, and how they end.
async fn validator(document: &str, manner: Manner) -> (Vec<String>, Tally) {
    let things = Mutex::default();
    let item = get(read).patch(change).delete(delete);
    let router = Router::new()
        .route("/shops/{shop}/things", post(create))
        .route("/shops/{shop}/things/{id}", item.clone())
        .route("/by-number/{shop}/{id}", item)
        .with_state(Arc::new(Shop { manner, things }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
    let suite = chains(document, &base);
    let limits = Limits::default();
    let transports = Transports {
        http: Arc::new(HttpTransport::new(limits).unwrap()),
        raw: Arc::new(RawTransport::new(limits)),
    };
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let redactor = Arc::new(Redactor::default());
    let settings = Settings { concurrency: 4, seed: 1, ..Settings::default() };
    let mut found = Vec::new();
    let ended = runner::run(Arc::new(suite), settings, &transports, &redactor, stop, |event| {
        if let Event::CaseFinished(report) = event {
            for finding in report.outcome.findings() {
                let variant = finding.case.rsplit('/').next().unwrap_or_default();
                found.push(format!("{variant}: {} {}", finding.severity, finding.check));
            }
        }
    })
    .await;
    served.abort();
    (found, ended.tally)
}

fn chains(document: &str, base: &str) -> Suite {
    let contract = micro::contract(document);
    let mut suite = Suite::plan(contract, base.to_owned(), Fixtures::default(), &[], 1).unwrap();
    suite.cases.retain(|case| case.id.contains("/chain-"));
    suite
}

#[test]
fn chains_follow_from_paths_parameters_and_members() {
    let suite = chains(THINGS, "http://t");
    let lines = suite.cases.iter().map(|case| {
        let steps = case.steps.iter().map(|step| {
            let asked = match &step.role {
                Role::Chained(chained) => format!("{} {:?}", chained.operation, chained.expected),
                other => format!("{other:?}"),
            };
            let slots = step.request.path.slots().map(|slot| format!(" {slot:?}"));
            format!("\n  {asked}{}", slots.collect::<String>())
        });
        format!("{}: {}{}", case.id, case.title, steps.collect::<String>())
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    // All of a chain is in the shop in which the thing was made, and what made it is no excuse later.
    for case in &suite.cases {
        let shop = |number: usize| format!("{:?}", case.steps[number].request.path.0.first());
        assert!(
            (0..case.steps.len()).all(|number| shop(number).contains("/shops/")),
            "{}",
            case.id
        );
        assert!(case.steps[1..].iter().all(|step| match &step.role {
            Role::Chained(chained) if chained.operation.starts_with("read") => {
                step.request.generated_values.is_empty()
            }
            _ => true,
        }));
    }
}

#[tokio::test]
async fn a_correct_server_passes() {
    let (found, tally) = validator(THINGS, Manner::Correct).await;
    assert_eq!(found, Vec::<String>::new());
    assert_eq!((tally.passed, tally.inconclusive), (3, 0), "{tally:?}");
}

#[tokio::test]
async fn servers_that_are_as_right_are_not_accused() {
    for (manner, passed) in [
        (Manner::MarksAsDeleted, 3),
        (Manner::SecondDeletionSucceeds, 3),
        (Manner::OnlyAccepts, 0),
        (Manner::RefusesCreation, 0),
        (Manner::TakesTwoAtMost, 2),
        (Manner::ForbidsReading, 0),
    ] {
        let (found, tally) = validator(THINGS, manner).await;
        assert_eq!(found, Vec::<String>::new(), "{manner:?}");
        assert_eq!((tally.passed, tally.inconclusive), (passed, 3 - passed), "{manner:?}");
    }
}

/// The response breaks its schema, and that is all that is said.
#[tokio::test]
async fn an_response_without_the_id_is_no_chain() {
    let (found, _) = validator(THINGS, Manner::CreatesWithoutId).await;
    assert!(
        !found.is_empty() && found.iter().all(|line| line.ends_with("error schema-conformance")),
        "{found:?}"
    );
}

#[tokio::test]
async fn wrong_servers_are_found() {
    let rows: [(Manner, &[&str]); 7] = [
        (Manner::DeletesNothing, &["chain-life: error available-after-delete"]),
        (
            Manner::CannotBeRead,
            // A change that is refused may be refused for its content, which is generated.
            &[
                "chain-life: error unavailable-after-create",
                "chain-other-resource: error unavailable-after-create",
            ],
        ),
        (Manner::DeletesAll, &["chain-other-resource: error side-effect-on-other-resource"]),
        (Manner::NamesAllAlike, &["chain-other-resource: error unavailable-after-create"]),
        (Manner::FailsTheSecondTime, &["chain-life: error server-error"]),
        (Manner::ChangeRemoves, &["chain-update: error unavailable-after-create"]),
        (Manner::NamesAnother, &["chain-other-resource: error unavailable-after-create"]),
    ];
    for check in CHECKS {
        let is_found = |expected: &[&str]| expected.iter().any(|line| line.ends_with(check));
        assert!(rows.iter().any(|(_, expected)| is_found(expected)), "{check} has no fault");
    }
    for (manner, expected) in rows {
        let (mut found, _) = validator(THINGS, manner).await;
        found.sort();
        found.dedup();
        assert_eq!(found, expected, "{manner:?}");
    }
}

/// Where the creation does not say 201, some time may pass: that is a warning.
#[tokio::test]
async fn missing_item_without_201_is_a_warning() {
    let document = THINGS.replace("'201'", "2XX").replace("'202': { description: Accepted. }", "'200': { description: Made., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }");
    let (found, _) = validator(&document, Manner::CannotBeRead).await;
    assert!(
        found.contains(&"chain-life: warning unavailable-after-create".to_owned()),
        "{found:?}"
    );
}

#[test]
fn links_lead_where_paths_do_not() {
    let document = r"
paths:
  /shops/{shop}/things:
    post:
      operationId: create
      parameters: [{ name: shop, in: path, required: true, schema: { type: string } }]
      responses:
        '201':
          description: Made.
          headers: { X-Number: { schema: { type: integer } } }
          links:
            one: { operationId: read, parameters: { path.id: '$response.header.X-Number' } }
            history: { operationId: history, parameters: { id: '$response.body#/data/number' } }
            lost: { operationId: read, parameters: { id: 7 } }
  /by-number/{id}:
    get:
      operationId: read
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: It. } }
  /history:
    get:
      operationId: history
      parameters: [{ name: id, in: query, required: true, schema: { type: integer } }]
      responses: { '200': { description: All. } }
";
    let suite = chains(document, "http://t");
    let variants: Vec<&str> =
        suite.cases.iter().map(|case| case.id.rsplit('/').next().unwrap()).collect();
    assert_eq!(variants, ["chain-life", "chain-link-history"]);
    let source = |number: usize| match suite.cases[number].steps[1].request.slots()[0] {
        conformance_core::case::Slot::Captured(capture) => capture.source.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(source(0), Source::Header("X-Number".to_owned()));
    assert_eq!(source(1), Source::Body(specs::Pointer::parse("/data/number").unwrap()));
}

#[test]
fn unrelated_operations_make_no_chain() {
    let item = |member: &str, wanted: &str| {
        format!(
            "
paths:
  /things:
    post:
      operationId: create
      responses:
        '200':
          description: Made.
          content:
            application/json:
              schema: {{ type: object, properties: {{ {member} }} }}
  /things/{{{wanted}}}:
    get:
      operationId: read
      parameters: [{{ name: {wanted}, in: path, required: true, schema: {{ type: integer }} }}]
      responses: {{ '200': {{ description: It. }} }}
"
        )
    };
    let count = |member: &str, wanted: &str| chains(&item(member, wanted), "http://t").cases.len();
    assert_eq!(count("id: { type: integer }", "thingId"), 1);
    assert_eq!(count("thing_id: { type: integer }", "thingId"), 1);
    assert_eq!(count("data: { type: object, properties: { id: { type: integer } } }", "id"), 1);
    assert_eq!(count("id: { type: string }", "thingId"), 0);
    assert_eq!(count("id: { type: integer }", "color"), 0);
    assert_eq!(count("name: { type: integer }", "thingId"), 0);
    let two = "a: { type: object, properties: { id: { type: integer } } }, \
               b: { type: object, properties: { id: { type: integer } } }";
    assert_eq!(count(two, "id"), 0);
    assert_eq!(count("'200': { type: integer }", "thingId"), 0);
}
