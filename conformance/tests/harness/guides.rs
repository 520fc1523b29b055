//! The guides of the providers, followed literally: what each has the reader paste is run against the
//! reference server, and what it shows is what comes. `UPDATE_README=1` writes it anew.

mod guide;
mod server;

use std::path::Path;
use std::process::{Command, Output};

use guide::Guide;
use server::{Seen, Server};

/// What came of following a guide.
struct Followed {
    /// What the server saw.
    seen: Vec<Seen>,
    /// What was printed.
    report: String,
    /// The report in JUnit's form.
    junit: String,
}

impl Followed {
    /// Whether a case ran and passed whose id ends so, in JUnit's report.
    fn passed(&self, variant: &str) -> bool {
        let of_case = |case: &&str| case.split('"').next().is_some_and(|id| id.ends_with(variant));
        let mut cases = self.junit.split("<testcase name=\"").skip(1).filter(of_case);
        cases.next().is_some_and(|case| !case.contains("<failure") && !case.contains("<skipped"))
    }

    fn count(&self, of: impl Fn(&Seen) -> bool) -> usize {
        self.seen.iter().filter(|seen| of(seen)).count()
    }
}

/// Runs what a reader would paste, in a shell that knows nothing else.
fn shell(folder: &Path, script: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_conformance")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(folder).env_clear().env("PATH", path);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Follows a guide from its first line to its last.
fn follow(id: &'static str) -> Followed {
    let server = Server::start(id);
    let folder = tempfile::tempdir().unwrap();
    let mut guide = Guide::read(id);
    guide.is_more_than_what_init_writes();
    std::fs::write(folder.path().join("conformance.toml"), guide.block("toml")).unwrap();
    std::fs::write(folder.path().join("expectations.toml"), guide.block("known")).unwrap();

    let script = guide.block("try").replace("127.0.0.1:8080", &server.address().to_string());
    let (exports, _) = script.rsplit_once("conformance run").unwrap();
    let plan = shell(folder.path(), &format!("{exports}\n{}", guide.block("plan")));
    guide.shows("planned", &text(&plan.stdout));
    assert!(server.seen().is_empty(), "a plan sends nothing");

    let run = shell(folder.path(), &script);
    assert_eq!((run.status.code(), text(&run.stderr)), (Some(0), String::new()), "{id}");
    let report = text(&run.stdout).replace(&server.address().to_string(), "127.0.0.1:8080");
    guide.shows("report", &report);
    guide.close();

    let seen = server.seen();
    nothing_secret(folder.path(), &report, exports, &seen);
    // Each entry names cases. None of them fails here, which is reported as well.
    let known = script.replace("conformance run", "conformance run --known expectations.toml");
    let known = text(&shell(folder.path(), &known).stdout);
    assert!(known.contains("and is listed as a known failure"), "{known}");
    assert!(!known.contains("names no case"), "{known}");
    let junit = std::fs::read_to_string(folder.path().join("junit.xml")).unwrap();
    Followed { seen, report, junit }
}

/// No credential and no token that was made is in what a run writes.
fn nothing_secret(folder: &Path, report: &str, exports: &str, seen: &[Seen]) {
    let exported = exports.lines().filter_map(|line| line.strip_prefix("export "));
    let exported = exported.filter_map(|line| line.split_once('='));
    // The id of a key is sent with every signature, for anybody to see.
    let values = exported.filter(|(name, _)| !name.ends_with("_KEY_ID")).map(|(_, value)| value);
    let made = seen.iter().flat_map(|seen| seen.made.iter().map(String::as_str));
    let secrets: Vec<&str> = values.chain(made).collect();
    assert!(secrets.len() > 30, "{secrets:?}");
    for file in ["report.html", "junit.xml"] {
        let written = std::fs::read_to_string(folder.join(file)).unwrap();
        for secret in &secrets {
            assert!(!written.contains(secret) && !report.contains(secret), "{file}: {secret}");
        }
    }
}

#[test]
fn pipevest_signatures_are_verified() {
    let run = follow("pipevest");
    let revoked = run.count(|seen| seen.is_signed && seen.status == 204);
    assert!(revoked > 10, "{revoked}");
    assert_eq!(
        run.count(|seen| seen.is("/oauth/revoke") && !seen.is_signed && seen.status == 204),
        0
    );
    for variant in ["flipped-bit", "other-key", "expired", "from-the-future"] {
        assert!(run.passed(&format!("/signature-{variant}")), "{variant}");
    }
}

#[test]
fn voucherify_run_stays_within_its_budget() {
    let run = follow("voucherify");
    // What is malformed does not come as far as the routes.
    assert!((80..=100).contains(&run.seen.len()), "{}", run.seen.len());
    assert!(run.count(|seen| seen.is("/v1/oauth/token")) > 10);
    assert!(run.report.contains("skipped: outside of the request budget of 100"));
}

#[test]
fn nomba_tokens_are_created_by_setup_requests() {
    let run = follow("nomba");
    let made = run.count(|seen| seen.is("/v1/auth/token/issue") && seen.status == 200);
    let ended = run.count(|seen| seen.is("/v1/auth/token/revoke") && seen.status == 200);
    assert!(made > 30, "{made}");
    // What no case ends is ended by the teardown.
    assert_eq!(made, ended);
}

#[test]
fn moov_gets_json_and_forms_with_basic_credentials() {
    let run = follow("moov");
    for media_type in ["application/json", "application/x-www-form-urlencoded"] {
        let revoked = run.count(|seen| {
            seen.is("/oauth2/revoke")
                && seen.status == 204
                && seen.media_type == media_type
                && seen.scheme == "Basic"
        });
        assert!(revoked > 5, "{media_type}: {revoked}");
    }
}

#[test]
fn infisical_own_credential_is_revoked_last() {
    let run = follow("infisical");
    let made = run.count(|seen| seen.is("/tokens") && seen.status == 200);
    assert!(made > 30, "{made}");
    assert!(run.passed("/script-own-last"));
    let revocations: Vec<u16> =
        run.seen.iter().filter(|seen| seen.is("/revoke")).map(|seen| seen.status).collect();
    // The end of the caller's own token, a call that comes too late, and so does the last teardown.
    assert!(matches!(revocations[revocations.len() - 3..], [200, 401, 401]), "{revocations:?}");
}
