//! The table of causes and statuses, as data.

use conformance_core::case::Cause;
use conformance_core::expectation::{Reading, fitting, read};
use specs::Pointer;

use crate::micro;

fn operation_with(statuses: &[&str]) -> std::sync::Arc<specs::Contract> {
    let responses: String = statuses
        .iter()
        .map(|status| format!("        '{status}': {{ description: x }}\n"))
        .collect();
    micro::contract(&format!("paths:\n  /a:\n    post:\n      responses:\n{responses}"))
}

fn invalid(place: &str) -> Cause {
    Cause::Invalid { pointer: Pointer::parse(place).unwrap(), keyword: String::new() }
}

#[test]
fn declared_statuses_fit_causes() {
    let all = ["200", "400", "401", "403", "404", "415", "422"];
    let rows: Vec<(&[&str], Cause, &str)> = vec![
        (&all, Cause::Malformed, "400 or 422"),
        (&all, invalid("/body/a"), "400 or 422"),
        (&["204", "422"], invalid("/query/a"), "422"),
        (&["204", "422"], Cause::Malformed, "422"),
        (&["204", "404"], invalid("/body/a"), "any 4xx"),
        (&all, Cause::NoCredentials, "401"),
        (&["204", "403"], Cause::NoCredentials, "403"),
        (&["204", "404"], Cause::NoCredentials, "any 4xx"),
        (&all, Cause::WrongCredentials, "401 or 403"),
        (&["204", "401"], Cause::WrongCredentials, "401"),
        (&all, Cause::PartialCredentials, "401 or 403"),
        (&all, Cause::ValidUnknown, "404"),
        (&["204", "410"], Cause::ValidUnknown, "410"),
        (&all, Cause::UnsupportedMediaType, "415"),
        (&["204", "400"], Cause::UnsupportedMediaType, "any 4xx"),
        (&["204", "4XX"], Cause::Malformed, "any 4xx"),
        (&["204", "default"], Cause::NoCredentials, "any 4xx"),
    ];
    for (declared, cause, expected) in rows {
        let contract = operation_with(declared);
        let words = fitting(&contract.operations[0], &cause).words();
        assert_eq!(words, expected, "{declared:?} {cause:?}");
    }
}

#[test]
fn some_statuses_fit_without_being_declared() {
    let contract = operation_with(&["204", "400", "401"]);
    let admits = |cause: Cause, status| fitting(&contract.operations[0], &cause).admits(status);
    assert!(admits(invalid("/path/id"), 404));
    assert!(!admits(invalid("/body/id"), 404));
    assert!(admits(invalid("/body/id"), 413));
    assert!(admits(invalid("/header/Signature"), 401));
    assert!(!admits(invalid("/header/X-Color"), 401));
    // RFC 6749 §5.2.
    assert!(admits(invalid("/body/client_secret"), 401));
    assert!(admits(Cause::UnsupportedMediaType, 415));
    assert!(!admits(Cause::Malformed, 404));
    assert!(!admits(Cause::NoCredentials, 403));
}

#[test]
fn what_nobody_supplied_may_be_looked_at_before_credentials() {
    let contract = operation_with(&["204", "401", "404", "422"]);
    let reads = |made_up: &[String], status| {
        read(&contract.operations[0], &Cause::WrongCredentials, made_up, None, status)
    };
    let made_up = ["path id".to_owned()];
    for status in [400, 404, 422] {
        assert!(matches!(reads(&made_up, status), Reading::Inconclusive(_)), "{status}");
        assert!(matches!(reads(&[], status), Reading::Misfit(_)), "{status}");
    }
    assert_eq!(reads(&made_up, 401), Reading::Fits);
    assert!(matches!(reads(&made_up, 409), Reading::Misfit(_)));
}
