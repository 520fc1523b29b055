//! Parts of a document that cannot be tested are named before a run and in its reports.

use crate::config::conformance;

const DOCUMENT: &str = r##"openapi: 3.1.0
info: { title: Faulty, version: "1" }
paths:
  /sound:
    get: { operationId: sound, responses: { "204": { description: x } } }
  /lossy:
    post:
      operationId: lossy
      requestBody: { content: { application/json: { schema: { type: object, not: { required: [a] } } } } }
      responses:
        "200": { $ref: "#/components/responses/Missing" }
        "204": { description: x }
"##;

const SUMMARY: &str =
    "1 part of the document cannot be tested: of 2 operations, 0 are left out, 1 have losses";
const PART: &str = "faulty.yaml:11:18: unresolved-ref: ";

#[test]
fn losses_are_named_by_the_plan_and_by_reports() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("faulty.yaml"), DOCUMENT).unwrap();
    let command = |arguments: &[&str]| {
        let document = ["--spec", "faulty.yaml", "--target", "http://127.0.0.1:1"];
        conformance(folder.path(), &[arguments, &document].concat())
    };
    let (_, plan, _) = command(&["plan"]);
    let (_, json, _) = command(&["plan", "--format", "json"]);
    let reports = ["--report=json=out.json", "--report=html=out.html", "--report=github=out.md"];
    let (_, human, _) = command(&[&["run", "--report=human"], &reports[..]].concat());
    for text in [&plan, &human] {
        assert!(text.contains(SUMMARY), "{text}");
        assert!(text.contains(PART), "{text}");
    }
    let report = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    for (text, expected) in [
        (json, "\"code\": \"unresolved-ref\""),
        (report("out.json"), "\"code\": \"unresolved-ref\""),
        (report("out.html"), PART),
        (report("out.md"), SUMMARY),
    ] {
        assert!(text.contains(expected), "{text}");
        // `not` is validated: only generated types do not have it.
        assert!(!text.contains("unchecked-keyword"), "{text}");
    }
}
