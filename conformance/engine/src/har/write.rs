//! Writes HAR 1.2: single entries, and a complete file that replaces the old one.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::{Content, Entry, Notes};

/// An entry as it is in a file.
pub type Written = Value;

/// The entry as HAR.
pub fn entry(entry: &Entry, started: SystemTime) -> Written {
    let mut written = notes(&entry.notes);
    let started = DateTime::<Utc>::from(started).to_rfc3339_opts(SecondsFormat::Millis, true);
    written.insert("startedDateTime".to_owned(), started.into());
    written.insert("time".to_owned(), json!(entry.milliseconds));
    written.insert("request".to_owned(), request(entry));
    written.insert("response".to_owned(), response(entry));
    written.insert("cache".to_owned(), json!({}));
    let timings = json!({ "send": 0, "wait": entry.milliseconds, "receive": 0 });
    written.insert("timings".to_owned(), timings);
    Value::Object(written)
}

fn notes(notes: &Notes) -> Map<String, Value> {
    let mut written = Map::new();
    let mut add = |name: &str, value: Option<&String>| {
        if let Some(value) = value {
            written.insert(name.to_owned(), value.clone().into());
        }
    };
    add("_provenance", Some(&notes.provenance));
    add("_name", notes.name.as_ref());
    add("_case", notes.case.as_ref());
    add("_operation", notes.operation.as_ref());
    add("_base", notes.base.as_ref());
    add("_cause", notes.kind.as_ref());
    add("_wrong", notes.wrong.as_ref());
    if notes.assumed {
        written.insert("_assumed".to_owned(), true.into());
    }
    if let Some(replay) = notes.replay {
        written.insert("_replay".to_owned(), replay.into());
    }
    written
}

fn list(pairs: &[(String, String)]) -> Value {
    pairs.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn request(entry: &Entry) -> Value {
    let request = &entry.request;
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let query: Vec<(String, String)> =
        form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut written = json!({
        "method": request.method,
        "url": request.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": list(&request.headers),
        "queryString": list(&query),
        "headersSize": -1,
        "bodySize": request.body.as_ref().map_or(0, |body| body.content.bytes().len()),
    });
    if let (Some(body), Some(members)) = (&request.body, written.as_object_mut()) {
        let mut data = text(body.content.bytes());
        data.insert("mimeType".to_owned(), body.media_type.clone().into());
        if !body.fields.is_empty() {
            data.insert("params".to_owned(), list(&body.fields));
        }
        members.insert("postData".to_owned(), Value::Object(data));
    }
    written
}

fn response(entry: &Entry) -> Value {
    let response = &entry.response;
    let mut content = match &response.content {
        Content::None | Content::Missing(_) => Map::new(),
        held => text(held.bytes()),
    };
    let size = response.content.bytes().len();
    content.insert("size".to_owned(), size.into());
    let media_type = response.header("content-type").unwrap_or_default();
    content.insert("mimeType".to_owned(), media_type.into());
    if let Some(why) = response.content.lacks() {
        content.insert("comment".to_owned(), format!("truncated: {why}").into());
    }
    let status = http::StatusCode::from_u16(response.status).ok();
    json!({
        "status": response.status,
        "statusText": status.and_then(|status| status.canonical_reason()).unwrap_or_default(),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": list(&response.headers),
        "content": content,
        "redirectURL": response.header("location").unwrap_or_default(),
        "headersSize": -1,
        "bodySize": size,
    })
}

/// The text, or base64 of bytes that are not text.
fn text(bytes: &[u8]) -> Map<String, Value> {
    let mut members = Map::new();
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            members.insert("text".to_owned(), text.into());
        }
        Err(_) => {
            members.insert("text".to_owned(), STANDARD.encode(bytes).into());
            members.insert("encoding".to_owned(), "base64".into());
        }
    }
    members
}

/// The complete file.
pub fn document(entries: &[Written]) -> Value {
    json!({ "log": {
        "version": "1.2",
        "creator": { "name": "specwright-conformance", "version": env!("CARGO_PKG_VERSION") },
        "pages": [],
        "entries": entries,
    } })
}

/// Writes the file next to its destination and moves it there when it is complete.
///
/// # Errors
///
/// If it cannot be written.
pub fn save(path: &Path, entries: &[Written]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut file = io::BufWriter::new(File::create(&beside)?);
    serde_json::to_writer_pretty(&mut file, &document(entries))?;
    file.write_all(b"\n")?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    std::fs::rename(&beside, path)
}
