//! Documents without live values: a generated value excuses the rejection of valid requests only. A number
//! is the same in each notation.

use std::collections::BTreeSet;

use conformance_testbed::selftest::{SelfTest, Trial};

/// An array cannot be supplied by name.
const LABELS: &str = r##"
openapi: 3.0.3
info: { title: Labels, version: "1" }
security: [{ Key: [] }]
paths:
  /labels:
    put:
      operationId: setLabels
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, required: [labels], properties: { labels: { type: array, minItems: 1, items: { type: string } } } } } }
      responses: { "204": { description: set }, "400": { description: bad }, "401": { description: who } }
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: x-key } }
"##;

const NOTES: &str = r##"
openapi: 3.0.3
info: { title: Notes, version: "1" }
paths:
  /notes:
    post:
      operationId: addNote
      responses:
        "201": { description: made, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: integer } } } } } }
  /notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: readNote
      responses: { "200": { description: it }, "404": { description: none } }
    delete:
      operationId: dropNote
      responses: { "204": { description: gone }, "404": { description: none } }
"##;

async fn passes(id: &str, text: &str) -> SelfTest {
    let tested = super::test(id, text, &[]).await;
    let alarms = super::errors(&tested);
    let survivors = chosen(&tested, Trial::has_survived);
    assert!(tested.passed(), "{survivors:?}, {alarms:#?}");
    tested
}

fn chosen(tested: &SelfTest, is: fn(&Trial) -> bool) -> BTreeSet<&'static str> {
    tested.trials.iter().filter(|trial| is(trial)).map(|trial| trial.fault.id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn generated_values_excuse_rejections_of_valid_requests_only() {
    let tested = passes("labels", LABELS).await;
    assert_eq!(chosen(&tested, Trial::is_excused), BTreeSet::from(["rejects-valid"]));
    let killed = chosen(&tested, Trial::is_killed);
    // The accepted values are no excuse for other faults.
    assert!(killed.contains("media-type-bad-request"), "{killed:?}");
    // The rejection of another request line could be caused by the generated values.
    assert!(!killed.contains("absolute-form-rejected"), "{killed:?}");
    assert!(!killed.contains("method-not-found"), "{killed:?}");
    assert!(!killed.contains("created-is-missing"), "{killed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn integer_as_float_names_the_same_item() {
    let tested = passes("notes", NOTES).await;
    assert!(tested.variants.iter().any(|(variant, _)| variant.id == "integer-as-float"));
    assert!(chosen(&tested, Trial::is_killed).contains("created-is-missing"));
}
