//! A run that cannot begin: each report that was asked for is written, and says why in the way of its form.

use std::path::Path;
use std::process::{Command, Output};

use conformance_report::{FORMS, json_schema, jsonl_schema};
use serde_json::{Value, json};

use super::schemas::validate;

/// Settings in which much is wrong, each in a target of its own.
const TARGETS: &str = r#"
[targets.unset]
provider = "moov"
url = "http://127.0.0.1:1"
auth.BasicAuth = { username = "u", password = { env = "NOT_SET_ANYWHERE" } }

[targets.unsigned]
provider = "pipevest"
url = "http://127.0.0.1:1"
signing = { key = { file = "no.key" }, algorithm = "ed25519", keyid = "one", components = ["@method"] }

[targets.nowhere]
provider = "nomba"
url = { env = "NOT_SET_ANYWHERE" }

[targets.untrusted]
provider = "nomba"
url = "https://127.0.0.1:1"
ca = "no.key"

[targets.document]
spec = "broken.yaml"
url = "http://127.0.0.1:1"
"#;

/// What is given, the exit code, and what every report says.
const MISTAKES: &[(&str, u8, &str)] = &[
    ("run --target unset", 3, "the environment variable `NOT_SET_ANYWHERE` is not set"),
    ("run --target unsigned", 3, "the key cannot be used"),
    ("run --target nowhere", 3, "the environment variable `NOT_SET_ANYWHERE` is not set"),
    ("run --target untrusted", 3, "no.key"),
    ("run --target document", 3, "broken.yaml cannot be used"),
    ("run --target document", 3, "help: "),
    ("run --target unsett", 3, "there is no target `unsett`"),
    ("run --target unset --env-file no-such-file", 3, "no-such-file: cannot be read"),
    ("run --config no-such-file", 3, "no-such-file: cannot be read"),
    ("run --config no.key", 3, "no.key: there is a mistake in it"),
    ("run --spec no-such-file --target http://127.0.0.1:1", 3, "cannot read no-such-file"),
    ("run --provider nomba --fixtures no-such-file", 3, "no-such-file: cannot be read"),
    ("run --provider nomba --fixtures fixtures.json", 3, "fixtures.json: there is a mistake"),
    ("run --provider nomba --expectations no-such-file", 3, "no-such-file: cannot be read"),
    ("run --provider nomba --expectations no.key", 3, "no.key"),
    ("run --provider nomba --expectations unreasoned.toml", 3, "unreasoned.toml"),
    ("run --provider nomba --recordings recordings", 3, "there is no object `log`"),
    ("run --provider nomba --rerun-failed no-such-file", 3, "no-such-file: cannot be read"),
    ("run --provider nomba --rerun-failed fixtures.json", 3, "has no case"),
    ("run --provider nomba --record-out no/such/folder", 3, "--record-out: the file cannot be"),
    ("run --provider nomba --ca no-such-file", 3, "no-such-file: cannot be read"),
    ("run --provider nomba --severity x=error", 2, "unknown check `x`"),
    ("run --provider nomba --proxy nothing", 2, "--proxy is not the URL of a proxy"),
    ("run --provider nomba --target https://api.nomba.com", 2, "add --allow-production"),
    ("run --provider nomda", 2, "unknown provider `nomda`"),
    ("replay no-such-file --provider nomba", 3, "no-such-file: cannot be read"),
    ("replay recordings/nomba --provider nomba --offline", 3, "there is no object `log`"),
    ("replay folder --provider nomba", 3, "folder: no `*.har` file found"),
    ("replay recordings/nomba --provider nomba --ignore x", 2, "--ignore"),
    ("replay recordings/nomba", 2, "a recording is compared with one document"),
    ("replay recordings/nomba --target unset", 3, "`NOT_SET_ANYWHERE` is not set"),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("conformance.toml", TARGETS);
    write("no.key", "this is no key & <no> \"certificate\"\n");
    write("broken.yaml", "openapi: 9\n");
    write("fixtures.json", "{ \"valuse\": {} }");
    write("unreasoned.toml", "[[known]]\ncase = \"nomba/*\"\n");
    write("recordings/nomba/bad.har", "{ \"log\": [] }");
    write("folder/notes.txt", "");
    folder
}

fn conformance(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("GITHUB_STEP_SUMMARY", folder.join("step"))
        .output()
        .unwrap()
}

/// What a report says of the error, read as its readers do.
fn said(form: &str, text: &str) -> String {
    let read = || serde_json::from_str::<Value>(text).unwrap();
    let words = |value: &Value| value.as_str().unwrap().to_owned();
    match form {
        "human" => text.strip_prefix("the run could not begin: ").unwrap().to_owned(),
        "json" => {
            let report = read();
            validate(&json_schema(), text);
            assert_eq!((&report["verdict"], &report["suites"]), (&json!("not-begun"), &json!([])));
            words(&report["error"]["message"])
        }
        "jsonl" => {
            text.lines().for_each(|line| validate(&jsonl_schema(), line));
            let lines = text.lines().map(serde_json::from_str::<Value>);
            let events: Vec<Value> = lines.collect::<Result<_, _>>().unwrap();
            let names: Vec<&str> =
                events.iter().map(|event| event["event"].as_str().unwrap()).collect();
            assert_eq!(names, ["run-started", "run-finished"]);
            words(&events[1]["error"]["message"])
        }
        "junit" => {
            assert!(
                text.contains("tests=\"1\" skipped=\"0\" failures=\"0\" errors=\"1\""),
                "{text}"
            );
            let (_, rest) = text.split_once("<error ").unwrap();
            let (inner, _) = rest.split_once("</error>").unwrap();
            unescaped(inner.split_once('>').unwrap().1)
        }
        "sarif" => {
            let run = &read()["runs"][0];
            let invocation = &run["invocations"][0];
            assert_eq!(invocation["executionSuccessful"], false);
            assert_eq!(run["results"], json!([]));
            let messages = &invocation["toolConfigurationNotifications"][0];
            assert_eq!(messages["level"], "error");
            let id = &messages["descriptor"]["id"];
            let known = run["tool"]["driver"]["notifications"].as_array().unwrap();
            assert!(known.iter().any(|one| one["id"] == *id), "{id}");
            words(&messages["message"]["text"])
        }
        "ctrf" => {
            let results = &read()["results"];
            let summary = &results["summary"];
            assert_eq!((&summary["tests"], &summary["failed"]), (&json!(1), &json!(1)));
            assert_eq!(results["tests"][0]["status"], "failed");
            words(&results["tests"][0]["trace"])
        }
        "html" => {
            assert!(text.contains("<h1 id=\"headline\">The run could not begin</h1>"));
            assert!(text.contains("id=\"case-rows\">[]</script>"));
            let (_, rest) =
                text.split_once("<pre class=\"callout error\" tabindex=\"0\">").unwrap();
            let before_all = rest.split_once("id=\"findings\"").unwrap().0;
            unescaped(before_all.split_once("</pre>").unwrap().0)
        }
        "github" => {
            assert!(text.starts_with("## ❌ conformance: the run could not begin\n"), "{text}");
            text.to_owned()
        }
        other => panic!("no test reads {other}"),
    }
}

fn unescaped(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/")];
    let signs = signs.into_iter().chain([("&apos;", "'"), ("&amp;", "&")]);
    signs.fold(text.to_owned(), |text, (sign, plain)| text.replace(sign, plain))
}

#[test]
fn every_report_has_the_error_of_a_run_that_could_not_begin() {
    for (line, code, message) in MISTAKES {
        let folder = folder();
        let reports: Vec<String> =
            FORMS.iter().map(|form| format!("--report={0}=out.{0}", form.name)).collect();
        let mut arguments: Vec<&str> = line.split(' ').collect();
        arguments.extend(reports.iter().map(String::as_str));
        let output = conformance(folder.path(), &arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(i32::from(*code)), "{line}: {error}");
        assert!(error.contains(message), "{line}: {error}");
        for form in FORMS {
            let file = folder.path().join(format!("out.{}", form.name));
            let text = std::fs::read_to_string(file)
                .unwrap_or_else(|why| panic!("{line}: {}: {why}\n{error}", form.name));
            let messages = said(form.name, &text);
            assert!(messages.contains(message), "{line}: {}: {messages}", form.name);
        }
        let code = format!("\"exit_code\": {code}");
        let report = std::fs::read_to_string(folder.path().join("out.json")).unwrap();
        assert!(report.contains(&code), "{line}: {report}");
        // Nothing is left of what is put in place at the end.
        let left = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
        let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with('.')).collect();
        assert!(left.is_empty(), "{line}: {left:?}");
    }
}

#[test]
fn reports_of_the_file_are_written_in_its_folder() {
    let folder = folder();
    let asks = "[targets.asks]\nprovider = \"nomba\"\nurl = \"http://127.0.0.1:1\"\nreport = \
                [\"json=out.json\"]\nvalues.x = { env = \"NOT_SET_ANYWHERE\" }\n";
    std::fs::create_dir(folder.path().join("settings")).unwrap();
    std::fs::write(folder.path().join("settings/c.toml"), asks).unwrap();
    for more in [&[][..], &["--env-file", "no-such-file"], &["--provider", "moov"]] {
        let run = ["run", "--config", "settings/c.toml", "--target", "asks"];
        let output = conformance(folder.path(), &[&run[..], more].concat());
        assert_ne!(output.status.code(), Some(0));
        let file = folder.path().join("settings/out.json");
        let report = std::fs::read_to_string(&file).unwrap();
        assert!(report.contains("\"verdict\": \"not-begun\""), "{more:?}: {report}");
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_log_has_the_error_once_for_people_and_once_for_the_workflow() {
    let folder = folder();
    let run = ["run", "--target", "unset", "--report", "human", "--report", "github"];
    let output = conformance(folder.path(), &run);
    let messages = String::from_utf8(output.stdout).unwrap();
    let begin =
        "::error title=the run could not begin::conformance.toml: there is a mistake in it%0A";
    assert!(messages.starts_with(begin) && messages.lines().count() == 1, "{messages}");
    let step = std::fs::read_to_string(folder.path().join("step")).unwrap();
    assert!(step.contains("NOT_SET_ANYWHERE"), "{step}");
}

#[test]
fn mistakes_of_the_command_line_write_nothing() {
    for wrong in [&["--seed", "x"][..], &["--report", "pdf=x"], &["--report", "junit=no/such/x"]] {
        let folder = folder();
        let run = ["run", "--target", "unset", "--report", "json=out.json"];
        let output = conformance(folder.path(), &[&run[..], wrong].concat());
        assert!(matches!(output.status.code(), Some(2 | 3)));
        assert!(!folder.path().join("out.json").exists(), "{wrong:?}");
    }
}

#[test]
fn secrets_of_the_command_line_are_in_no_error() {
    let folder = folder();
    let secret = "canary-of-a-flag";
    let url = format!("ftp://me:{secret}@host");
    for wrong in [
        ["--target", url.as_str(), "--auth", "BasicAuth=a:b"],
        ["--target", "http://127.0.0.1:1", "--auth", secret],
        ["--target", "http://127.0.0.1:1", "--live-value", secret],
    ] {
        let reports: Vec<String> =
            FORMS.iter().map(|form| format!("--report={0}=out.{0}", form.name)).collect();
        let mut arguments = vec!["run", "--provider", "moov"];
        arguments.extend(wrong);
        arguments.extend(reports.iter().map(String::as_str));
        let output = conformance(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2));
        let mut texts = vec![String::from_utf8(output.stderr).unwrap()];
        for form in FORMS {
            let file = folder.path().join(format!("out.{}", form.name));
            texts.push(std::fs::read_to_string(file).unwrap());
        }
        assert!(texts.iter().all(|text| !text.contains(secret)), "{wrong:?}: {texts:?}");
    }
}
