//! The table of kinds and statuses, as data.

use conformance_core::case::CaseKind;
use conformance_core::exchange::RequestPart;
use conformance_core::expectation::{StatusVerdict, fitting, read};
use specs::Pointer;
use specs::contract::ParameterLocation;

use crate::micro;

fn operation_with(statuses: &[&str]) -> std::sync::Arc<specs::Contract> {
    let responses: String = statuses
        .iter()
        .map(|status| format!("        '{status}': {{ description: x }}\n"))
        .collect();
    micro::contract(&format!("paths:\n  /a:\n    post:\n      responses:\n{responses}"))
}

fn invalid(place: &str) -> CaseKind {
    CaseKind::Invalid { pointer: Pointer::parse(place).unwrap(), keyword: String::new() }
}

#[test]
fn declared_statuses_fit_causes() {
    let all = ["200", "400", "401", "403", "404", "415", "422"];
    let rows: Vec<(&[&str], CaseKind, &str)> = vec![
        (&all, CaseKind::Malformed, "400 or 422"),
        (&all, invalid("/body/a"), "400 or 422"),
        (&["204", "422"], invalid("/query/a"), "422"),
        (&["204", "422"], CaseKind::Malformed, "422"),
        (&["204", "404"], invalid("/body/a"), "any 4xx"),
        (&all, CaseKind::NoCredentials, "401"),
        (&["204", "403"], CaseKind::NoCredentials, "403"),
        (&["204", "404"], CaseKind::NoCredentials, "any 4xx"),
        (&all, CaseKind::WrongCredentials, "401 or 403"),
        (&["204", "401"], CaseKind::WrongCredentials, "401"),
        (&all, CaseKind::PartialCredentials, "401 or 403"),
        (&all, CaseKind::ValidUnknown, "404"),
        (&["204", "410"], CaseKind::ValidUnknown, "410"),
        (&all, CaseKind::UnsupportedMediaType, "415"),
        (&["204", "400"], CaseKind::UnsupportedMediaType, "any 4xx"),
        (&["204", "4XX"], CaseKind::Malformed, "any 4xx"),
        (&["204", "default"], CaseKind::NoCredentials, "any 4xx"),
    ];
    for (declared, kind, expected) in rows {
        let contract = operation_with(declared);
        let words = fitting(&contract.operations[0], &kind).words();
        assert_eq!(words, expected, "{declared:?} {kind:?}");
    }
}

#[test]
fn some_statuses_fit_without_being_declared() {
    let contract = operation_with(&["204", "400", "401"]);
    let admits = |kind: CaseKind, status| fitting(&contract.operations[0], &kind).admits(status);
    assert!(admits(invalid("/path/id"), 404));
    assert!(!admits(invalid("/body/id"), 404));
    assert!(admits(invalid("/body/id"), 413));
    assert!(admits(invalid("/header/Signature"), 401));
    assert!(!admits(invalid("/header/X-Color"), 401));
    // RFC 6749 §5.2.
    assert!(admits(invalid("/body/client_secret"), 401));
    assert!(admits(CaseKind::UnsupportedMediaType, 415));
    assert!(!admits(CaseKind::Malformed, 404));
    assert!(!admits(CaseKind::NoCredentials, 403));
}

#[test]
fn generated_values_may_be_validated_before_credentials() {
    let contract = operation_with(&["204", "401", "404", "422"]);
    let reads = |generated_values: &[RequestPart], status| {
        read(&contract.operations[0], &CaseKind::WrongCredentials, generated_values, None, status)
    };
    let generated_values = [RequestPart::Parameter(ParameterLocation::Path, "id".to_owned())];
    for status in [400, 404, 422] {
        assert!(
            matches!(reads(&generated_values, status), StatusVerdict::Inconclusive(_)),
            "{status}"
        );
        assert!(matches!(reads(&[], status), StatusVerdict::Violation(_)), "{status}");
    }
    assert_eq!(reads(&generated_values, 401), StatusVerdict::Conforms);
    assert!(matches!(reads(&generated_values, 409), StatusVerdict::Violation(_)));
}

#[test]
fn operations_with_interim_responses_only_are_not_evaluated() {
    let contract = operation_with(&["101"]);
    let verdict = |kind: CaseKind, status| read(&contract.operations[0], &kind, &[], None, status);
    for kind in [CaseKind::Valid, CaseKind::ValidUnknown, CaseKind::NotOwned, CaseKind::Unusual] {
        for status in [200, 400, 426] {
            let verdict = verdict(kind.clone(), status);
            assert!(matches!(verdict, StatusVerdict::Inconclusive(_)), "{kind:?} {status}");
        }
    }
    assert!(matches!(verdict(CaseKind::Valid, 500), StatusVerdict::Violation(_)));
    let contract = operation_with(&["101", "200"]);
    let verdict = read(&contract.operations[0], &CaseKind::Valid, &[], None, 201);
    assert!(matches!(verdict, StatusVerdict::Violation(_)));
}
