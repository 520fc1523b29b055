//! HAR files as browsers and proxies write them: what is read of each, and what is said of what is wrong.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_engine::har;
use conformance_engine::har::{Har, Limits, RawFile};

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/har")
}

fn messages(har: &Har) -> String {
    let mut text = format!("{} entries by {:?}\n", har.entries.len(), har.creator);
    for entry in &har.entries {
        let (request, response) = (&entry.request, &entry.response);
        writeln!(text, "{} {} {}", entry.index, request.method, request.url).unwrap();
        for (name, value) in &request.headers {
            writeln!(text, "  > {name}: {value}").unwrap();
        }
        if let Some(data) = &request.body {
            let content = String::from_utf8_lossy(data.content.bytes());
            let lacks = data.content.lacks().unwrap_or("whole");
            writeln!(text, "  > {} {content:?} ({lacks}) {:?}", data.media_type, data.fields)
                .unwrap();
        }
        let content = String::from_utf8_lossy(response.content.bytes());
        let lacks = response.content.lacks().unwrap_or("whole");
        writeln!(text, "  < {} {content:?} ({lacks})", response.status).unwrap();
    }
    for (index, why) in &har.left_out {
        writeln!(text, "{index} left out: {why}").unwrap();
    }
    text
}

#[test]
fn every_tool_s_quirks_are_read() {
    let mut all = String::new();
    for path in har::files(&[folder()]).unwrap() {
        let file = har::load(&path, Limits::DEFAULT).unwrap();
        let har = har::read(&file, Limits::DEFAULT).unwrap();
        writeln!(all, "# {}\n{}", path.file_name().unwrap().to_string_lossy(), messages(&har))
            .unwrap();
    }
    insta::assert_snapshot!(all);
}

fn entry(response: &str) -> String {
    format!(
        r#"{{ "log": {{ "version": "1.2", "entries": [{{
          "request": {{ "method": "GET", "url": "https://a.example/" }},
          "response": {response}
        }}] }} }}"#
    )
}

fn read(text: &str, limits: Limits) -> Result<Har, String> {
    let file = RawFile { name: "some.har".to_owned(), text: text.to_owned() };
    har::read(&file, limits)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_mistake_is_reported_with_its_place() {
    let bad = r#"{ "log": { "version": "1.2", "entries": [
  7,
  { "request": { "method": "GET", "url": "https://a.example/" } },
  { "request": { "url": "https://a.example/" }, "response": { "status": 200 } },
  { "request": { "method": "GET", "url": "" }, "response": { "status": 200 } },
  { "request": { "method": "GET", "url": "https://a.example/" }, "response": { "status": "ok" } },
  { "request": { "method": "GET", "url": "https://a.example/" },
    "response": { "status": 200, "content": { "text": "%%%", "encoding": "base64" } } },
  { "request": { "method": "POST", "url": "https://a.example/",
      "postData": { "text": "%%%", "encoding": "base64" } }, "response": { "status": 200 } }
] } }"#;
    let few = Limits { entries: 2, ..Limits::DEFAULT };
    let texts = [
        read(bad, Limits::DEFAULT),
        read(bad, few),
        read("", Limits::DEFAULT),
        read("[1]", Limits::DEFAULT),
        read(r#"{ "log": { "version": "3.0", "entries": {} } }"#, Limits::DEFAULT),
    ];
    insta::assert_snapshot!(texts.map(|text| text.unwrap_err()).join("\n\n"));
}

/// Content as brotli has it where nothing is compressed (RFC 7932 §9.2).
fn stored(text: &str) -> Vec<u8> {
    let header = ((text.len() - 1) << 4) | (1 << 20);
    let mut bytes = header.to_le_bytes()[..3].to_vec();
    bytes.extend_from_slice(text.as_bytes());
    bytes.push(3);
    bytes
}

fn coded(coding: &str, bytes: &[u8], limits: Limits) -> har::Content {
    let text = STANDARD.encode(bytes);
    let response = format!(
        r#"{{ "status": 200, "headers": [{{ "name": "Content-Encoding", "value": "{coding}" }}],
             "content": {{ "size": 1, "text": "{text}", "encoding": "base64" }} }}"#
    );
    read(&entry(&response), limits).unwrap().entries.remove(0).response.content
}

#[test]
fn codings_are_undone_and_bounded() {
    use std::io::Write as _;
    let packed = |text: &str| {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap()
    };
    let small = Limits { content: 64, ..Limits::DEFAULT };
    assert_eq!(coded("br", &stored("hello"), small).bytes(), b"hello");
    assert_eq!(coded("gzip", &packed("hello"), small).bytes(), b"hello");
    // Undone already, and the header left as it came.
    assert_eq!(coded("gzip", b"hello", small).bytes(), b"hello");
    let bomb = coded("gzip", &packed(&"a".repeat(100_000)), small);
    assert_eq!(bomb.lacks(), Some("longer than 64 bytes when decoded"));
    assert_eq!(coded("br", &[0xFF, 0xFE, 0xFD], small).lacks(), Some("cannot be decoded as `br`"));
    assert_eq!(coded("zstd", &[0x28, 0xB5, 0x2F, 0xFD], small).bytes(), b"");
}

#[test]
fn large_files_are_rejected() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("long.har");
    std::fs::write(&path, "{}".repeat(100)).unwrap();
    let error = har::load(&path, Limits { bytes: 10, ..Limits::DEFAULT }).unwrap_err();
    assert_eq!(error.to_string(), "longer than 0 MiB; split it");
}
