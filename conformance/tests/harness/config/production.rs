//! Hosts that a document calls production: nothing is changed there unless it is allowed.

use conformance_engine::production;

use super::conformance;

fn contract(servers: &str) -> specs::Contract {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\nservers:\n{servers}\npaths: {{}}\n"
    );
    specs::parse("t", "t.yaml", &text).0.unwrap()
}

#[test]
fn production_hosts() {
    let cases = [
        ("- { url: 'https://api.x.com', description: Production }", "https://api.x.com/v1", true),
        ("- { url: 'https://api.x.com', description: Production }", "https://API.X.com:8443", true),
        ("- { url: 'https://api.x.com', description: Production }", "https://staging.x.com", false),
        ("- { url: 'https://api.x.com', description: Production }", "http://127.0.0.1:80", false),
        ("- { url: 'https://api.x.com' }", "https://api.x.com", true),
        ("- { url: 'https://api.x.com', description: For all }", "https://api.x.com", true),
        ("- { url: 'https://api.x.com', description: Test }", "https://api.x.com", false),
        (
            "- { url: 'https://api.x.com', description: Production and test }",
            "https://api.x.com",
            true,
        ),
        ("- { url: 'https://api.sandbox.x.com' }", "https://api.sandbox.x.com", false),
        (
            "- { url: 'https://a.x.com' }\n- { url: 'https://b.x.com', description: Sandbox }",
            "https://a.x.com",
            true,
        ),
        (
            "- { url: 'https://a.x.com' }\n- { url: 'https://b.x.com', description: Sandbox }",
            "https://b.x.com",
            false,
        ),
        (
            "- { url: 'https://{c}.x.com', variables: { c: { default: eu, enum: [eu, us] } } }",
            "https://us.x.com",
            true,
        ),
        (
            "- { url: 'https://{c}.x.com', variables: { c: { default: live, enum: [live, test] } } }",
            "https://test.x.com",
            false,
        ),
        ("- { url: 'http://localhost:8080' }", "http://localhost:8080", false),
        ("- { url: /v1 }", "https://api.x.com", false),
    ];
    for (servers, base, expected) in cases {
        let claim = production::claim(&contract(servers), base);
        assert_eq!(claim.is_some(), expected, "{servers} {base}: {claim:?}");
    }
}

#[test]
fn nothing_is_sent_to_production() {
    let refused = |provider: &str, target: &str| {
        let (code, printed, message) = conformance(
            std::path::Path::new("."),
            &["run", "--provider", provider, "--target", target],
        );
        assert_eq!((code, printed.as_str()), (2, ""), "{provider}");
        message
    };
    insta::assert_snapshot!(
        [
            refused("pipevest", "https://api.pipevest.com/v1"),
            refused("nomba", "https://api.nomba.com"),
            refused("moov", "https://api.moov.io"),
            refused("infisical", "https://eu.infisical.com"),
            refused("voucherify", "https://us1.api.voucherify.io"),
        ]
        .join("\n")
    );
}

/// Where it is allowed, the next thing that is wrong is reported.
#[test]
fn production_can_be_allowed() {
    let arguments = ["run", "--provider", "moov", "--target", "https://api.moov.io"];
    let wrong = ["--allow-production", "--ca", "no-such-file"];
    let (code, _, message) =
        conformance(std::path::Path::new("."), &[&arguments[..], &wrong[..]].concat());
    assert_eq!(code, 3, "{message}");
    assert!(message.contains("no-such-file: cannot be read"), "{message}");
}

/// What changes nothing may be sent anywhere: the port of a host that does not exist shows that it was tried.
#[test]
fn requests_without_changes_are_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let document = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\nservers:\n- url: https://api.invalid\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: { '200': { description: ok } }\n";
    std::fs::write(folder.path().join("d.yaml"), document).unwrap();
    let target = ["run", "--spec", "d.yaml", "--target", "https://api.invalid"];
    let (code, _, message) = conformance(folder.path(), &target);
    assert_eq!(code, 2, "other methods are tried as well: {message}");
    let (code, ..) = conformance(folder.path(), &[&target[..], &["--only", "*/valid*"]].concat());
    assert_eq!(code, 5);
}
