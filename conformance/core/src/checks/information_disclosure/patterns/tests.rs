//! What reports something, and what only looks like it.

use super::{Kind, search};

fn kinds(text: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = search(text).iter().map(|found| found.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn traces_of_the_common_platforms() {
    for text in [
        "thread 'main' panicked at src/main.rs:4:5:\nboom",
        "thread 'tokio-runtime-worker' (42) panicked at 'x', a.rs:1",
        "called `Option::unwrap()` on a `None` value",
        "java.lang.NullPointerException: null",
        "\tat com.example.Token.revoke(Token.java:42)",
        "at java.base/java.lang.Thread.run(Thread.java:833)",
        "Traceback (most recent call last):\n  File \"app.py\", line 3, in <module>",
        "TypeError: x\n    at revoke (server.js:10:3)",
        "    at Object.<anonymous> (/app/index.js:3:9)",
        "at async handler (file:///srv/x.mjs:1:2)",
        "    at /app/dist/main.js:10:3",
        "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
        "goroutine 1 [running]:\nmain.main()",
        "panic: runtime error: index out of range [1]",
        "main.go:12 +0x1d",
        "   at Api.Tokens.Revoke(String token) in C:\\src\\Tokens.cs:line 12",
        "   at Api.Tokens.Revoke(String token)",
        "System.NullReferenceException: Object reference",
        "PHP Fatal error:  Uncaught Error: x in /var/www/a.php:3",
        "<b>Warning</b>: mysqli_connect(): x in <b>/a/b.php</b> on line <b>3</b>",
        "#0 /var/www/html/index.php(12): revoke()",
        "app/models/token.rb:12:in `revoke'",
        "(my_app 0.1.0) lib/my_app/token.ex:12: MyApp.revoke/1",
        "stackTrace\n",
    ] {
        assert!(kinds(text).contains(&Kind::Trace), "{text}");
    }
}

#[test]
fn databases() {
    for text in [
        "ERROR: relation \"tokens\" does not exist",
        "pq: duplicate key value violates unique constraint \"tokens_pkey\"",
        "SQLSTATE[42S02]: Base table or view not found",
        "ORA-00942: table or view does not exist",
        "You have an error in your SQL syntax; check the manual",
        "SQLITE_CONSTRAINT: UNIQUE constraint failed: tokens.id",
        "no such table: tokens",
        "SELECT * FROM tokens WHERE id = $1",
        "DELETE FROM access_tokens WHERE token = 'x'",
        "UPDATE tokens SET revoked = true",
        "INSERT INTO tokens (id) VALUES (1)",
        "select id, token from tokens where id = 1",
        "delete from tokens where id=1",
        "Invalid `prisma.token.update()` invocation:",
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "NOAUTH Authentication required.",
    ] {
        assert!(kinds(text).contains(&Kind::Sql), "{text}");
    }
}

#[test]
fn failed_calls_of_services_behind() {
    for text in [
        "connect ECONNREFUSED 10.2.0.14:5432",
        "Error: getaddrinfo ENOTFOUND tokens.internal",
        "dial tcp 10.0.0.5:6379: connect: connection refused",
        "Connection refused (os error 111)",
        "[Errno 111] Connection refused",
    ] {
        assert_eq!(kinds(text), [Kind::Backend], "{text}");
    }
}

#[test]
fn paths_and_keys() {
    for text in [
        "cannot open /usr/local/etc/tokens.conf",
        "open '§home/app/service/config.json'",
        "\"§home/deploy/tokens.db\"",
        "/var/www/html/index",
        "(/etc/passwd)",
        "C:\\inetpub\\wwwroot\\api",
        "file:///srv/api/main",
        "/app/src/server.ts",
        "§Users/me/code/api/main.swift",
        "path=§tmp/tokens.sock",
    ] {
        // No file of the workspace holds a path of some machine, not even this one.
        let text = text.replace('§', "/");
        assert_eq!(kinds(&text), [Kind::Path], "{text}");
    }
    assert_eq!(kinds("postgres://api:hunter2@db:5432/tokens"), [Kind::Key]);
    assert_eq!(kinds("-----BEGIN RSA PRIVATE KEY-----"), [Kind::Key]);
    assert_eq!(kinds("<h1>Whitelabel Error Page</h1>"), [Kind::Debug]);
}

#[test]
fn ordinary_responses_disclose_nothing() {
    for text in [
        "",
        "no such token at this path",
        "the token is not known at https://api.example.com/usr/local/tokens",
        "see https://docs.example.com/home/errors/main.js:1 for more",
        "POST /v1/auth/token/revoke is not found",
        "Cannot POST /oauth2/revoke",
        "/home/settings",
        "/tokens/app/revoke",
        "/etc",
        "select a value from the list where you see it",
        "please update your settings = none",
        "delete from your account",
        "Select one FROM the list",
        "token_type_hint must be one of access_token, refresh_token",
        "expected value at line 1 column 2",
        "Unexpected token < in JSON at position 0",
        "invalid type: null, expected a string at line 1 column 21",
        "the method PUT is not allowed at (this) place",
        "meet at noon (room 3)",
        "version 1.2.3:4:5",
        "a panic: no",
        "urn:ietf:params:oauth:error:invalid_request",
        "com.example.errors.NotFoundError",
        "TokenNotFoundException",
        "2026-01-01T00:00:00.000Z",
        "Notice: your plan ends soon",
        "Warning: the token is about to expire in 3 days",
        "stack",
        "Exception: not found",
        "C:/ is a drive",
        "text/html; charset=utf-8",
        "image/png, */*",
        "Error at index 3: must be a string",
        "failed at step 3 (validation)",
        "it starts at events:10:30",
        "ER_INVALID_TOKEN",
        "connect your account first",
        "connection refused",
        "READONLY keys cannot revoke tokens",
        "<script src=\"/app/main.js\"></script><link href=\"/build/site.css\">",
        "{\"instance\": \"/data/tokens.json\"}",
    ] {
        assert!(kinds(text).is_empty(), "{text}: {:?}", kinds(text));
    }
}
