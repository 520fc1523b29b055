//! Imports: what curl command lines and Postman collections become, and what is said of what they cannot.

use std::path::Path;

use conformance_engine::import::curl;
use serde_json::Value;

use crate::replay::{conformance, document};
use crate::targets;

/// The requests of some command lines, in words.
fn read(text: &str, folder: &Path) -> String {
    let import = curl::read("commands", text, folder);
    let mut messages = String::new();
    for imported in &import.requests {
        let request = &imported.request;
        messages.push_str(&format!("{} {}\n", request.method, request.url));
        for (name, value) in &request.headers {
            messages.push_str(&format!("  {name}: {value}\n"));
        }
        if let Some(data) = &request.body {
            let content = String::from_utf8_lossy(data.content.bytes());
            messages.push_str(&format!("  {} {content:?}\n", data.media_type));
        }
    }
    for mistake in &import.mistakes {
        messages.push_str(&format!("{mistake}\n"));
    }
    messages
}

const COMMANDS: &str = r#"
# as a browser copies it
curl 'https://api.example.org/v1/tokens/1?a=b#top' \
  -X 'DELETE' \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -b 'sid=1; theme=dark' \
  --data-raw $'{"reason":"it\'s \u0041\n"}' --compressed --insecure

curl -sSL -XPOST -u ann:secret https://api.example.org/form -d a=1 --data b=2 --data-urlencode 'c=x y&z' ;
curl -G https://api.example.org/search?x=1 -d q=cats --data-urlencode name@name.txt
curl --json '{"a":' --json '1}' api.example.org/json -H 'X-Empty;' -H 'Accept:'
curl -I https://api.example.org/head -A agent -e https://from.example --oauth2-bearer tok -o /dev/null
curl https://a.example?b=c https://a.example/2 --next -d @body.json --url https://a.example/3
"#;

#[test]
fn command_lines_are_read() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("name.txt"), "tom & jerry").unwrap();
    std::fs::write(directory.path().join("body.json"), "{}").unwrap();
    insta::assert_snapshot!(read(COMMANDS, directory.path()));
}

#[test]
fn unsupported_imports_are_reported() {
    let nowhere = Path::new("/nowhere");
    let texts = [
        "curl https://a.example -F file=@a.png -T b --frobnicate -b jar.txt -H nonsense\n\ncurl -d @gone.txt -X",
        "curl ^\"https://a.example^\" ^\n -H ^\"a: b^\"",
        "curl 'https://a.example",
        "wget https://a.example",
        "   ",
        "curl 'ftp://a.example/x' -d @-",
    ];
    let messages: Vec<String> = texts.iter().map(|text| read(text, nowhere)).collect();
    insta::assert_snapshot!(messages.join("\n"));
}

fn entries(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let har: Value = serde_json::from_str(&text).unwrap();
    har["log"]["entries"].as_array().unwrap().clone()
}

#[test]
fn an_imported_command_line_replays() {
    let directory = tempfile::tempdir().unwrap();
    let spec = document(directory.path());
    // `run --recordings DIR` looks for them by document.
    std::fs::create_dir(directory.path().join("micro")).unwrap();
    let out = directory.path().join("micro/curl.har");
    let command = "curl -X DELETE https://staging.example.org/x/v1/tokens/0d8fa5a1-13b1-4fa4-8884-3f28499fb6be \
                   -H 'Authorization: Bearer canary-of-a-shell' --json '{\"reason\":\"moved\"}'";
    let out_name = out.display().to_string();
    let (code, messages, errors) =
        conformance(&["import", "curl", command, "--spec", &spec, "--out", &out_name]);
    assert_eq!((code, errors.as_str()), (0, ""), "{messages}");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(!text.contains("canary"), "{text}");
    assert!(text.contains("Bearer {{Bearer}}"), "{text}");
    let address = targets::saying(
        b"HTTP/1.1 204 No Content\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\nconnection: close\r\n\r\n",
    );
    let target = format!("http://{address}");
    let fixtures = ["--target", &target, "--auth", "Bearer=some-token-of-mine"];
    // The first declared success is assumed, and not compared.
    let mut replay = vec!["replay", &out_name, "--spec", &spec];
    replay.extend(fixtures);
    let (code, messages, errors) = conformance(&replay);
    assert_eq!(code, 0, "{messages}{errors}");
    let folder = directory.path().display().to_string();
    let mut run = vec!["run", "--spec", &spec, "--recordings", &folder, "--only", "*/recorded/*"];
    run.extend(fixtures);
    let (code, messages, errors) = conformance(&run);
    assert_eq!(code, 0, "{messages}{errors}");
    assert!(messages.contains("1 cases, 1 passed"), "{messages}");
}

#[test]
fn a_collection_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let spec = document(directory.path());
    let out = directory.path().join("out.har");
    let collection = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/imported/tokens.postman.json");
    let out_name = out.display().to_string();
    let arguments = ["import", "postman", collection, "--spec", &spec, "--out", &out_name];
    let (code, messages, errors) =
        conformance(&[&arguments[..], &["--var", "baseUrl=https://api.example.org"]].concat());
    assert_eq!(code, 0, "{errors}");
    assert!(!std::fs::read_to_string(&out).unwrap().contains("canary"));
    let mut text = format!("{errors}{messages}\n");
    for entry in entries(&out) {
        let (request, response) = (&entry["request"], &entry["response"]);
        text.push_str(&format!("{} {} {}\n", entry["_name"], request["method"], request["url"]));
        for header in request["headers"].as_array().unwrap() {
            text.push_str(&format!("  {}: {}\n", header["name"], header["value"]));
        }
        text.push_str(&format!("  {}\n", request["postData"]));
        let assumed = if entry["_assumed"] == true { "assumed" } else { "saved" };
        text.push_str(&format!("  {} {} {assumed}\n", response["status"], response["content"]));
    }
    let text = text.replace(&directory.path().display().to_string(), "<directory>");
    insta::assert_snapshot!(text);
}

#[test]
fn every_mistake_of_a_collection_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let spec = document(directory.path());
    let out = directory.path().join("out.har");
    let collection = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/imported/bad.postman.json");
    let out_name = out.display().to_string();
    let arguments = ["import", "postman", collection, "--spec", &spec, "--out", &out_name];
    let (code, _, messages) = conformance(&arguments);
    assert_eq!(code, 3);
    assert!(!out.exists());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/imported");
    insta::assert_snapshot!(messages.replace(folder, "<imported>"));
    let (code, _, messages) = conformance(&[&arguments[..], &["--keep-going"]].concat());
    assert_eq!(code, 0, "{messages}");
    assert_eq!(entries(&out).len(), 2, "{messages}");
}
