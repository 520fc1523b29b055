//! Reads a HAR file tolerantly: every mistake that makes an entry unusable is reported, everything else
//! is ignored.

use serde_json::{Map, Value};
use specs::Pointer;

use super::content::{bytes, cut};
use super::fields::{headers, number, object, pairs, scalar, text};
use super::{Content, Entry, Har, Limits, Notes, PostData, Problem, Problems, Request, Response};
use super::{RawFile, decoded};
use conformance_core::nearest::without_place;

/// The required form of a file.
const WHOLE: &str =
    "write HAR 1.2: `log` with `version` and `entries`, each with `request` and `response`";

/// Reads a file.
///
/// # Errors
///
/// Every mistake, with its location.
pub fn read(file: &RawFile, limits: Limits) -> Result<Har, Vec<Problem>> {
    let text = file.text.trim_start_matches('\u{feff}');
    let root: Value = serde_json::from_str(text).map_err(|error| {
        vec![Problem {
            file: file.name.clone(),
            line: error.line(),
            column: error.column().max(1),
            place: String::new(),
            message: format!("not a HAR file: {}", without_place(&error)),
            help: WHOLE.to_owned(),
        }]
    })?;
    let mut problems = Problems::of(&file.name, text);
    let Some((creator, entries)) = log(&root, limits, &mut problems) else {
        return Err(problems.into_list());
    };
    let (name, left_out) = (file.name.clone(), Vec::new());
    let mut har = Har { name, creator, entries: Vec::new(), left_out };
    for (index, value) in entries.iter().enumerate() {
        let place = Pointer::root().child("log").child("entries").child(index);
        let mut reader = Reader { problems: &mut problems, place, limits };
        match reader.entry(index, value) {
            Read::Entry(entry) => har.entries.push(*entry),
            Read::LeftOut(why) => har.left_out.push((index, why)),
            Read::Wrong => {}
        }
    }
    if problems.is_empty() { Ok(har) } else { Err(problems.into_list()) }
}

/// The program that wrote the file, and its entries; `None` if it is unusable.
fn log<'a>(
    root: &'a Value,
    limits: Limits,
    problems: &mut Problems,
) -> Option<(String, &'a Vec<Value>)> {
    let place = Pointer::root().child("log");
    let Some(log) = root.get("log").and_then(Value::as_object) else {
        problems.add(&Pointer::root(), "not a HAR file: there is no object `log`", WHOLE);
        return None;
    };
    let version = text(log, "version").unwrap_or_else(|| "1.2".to_owned());
    if !version.starts_with("1.") {
        let message = format!("HAR version `{version}` is not known");
        problems.add(&place.child("version"), message, "write HAR 1.2");
    }
    let Some(entries) = log.get("entries").and_then(Value::as_array) else {
        problems.add(&place, "not a HAR file: `log` has no array `entries`", WHOLE);
        return None;
    };
    if entries.len() > limits.entries {
        let message = format!("{} entries, of at most {}", entries.len(), limits.entries);
        problems.add(&place.child("entries"), message, "split the file");
        return None;
    }
    let creator = log.get("creator").map(object).unwrap_or_default();
    Some((text(&creator, "name").unwrap_or_default(), entries))
}

enum Read {
    Entry(Box<Entry>),
    LeftOut(String),
    /// The mistake is recorded.
    Wrong,
}

struct Reader<'a> {
    problems: &'a mut Problems,
    place: Pointer,
    limits: Limits,
}

impl Reader<'_> {
    fn wrong(&mut self, member: &str, message: impl Into<String>, help: &str) {
        let place = member.split('/').fold(self.place.clone(), |at, token| at.child(token));
        self.problems.add(&place, message, help);
    }

    fn entry(&mut self, index: usize, value: &Value) -> Read {
        let Some(entry) = value.as_object() else {
            self.problems.add(&self.place, "an entry is not an object", "write an object");
            return Read::Wrong;
        };
        let (request, response) = (entry.get("request"), entry.get("response"));
        let (Some(Value::Object(request)), Some(Value::Object(response))) = (request, response)
        else {
            let gone = if request.is_some_and(Value::is_object) { "response" } else { "request" };
            let message = format!("the entry has no `{gone}`");
            self.problems.add(&self.place, message, "add it, or remove the entry");
            return Read::Wrong;
        };
        let url = text(request, "url").unwrap_or_default();
        if let Some(why) = other_scheme(&url).or_else(|| unanswered(entry, response)) {
            return Read::LeftOut(why);
        }
        let request = self.request(request);
        let response = self.response(response, entry);
        let (Some(request), Some(response)) = (request, response) else { return Read::Wrong };
        let milliseconds = number(entry, "time").unwrap_or_default();
        let notes = self.notes(entry);
        Read::Entry(Box::new(Entry { index, notes, request, response, milliseconds }))
    }

    fn request(&mut self, request: &Map<String, Value>) -> Option<Request> {
        let method = text(request, "method").unwrap_or_default().to_ascii_uppercase();
        let url = text(request, "url").unwrap_or_default();
        if method.is_empty() || method.contains(char::is_whitespace) {
            self.wrong("request/method", "the request has no `method`", "add one, such as GET");
        }
        if url.is_empty() {
            let help = "add an absolute URL with its query";
            self.wrong("request/url", "the request has no `url`", help);
        }
        let fields = headers(request.get("headers"));
        let mut read =
            Request { url: whole_url(url, request), method, headers: fields, body: None };
        if read.header("cookie").is_none()
            && let cookies = pairs(request.get("cookies"))
            && !cookies.is_empty()
        {
            let pairs: Vec<String> =
                cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            read.headers.push(("Cookie".to_owned(), pairs.join("; ")));
        }
        read.body = self.post_data(request, &read);
        (!read.method.is_empty() && !read.url.is_empty()).then_some(read)
    }

    fn post_data(&mut self, request: &Map<String, Value>, read: &Request) -> Option<PostData> {
        let said = read.header("content-type").unwrap_or_default().to_owned();
        let Some(Value::Object(data)) = request.get("postData") else {
            let size = number(request, "bodySize").filter(|size| *size > 0.0)?;
            let why = format!("the {size} bytes that were sent are not recorded");
            return Some(PostData {
                media_type: said,
                content: Content::Missing(why),
                fields: Vec::new(),
            });
        };
        let media_type = text(data, "mimeType").unwrap_or(said);
        let fields = pairs(data.get("params"));
        let encoding = text(data, "encoding").or_else(|| text(data, "_encoding"));
        let content = match text(data, "text") {
            Some(words) => match bytes(&words, encoding.as_deref()) {
                Ok(bytes) => decoded(bytes, read.header("content-encoding"), self.limits),
                Err(why) => {
                    self.wrong(
                        "request/postData/text",
                        why,
                        "write base64, or text without `encoding`",
                    );
                    return None;
                }
            },
            None => self.unwritten(request, data, &fields),
        };
        let is_nothing = content == Content::None && fields.is_empty();
        (!is_nothing || !media_type.is_empty()).then_some(PostData { media_type, content, fields })
    }

    /// A body without `text`.
    fn unwritten(
        &self,
        request: &Map<String, Value>,
        data: &Map<String, Value>,
        fields: &[(String, String)],
    ) -> Content {
        let params = data.get("params").and_then(Value::as_array).cloned().unwrap_or_default();
        if params.iter().any(|field| field.get("fileName").is_some_and(|name| !name.is_null())) {
            return Content::Missing("the file that was sent is not recorded".to_owned());
        }
        match number(request, "bodySize") {
            Some(size) if size > 0.0 && fields.is_empty() => {
                Content::Missing(format!("the {size} bytes that were sent are not recorded"))
            }
            _ => Content::None,
        }
    }

    fn response(
        &mut self,
        response: &Map<String, Value>,
        entry: &Map<String, Value>,
    ) -> Option<Response> {
        let status = number(response, "status").filter(|status| (100.0..1000.0).contains(status));
        let Some(status) = status.filter(|status| status.fract() == 0.0) else {
            let status = response.get("status").map(scalar).unwrap_or_default();
            let message = format!("`{status}` is not a status code");
            self.wrong("response/status", message, "write a number from 100 to 599");
            return None;
        };
        let fields = headers(response.get("headers"));
        let mut read = Response { status: status as u16, headers: fields, content: Content::None };
        let held = response.get("content").map(object).unwrap_or_default();
        let size = number(&held, "size");
        let content = match text(&held, "text") {
            Some(words) => match bytes(&words, text(&held, "encoding").as_deref()) {
                Ok(bytes) => decoded(bytes, read.header("content-encoding"), self.limits),
                Err(why) => {
                    let help = "write base64, or text without `encoding`";
                    self.wrong("response/content/text", why, help);
                    return None;
                }
            },
            None if has_no_content(&read, entry) => Content::None,
            None => {
                // Some tools write an empty body and its original size when they do not record bodies.
                let came = number(response, "bodySize").unwrap_or_default();
                match size.unwrap_or_default().max(came) {
                    0.0 => Content::None,
                    came => Content::Missing(format!(
                        "the {came} bytes that were received are not recorded"
                    )),
                }
            }
        };
        let comment = text(&held, "comment").or_else(|| text(response, "comment"));
        read.content = cut(content, size, comment.as_deref());
        Some(read)
    }

    fn notes(&self, entry: &Map<String, Value>) -> Notes {
        Notes {
            provenance: text(entry, "_provenance").unwrap_or_default(),
            name: text(entry, "_name"),
            kind: text(entry, "_cause"),
            wrong: text(entry, "_wrong"),
            replay: entry.get("_replay").and_then(Value::as_bool),
            operation: text(entry, "_operation"),
            base: text(entry, "_base"),
            case: text(entry, "_case"),
            assumed: entry.get("_assumed").and_then(Value::as_bool).unwrap_or_default(),
        }
    }
}

/// RFC 9110 §6.4.1: these have no body, whatever size is recorded.
fn has_no_content(read: &Response, entry: &Map<String, Value>) -> bool {
    let method = entry.get("request").and_then(|request| request.get("method")).map(scalar);
    matches!(read.status, 204 | 304) || method.is_some_and(|name| name.eq_ignore_ascii_case("HEAD"))
}

/// Browsers record everything that they load.
fn other_scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let is_http = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (is_scheme && !is_http).then(|| format!("a `{scheme}:` URL is not an HTTP request"))
}

/// Browsers write status 0 for requests that were blocked, cancelled or without a response.
fn unanswered(entry: &Map<String, Value>, response: &Map<String, Value>) -> Option<String> {
    let status = response.get("status").map(scalar)?;
    let is_none = matches!(status.as_str(), "0" | "-1" | "0.0");
    let why = text(response, "_error").or_else(|| text(entry, "_error"));
    is_none.then(|| match why {
        Some(why) => format!("it has no response: {why}"),
        None => "it has no response (status 0)".to_owned(),
    })
}

/// The URL with its query, which some tools write to `queryString` only, and without its fragment.
fn whole_url(url: String, request: &Map<String, Value>) -> String {
    let url = url.split('#').next().unwrap_or_default().to_owned();
    let query = pairs(request.get("queryString"));
    if url.contains('?') || query.is_empty() {
        return url;
    }
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(query);
    format!("{url}?{}", text.finish())
}
