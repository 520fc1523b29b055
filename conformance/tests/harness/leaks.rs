//! What the leak check takes for a leak and what it leaves alone, in the setting of a document.

use std::sync::Arc;

use conformance_core::exchange::{ExchangeResult, HttpResponse};
use conformance_engine::fixtures::{Credential, Fixtures, Pool};
use conformance_engine::suite::Suite;

use crate::micro::{self, response};

const SESSIONS: &str = r"
paths:
  /sessions:
    post:
      operationId: renew
      security: [{ Basic: [], Key: [], Session: [] }]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [refresh_token, secret, note]
              properties:
                refresh_token: { type: string }
                secret: { type: string, example: document-example }
                note: { type: string }
      responses:
        '200':
          description: A new session. Its log is /usr/local/log/documented.log.
          content:
            application/json:
              schema: { type: object, properties: { refresh_token: { type: string } } }
        '400': { description: Bad. }
        '401': { description: Who. }
components:
  securitySchemes:
    Basic: { type: http, scheme: basic }
    Key: { type: apiKey, in: query, name: api_key }
    Session: { type: apiKey, in: cookie, name: sid }
";

fn suite() -> Suite {
    let pool = Pool::default();
    for _ in 0..100 {
        pool.add("refresh_token", "live-refresh-token".into());
    }
    let fixtures = Fixtures::default()
        .with_credential("Basic", Credential::basic("some-client", "pass:word/1"))
        .with_credential("Key", Credential::key("key+with/signs"))
        .with_credential("Session", Credential::key("session-cookie-value"))
        .with_value("secret", "supplied-secret".into())
        .with_value("note", "see /usr/local/share/note.txt".into())
        .with_live(Arc::new(pool));
    micro::suite(&micro::contract(SESSIONS), fixtures, "http://t")
}

fn findings(suite: &Suite, response: HttpResponse) -> Vec<String> {
    let outcome = micro::outcome(suite, "valid-minimal", ExchangeResult::Complete(response));
    let list =
        outcome.findings().iter().filter(|finding| finding.check == "information-disclosure");
    list.map(|finding| finding.actual.clone()).collect()
}

fn json(value: serde_json::Value) -> HttpResponse {
    response(200, &[("content-type", "application/json")], &value.to_string())
}

#[test]
fn sent_secrets_are_found_in_every_encoding() {
    let suite = suite();
    for (echo, name) in [
        ("user some-client, password pass:word/1", "the password of Basic"),
        ("Basic c29tZS1jbGllbnQ6cGFzczp3b3JkLzE=", "the credential of Basic"),
        ("key+with/signs", "the credential of Key"),
        ("?api_key=key%2Bwith%2Fsigns", "the credential of Key"),
        ("a2V5K3dpdGgvc2lnbnM=", "the credential of Key"),
        ("session-cookie-value", "the credential of Session"),
        ("supplied-secret", "the body field `secret`"),
    ] {
        let found = findings(&suite, json(serde_json::json!({ "message": echo })));
        assert!(found.iter().any(|actual| actual.contains(name)), "{echo}: {found:?}");
        let in_header = response(400, &[("x-debug", echo)], "");
        let found = findings(&suite, in_header);
        assert!(
            found.iter().any(|actual| actual.contains("header `x-debug`")),
            "{echo}: {found:?}"
        );
        assert!(found.iter().all(|actual| !actual.contains(echo)), "{echo} is reported: {found:?}");
    }
}

#[test]
fn transient_errors_do_not_end_the_run() {
    let suite = suite();
    let tolerated = [
        // The document says that it comes back.
        json(serde_json::json!({ "refresh_token": "live-refresh-token" })),
        // A user name is no secret; nor is what the request said in other fields.
        json(serde_json::json!({ "user": "some-client" })),
        json(serde_json::json!({ "note": "see /usr/local/share/note.txt" })),
        // It is in the document.
        json(serde_json::json!({ "log": "/usr/local/log/documented.log" })),
        // A server may renew its cookie.
        response(200, &[("set-cookie", "sid=session-cookie-value; Path=/usr/local/x")], ""),
        response(400, &[("location", "/usr/local/tokens")], ""),
        response(
            400,
            &[("content-type", "text/html")],
            "<a href='https://t/home/a/b.js'>&amp;</a>",
        ),
        json(
            serde_json::json!({ "stack": null, "stackTrace": [], "backtrace": "", "trace": "0af7651916cd43dd" }),
        ),
    ];
    for response in tolerated {
        let shown = format!("{response:?}");
        assert_eq!(findings(&suite, response), Vec::<String>::new(), "{shown}");
    }
}

#[test]
fn each_kind_of_inside_is_reported_once_with_its_beginning() {
    let suite = suite();
    let frames: Vec<String> =
        (1..40).map(|line| format!("at com.example.A.b(A.java:{line})")).collect();
    let page =
        json(serde_json::json!({ "stackTrace": frames, "sql": "DELETE FROM tokens WHERE 1" }));
    let found = findings(&suite, page);
    assert_eq!(found.len(), 2, "{found:?}");
    let escaped = "<pre>File &quot;/srv/app/main.py&quot;, line 7, in &lt;module&gt;</pre>";
    let found = findings(&suite, response(500, &[("content-type", "text/html")], escaped));
    assert!(found.iter().any(|actual| actual.contains("main.py")), "{found:?}");
}

#[test]
fn a_mebibyte_is_read_in_linear_time() {
    let suite = suite();
    for unit in ["at ", "SELECT a ", "/usr/", "C:\\a", "'\" (", "thread '", "file://"] {
        let text = unit.repeat((1 << 20) / unit.len());
        let begun = std::time::Instant::now();
        let _found = findings(&suite, response(400, &[], &text));
        assert!(begun.elapsed().as_secs() < 10, "{unit}: {:?}", begun.elapsed());
    }
}
