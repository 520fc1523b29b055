//! Cases of several steps: when the next one is sent, and what its response says.

use conformance_core::case::{Case, CaseKind, Role, Slot};
use conformance_core::exchange::{ExchangeResult, HttpResponse};
use conformance_engine::fixtures::{Credential, Fixtures, Pool};
use conformance_engine::suite::Suite;

use crate::micro::{self, TOKENS, response};

fn suite() -> Suite {
    micro::suite(&micro::contract(TOKENS), micro::fixtures(), "http://t")
}

fn objections(case: &str, reply: HttpResponse) -> Vec<String> {
    micro::objections(&micro::outcome(&suite(), case, ExchangeResult::Complete(reply)))
}

fn follow_ups(suite: &Suite) -> Vec<&Case> {
    let is_followed = |case: &&Case| matches!(case.steps.get(1), Some(step) if matches!(step.role, Role::FollowUp(_)));
    suite.cases.iter().filter(is_followed).collect()
}

#[test]
fn rejected_request_with_live_value_is_followed_by_valid_request() {
    let suite = suite();
    let followed = follow_ups(&suite);
    assert!(followed.len() > 20, "{}", followed.len());
    for case in followed {
        let live = |slot: &&Slot| matches!(slot, Slot::Live(_));
        let carries = |number: usize| case.steps[number].request.slots().iter().any(live);
        assert!(carries(1), "{}", case.id);
        assert!(carries(0) || case.kind == CaseKind::ValidUnknown, "{}", case.id);
        assert_eq!(case.live_fields(), ["id"], "{}", case.id);
    }
}

#[test]
fn without_live_values_nothing_follows() {
    let fixtures = Fixtures::default().with_credential("Bearer", Credential::token("some-token"));
    let suite = micro::suite(&micro::contract(TOKENS), fixtures, "http://t");
    let mut steps = suite.cases.iter().flat_map(|case| &case.steps);
    assert!(steps.all(|step| step.role == Role::Main));
}

/// Not supplied: a `reason`: its refusal afterwards neither accuses the target nor takes the verdict
/// on the refused request away.
#[test]
fn generated_value_excuses_the_next_step() {
    let pool = Pool::default();
    for number in 0..4 {
        pool.add("id", format!("00000000-0000-4000-8000-00000000000{number}").into());
    }
    let fixtures = Fixtures::default()
        .with_credential("Bearer", Credential::token("some-token"))
        .with_live(std::sync::Arc::new(pool));
    let suite = micro::suite(&micro::contract(TOKENS), fixtures, "http://t");
    let json = [("content-type", "application/json")];
    for (status, expected) in [(404, None), (429, Some("inconclusive"))] {
        let reply = ExchangeResult::Complete(response(status, &json, "{}"));
        let outcome = micro::outcome(&suite, "no-credentials after 401", reply);
        assert_eq!(micro::objections(&outcome).first().map(String::as_str), expected, "{status}");
    }
}

#[test]
fn side_effect_is_reported_with_the_rejected_request() {
    let reply = ExchangeResult::Complete(response(404, &[], ""));
    let outcome = micro::outcome(&suite(), "method-put after 405", reply);
    let finding = &outcome.findings()[1];
    assert_eq!(finding.check, "side-effect-of-rejected-request");
    assert_eq!(finding.symptom, "method-not-allowed had an effect");
    assert!(finding.expected.contains("PUT on a path that does not declare it"), "{finding:#?}");
}

#[test]
fn a_refusal_that_has_nothing_to_do_with_it_is_reported_as_ever() {
    let json = [("content-type", "application/json")];
    let refused = || response(400, &json, r#"{"code":400}"#);
    assert_eq!(objections("no-credentials after 401", refused()), ["rejected-valid-request"]);
    assert_eq!(objections("no-credentials after 401", response(429, &[], "")), ["inconclusive"]);
    assert_eq!(objections("script-twice after 204 404", refused()), ["rejected-valid-request"]);
}

#[test]
fn the_second_time_may_be_a_success_or_a_refusal_that_fits() {
    let json = [("content-type", "application/json")];
    let rows: [(HttpResponse, &[&str]); 9] = [
        (response(204, &[], ""), &[]),
        (response(404, &[], ""), &[]),
        (response(400, &json, r#"{"code":400}"#), &[]),
        (response(401, &json, r#"{"code":401}"#), &["unexpected-error-status"]),
        (response(409, &[], ""), &["undeclared-status"]),
        (response(202, &[], ""), &["undeclared-status"]),
        (response(302, &[], ""), &["undeclared-status"]),
        (response(500, &[], ""), &["server-error"]),
        (response(503, &[], ""), &["inconclusive"]),
    ];
    for (reply, expected) in rows {
        let status = reply.status;
        assert_eq!(objections("script-twice after 204", reply), expected, "{status}");
    }
}

#[test]
fn unusual_request_may_be_accepted_or_rejected() {
    let case = "unusual-query-not-declared";
    for status in [204, 400, 404, 413, 414, 418, 422, 431] {
        let json = [("content-type", "application/json")];
        let reply = match status {
            400 => response(status, &json, r#"{"code":400}"#),
            _ => response(status, &[], ""),
        };
        assert_eq!(objections(case, reply), Vec::<String>::new(), "{status}");
    }
    assert_eq!(objections(case, response(500, &[], "")), ["server-error"]);
    assert_eq!(objections(case, response(202, &[], "")), ["undeclared-status"]);
}
