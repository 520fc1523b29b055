//! Scripts that need something of the user: a probe, values of another client, the caller's own one.

mod confirm_probe;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use conformance_core::case::{Case, Role, Slot};
use conformance_core::event::Outcome;
use conformance_core::redact::Redactor;
use conformance_engine::fixtures::{Fixtures, OwnCredential, Pool};
use conformance_engine::suite::Suite;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use crate::micro::{self, TOKENS, response};
use crate::targets;

fn probe() -> Value {
    json!({
        "url": "/me",
        "headers": { "authorization": "Bearer {{id}}" },
        "live": [200],
        "revoked": [401, 403],
    })
}

/// Everything that scripts can need.
pub(crate) fn fixtures() -> Fixtures {
    let own = json!("22222222-0000-4000-8000-000000000000");
    micro::fixtures()
        .with_others(others())
        .with_own_credential(Some(OwnCredential { field: "id".to_owned(), value: own }))
        .with_probe(&probe())
        .unwrap()
}

fn others() -> Arc<Pool> {
    let others = Pool::default();
    for number in 0..50 {
        others.add("id", format!("11111111-0000-4000-8000-{number:012}").into());
    }
    Arc::new(others)
}

fn suite(document: &str, fixtures: Fixtures) -> Suite {
    let contract = micro::contract(document);
    Suite::plan(contract, "http://t".to_owned(), fixtures, &[], 1).unwrap()
}

/// What a case says where its steps get responses so, one after the other.
fn objections(suite: &Suite, variant: &str, statuses: &[u16]) -> Vec<String> {
    micro::objections(&outcome(suite, variant, statuses))
}

fn outcome(suite: &Suite, variant: &str, statuses: &[u16]) -> Outcome {
    let index = micro::index(suite, variant);
    let replies = statuses.iter().map(|status| match status {
        400 | 401 => response(
            *status,
            &[("content-type", "application/json")],
            &format!("{{\"code\":{status}}}"),
        ),
        _ => response(*status, &[], ""),
    });
    micro::outcome_of(suite, index, replies)
}

/// The same document, but what does not exist is as good as gone.
fn blind() -> String {
    TOKENS.replace("        '404': { description: None. }\n", "")
}

#[test]
fn revoked_value_must_not_be_usable() {
    let suite = suite(TOKENS, fixtures());
    let rows: [(&[u16], &[&str]); 7] = [
        (&[200, 204, 401], &[]),
        (&[200, 204, 403], &[]),
        (&[200, 204, 200], &["usable-after-revocation"]),
        (&[200, 204, 404], &["inconclusive"]),
        (&[401], &["inconclusive"]),
        (&[500], &["inconclusive"]),
        (&[200, 404], &["rejected-valid-request"]),
    ];
    for (statuses, expected) in rows {
        assert_eq!(objections(&suite, "script-use-after", statuses), expected, "{statuses:?}");
    }
}

/// RFC 9110 §15.3.3: what is only accepted may still live.
#[test]
fn accepted_revocation_may_be_pending() {
    let document = TOKENS.replace("'204':", "'202':");
    let suite = suite(&document, fixtures());
    let accepted = ["inconclusive"];
    assert_eq!(objections(&suite, "script-use-after", &[200, 202]), accepted);
    assert_eq!(objections(&suite, "script-own-last", &[202]), accepted);
}

#[test]
fn foreign_value_is_rejected_and_stays_live() {
    let rejecting_unknown = suite(TOKENS, fixtures());
    let blind = suite(&blind(), fixtures());
    let rows: [(&Suite, &[u16], &[&str]); 9] = [
        (&rejecting_unknown, &[200, 404, 200], &[]),
        (&rejecting_unknown, &[200, 403, 200], &[]),
        (&rejecting_unknown, &[200, 204, 200], &["foreign-resource-access"]),
        (&rejecting_unknown, &[200, 404, 401], &["foreign-resource-access"]),
        (&rejecting_unknown, &[200, 404, 500], &["inconclusive"]),
        (&rejecting_unknown, &[401], &["inconclusive"]),
        (&blind, &[200, 204, 200], &[]),
        (&blind, &[200, 204, 401], &["foreign-resource-access"]),
        (&blind, &[200, 400, 401], &["foreign-resource-access"]),
    ];
    for (suite, statuses, expected) in rows {
        assert_eq!(objections(suite, "others-id", statuses), expected, "{statuses:?}");
    }
}

#[test]
fn declared_404_replaces_the_probe_for_foreign_values() {
    let fixtures = micro::fixtures().with_others(others());
    let rejecting_unknown = suite(TOKENS, fixtures.clone());
    assert_eq!(objections(&rejecting_unknown, "others-id", &[204]), ["foreign-resource-access"]);
    assert_eq!(objections(&rejecting_unknown, "others-id", &[404]), Vec::<String>::new());
    let blind = suite(&blind(), fixtures);
    assert!(!blind.cases.iter().any(|case| case.id.ends_with("others-id")));
}

/// Where success says nothing, the probe says what a refused request has done, and a other resource's fate.
#[test]
fn probe_is_sent_if_success_is_inconclusive() {
    let blind = suite(&blind(), fixtures());
    let rows: [(&str, &[u16], &[&str]); 7] = [
        ("no-credentials", &[401, 200], &[]),
        ("no-credentials", &[401, 401], &["side-effect-of-rejected-request"]),
        // A probe that does not fit takes nothing from the verdict on the refused request.
        ("no-credentials", &[401, 404], &[]),
        ("no-credentials", &[204], &["ignored-authentication"]),
        ("unknown-id", &[204, 401], &["side-effect-of-rejected-request"]),
        ("script-other-resource", &[200, 204, 200], &[]),
        ("script-other-resource", &[200, 204, 401], &["side-effect-on-other-resource"]),
    ];
    for (variant, statuses, expected) in rows {
        assert_eq!(objections(&blind, variant, statuses), expected, "{variant} {statuses:?}");
    }
    let rejecting_unknown = suite(TOKENS, fixtures());
    let case = &rejecting_unknown.cases[micro::index(&rejecting_unknown, "no-credentials")];
    assert!(!case.steps.iter().any(|step| step.role.is_probe()), "the valid request follows");
}

#[test]
fn own_credential_is_revoked_last_and_once() {
    let suite = suite(TOKENS, fixtures());
    let own = |case: &Case| case.steps.iter().any(|step| step.role == Role::Own);
    assert_eq!(suite.cases.iter().filter(|case| own(case)).count(), 1);
    let last = suite.cases.last().unwrap();
    assert!(own(last), "{}", last.id);
    let slots = last.steps[0].request.slots();
    assert!(slots.contains(&&Slot::Own("id".to_owned())), "{slots:?}");
    let rows: [(&[u16], &[&str]); 6] = [
        (&[204, 401], &[]),
        (&[204, 204], &["usable-after-revocation"]),
        (&[400], &[]),
        (&[403], &["undeclared-status"]),
        (&[500], &["server-error"]),
        (&[204, 404], &["unexpected-error-status"]),
    ];
    for (statuses, expected) in rows {
        assert_eq!(objections(&suite, "script-own-last", statuses), expected, "{statuses:?}");
    }
    let without = self::suite(TOKENS, fixtures().with_own_credential(None));
    assert!(!without.cases.iter().any(own));
}

#[test]
fn a_member_of_the_response_can_say_it() {
    let introspection = json!({
        "method": "POST",
        "url": "http://t/introspect",
        "headers": {
            "content-type": "application/x-www-form-urlencoded",
            "authorization": "Bearer {{credential.Bearer}}",
        },
        "body": "token={{id}}",
        "live": [200],
        "member": "/active",
    });
    let suite = suite(TOKENS, micro::fixtures().with_probe(&introspection).unwrap());
    suite.fixtures.check_probe(&suite.contract, "http://t/base").unwrap();
    let index = micro::index(&suite, "script-use-after");
    let redactor = Redactor::default();
    let request = micro::request(&suite, &suite.cases[index], &redactor);
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", "http://t/introspect"));
    assert_eq!(request.shown().body.unwrap(), "token=$ID");
    let body = String::from_utf8(request.body.unwrap()).unwrap();
    assert!(body.starts_with("token=00000000-"), "{body}");
    let said = |active: &str| response(200, &[], &format!("{{\"active\":{active}}}"));
    let rows = [
        ("false", Vec::new()),
        ("true", vec!["usable-after-revocation"]),
        ("3", vec!["inconclusive"]),
    ];
    for (after, expected) in rows {
        let replies = [said("true"), response(204, &[], ""), said(after)];
        let outcome = micro::outcome_of(&suite, index, replies);
        assert_eq!(micro::objections(&outcome), expected, "{after}");
    }
}

#[test]
fn invalid_probe_is_rejected_before_requests() {
    let refused = |probe: Value| {
        let contract = micro::contract(TOKENS);
        let fixtures = micro::fixtures().with_probe(&probe).unwrap();
        fixtures.check_probe(&contract, "http://t/base").unwrap_err().to_string()
    };
    let probe = |url: &str, header: &str| json!({ "url": url, "headers": { "x": header }, "live": [200], "revoked": [401] });
    insta::assert_snapshot!([
        refused(probe("/me", "{{ids}}")),
        refused(probe("/me", "{{id}} {{credential.Baerer}}")),
        refused(probe("http://elsewhere/me", "{{id}}")),
        refused(probe("/me", "{{id.token}}")),
    ].join("\n"), @r#"
    probe: no live values of `ids` are supplied
      help: did you mean `id`?
    probe: no credential of the scheme `Baerer` is supplied
      help: did you mean `Bearer`?
    probe: `http://elsewhere/me` is not on the server of the target
      help: name a path below the base URL, or a URL with the target's host and port
    probe: no live value of `id` has a `token`
      help: supply it as { "value": …, "token": … }
    "#);
}

/// A token that is named by its id is used by its secret.
#[test]
fn probe_sends_companion_values() {
    let text = json!({
        "credentials": { "Bearer": { "token": "some-token" } },
        "values": { "reason": "moved", "depth": 2 },
        "live-values": { "id": [
            { "value": "00000000-0000-4000-8000-000000000001", "token": "canary-secret-1" },
            { "value": "00000000-0000-4000-8000-000000000002", "token": "canary-secret-2" },
        ] },
        "foreign-values": { "id": [
            { "value": "11111111-0000-4000-8000-000000000001", "token": "canary-others-1" },
        ] },
        "probe": {
            "url": "/me",
            "headers": { "authorization": "Bearer {{id.token}}" },
            "live": [200],
            "revoked": [401],
        },
    });
    let fixtures = Fixtures::parse("f.json", &text.to_string()).unwrap();
    let again = Fixtures::parse("f.json", &text.to_string()).unwrap().document(9);
    assert_eq!(again["live"], text["live"]);
    assert!(!format!("{fixtures:?}").contains("canary"));
    let suite = suite(TOKENS, fixtures);
    suite.fixtures.check_probe(&suite.contract, "http://t").unwrap();
    let redactor = Redactor::default();
    for (variant, secret) in [
        ("script-use-after", "canary-secret-1"),
        ("script-use-after", "canary-secret-2"),
        ("others-id", "canary-others-1"),
    ] {
        let case = &suite.cases[micro::index(&suite, variant)];
        let probe = case.steps.iter().position(|step| step.role.is_probe()).unwrap();
        let request = micro::request_of(&suite, case, probe, &redactor);
        assert!(
            request.headers.contains(&("authorization".to_owned(), format!("Bearer {secret}")))
        );
        assert!(!redactor.clean(secret).contains("canary"));
    }
    assert!(suite.fixtures.live().next("id").is_none());
}

#[test]
fn a_secret_of_the_probe_is_not_shown() {
    let mut with_key = probe();
    with_key["headers"]["x-admin-key"] = "canary-admin-key".into();
    let suite = suite(TOKENS, micro::fixtures().with_probe(&with_key).unwrap());
    let redactor = Redactor::default();
    suite.hide_secrets(&redactor);
    assert_eq!(redactor.clean("canary-admin-key"), "$PROBE_X_ADMIN_KEY");
    assert!(!format!("{:?}", suite.fixtures).contains("canary-admin-key"));
}

/// A server whose revocations take effect once the probe has been asked for it.
#[test]
fn the_end_may_take_the_time_that_the_user_allows() {
    for (grace, code) in [(0.0, 1), (0.001, 0)] {
        let asked = Arc::new(AtomicUsize::new(0));
        let address = targets::start(move |mut stream, request| {
            let number = asked.fetch_add(usize::from(request.starts_with("GET")), Ordering::SeqCst);
            let status = match (request.starts_with("GET"), number) {
                (false, _) => "204 No Content",
                (true, 0 | 1) => "200 OK",
                (true, _) => "401 Unauthorized",
            };
            async move {
                let head =
                    format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let head = head.replace("204 No Content\r\ncontent-length: 0", "204 No Content");
                let _gone = stream.write_all(head.as_bytes()).await;
                let _gone = stream.shutdown().await;
            }
        });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fixtures.json");
        let mut probe = probe();
        probe["headers"]["authorization"] = "Bearer {{access_token}}".into();
        probe["grace"] = grace.into();
        let keys = json!({ "X-App-Id": { "key": "id" }, "X-App-Token": { "key": "token" } });
        let text = json!({
            "credentials": keys, "live-values": { "access_token": ["first"] }, "probe": probe,
        });
        std::fs::write(&file, text.to_string()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(["run", "--provider", "voucherify", "--only", "*/script-use-after"])
            .args(["--target", &format!("http://{address}"), "--fixtures"])
            .arg(&file)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{grace}: {text}");
        assert_eq!(text.contains("usable-after-revocation"), code == 1, "{grace}: {text}");
    }
}

#[test]
fn plan_names_skipped_scripts() {
    let plan = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(["plan", "--format", "json"])
            .args(arguments)
            .output()
            .unwrap();
        let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
        plan["suites"][0]["skipped_scenarios"].clone()
    };
    let live = ["--target", "http://t", "--live-value", "token=x", "--live-value", "tokenId=x"];
    let text = ["moov", "infisical"].map(|provider| {
        let skipped_scenarios = plan(&[&live[..], &["--provider", provider]].concat());
        let line = |row: &Value| format!("{}: {}", row["script"], row["why"]).replace('"', "");
        skipped_scenarios.as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(text.join("\n\n"), @r"
    use after the end: no `probe` is named
    side effects of rejected requests and on other resources: an unknown value is a success too, and no `probe` is named
    another client's value: `foreign-values` has no values of `token`

    use after the end: no `probe` is named
    another client's value: `foreign-values` has no values of `tokenId`
    the caller's own value: no `own-credential` is named
    ");
    assert_eq!(plan(&["--provider", "infisical"]), json!([]));
}
