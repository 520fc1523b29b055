//! A reverse proxy that records exchanges, and reports violations of the document at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request as Asked, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response as ExchangeResult;
use bytes::Bytes;
use tokio::sync::Notify;

use super::forward::{Complete, Failure, Forwarder, connection_names, is_hop};
use super::settings::Settings;
use super::witness::{Observed, Witness};
use super::{Kept, masker};
use crate::har;
use crate::har::{Content, Entry, Limits, Notes, PostData, Request, Response};
use crate::source::recorded::mask::Seen;
use conformance_core::check::Severity;
use conformance_core::redact::{Redactor, label, without_user_info};

/// A line about an exchange, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyEvent {
    /// An exchange that was forwarded.
    Passed(String),
    /// A violation, and its severity.
    Departs(Severity, String),
    /// A request to which the target sent no response.
    NoResponse(String),
}

/// The counts so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Exchanges.
    pub passed: usize,
    /// Violations that are errors.
    pub errors: usize,
    /// Requests without a response.
    pub no_response: usize,
}

/// A recording reverse proxy of one target.
pub struct Proxy {
    settings: Settings,
    forwarder: Forwarder,
    witness: Witness,
    kept: Kept,
    redactor: Redactor,
    /// The secrets in all exchanges.
    seen: Seen,
    emit: Box<dyn Fn(ProxyEvent) + Send + Sync>,
    tally: Mutex<Tally>,
    number: AtomicUsize,
    changed: Notify,
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proxy({})", self.settings.target)
    }
}

impl Proxy {
    /// A proxy that records exchanges and emits events.
    ///
    /// # Errors
    ///
    /// If the system's TLS cannot be set up.
    pub fn new(
        settings: Settings,
        witness: Witness,
        kept: Kept,
        emit: impl Fn(ProxyEvent) + Send + Sync + 'static,
    ) -> Result<Self, reqwest::Error> {
        let redactor = Redactor::default();
        witness.suite().hide_secrets(&redactor);
        Ok(Self {
            forwarder: Forwarder::new(&settings)?,
            settings,
            witness,
            kept,
            redactor,
            seen: Seen::default(),
            emit: Box::new(emit),
            tally: Mutex::default(),
            number: AtomicUsize::new(0),
            changed: Notify::new(),
        })
    }

    /// The proxy as a service of any path.
    pub fn router(self: &Arc<Self>) -> Router {
        let pass =
            |State(proxy): State<Arc<Self>>, asked: Asked| async move { proxy.pass(asked).await };
        Router::new().fallback(pass).with_state(Arc::clone(self))
    }

    /// The counts so far.
    pub fn tally(&self) -> Tally {
        *self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something that is not written yet.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn save(&self) -> std::io::Result<()> {
        self.kept.save()
    }

    async fn pass(&self, asked: Asked) -> ExchangeResult {
        let (parts, body) = asked.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let name = format!("{} {}", parts.method, parts.uri.path());
        let Ok(body) = to_bytes(body, self.settings.max_body).await else {
            let why = format!("the request is longer than {} bytes", self.settings.max_body);
            return self.refuse(StatusCode::PAYLOAD_TOO_LARGE, &name, &why);
        };
        let url = format!("{}{path}", self.settings.target);
        let (started, begun) = (SystemTime::now(), Instant::now());
        match self.forwarder.send(&url, &parts, body.clone()).await {
            Ok(response_parts) => {
                let milliseconds = begun.elapsed().as_secs_f64() * 1_000.0;
                let entry = entry(url, &parts, &body, &response_parts, milliseconds);
                self.keep(entry, &name, started);
                reply(response_parts, parts.method == "HEAD", &self.settings.target)
            }
            Err(Failure::Target(why)) => {
                let why = format!("{} did not respond: {why}", self.settings.target);
                self.refuse(StatusCode::BAD_GATEWAY, &name, &why)
            }
            Err(Failure::TooLong(limit)) => {
                let why = format!("the response is longer than --max-body allows, {limit} bytes");
                self.refuse(StatusCode::BAD_GATEWAY, &name, &why)
            }
        }
    }

    /// A response of the proxy itself; nothing is recorded.
    fn refuse(&self, status: StatusCode, name: &str, why: &str) -> ExchangeResult {
        self.count(|tally| tally.no_response += 1);
        let why = self.redactor.clean(why);
        (self.emit)(ProxyEvent::NoResponse(format!("{name}: {why}; not recorded")));
        let text = format!("conformance record: {why}\n");
        let mut reply = ExchangeResult::new(Body::from(text));
        *reply.status_mut() = status;
        let plain = HeaderValue::from_static("text/plain; charset=utf-8");
        reply.headers_mut().insert("content-type", plain);
        reply
    }

    fn count(&self, change: impl FnOnce(&mut Tally)) {
        change(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn keep(&self, mut entry: Entry, name: &str, started: SystemTime) {
        let observed = self.witness.look(&entry);
        let request = entry.request.clone();
        let found = self.witness.matched(&request);
        let secrets = masker(self.witness.suite()).mask(found.as_ref(), &mut entry);
        self.seen.note(&secrets);
        self.seen.mask(&mut entry);
        for secret in secrets {
            self.redactor.hide(&secret.value, &label(&secret.name));
        }
        let number = self.number.fetch_add(1, Ordering::Relaxed) + 1;
        entry.notes = Notes {
            provenance: self.settings.provenance.clone(),
            name: Some(format!("exchange-{number}")),
            operation: observed.operation.clone(),
            base: Some(without_user_info(&self.settings.target)),
            ..Notes::default()
        };
        self.report(&observed, name, entry.response.status);
        if !self.kept.add(har::entry(&entry, started)) {
            (self.emit)(ProxyEvent::NoResponse(format!("{name}: the file is full; not recorded")));
        }
        self.changed.notify_one();
    }

    fn report(&self, observed: &Observed, name: &str, status: u16) {
        let emit = |messages: ProxyEvent| (self.emit)(messages);
        let name = self.redactor.clean(name);
        let words = match (&observed.operation, &observed.nearest) {
            (Some(operation), _) => format!("{name} -> {status} ({operation})"),
            (None, Some(nearest)) => {
                format!(
                    "{name} -> {status} (no operation of the document; the nearest is {nearest})"
                )
            }
            (None, None) => format!("{name} -> {status} (no operation of the document)"),
        };
        emit(ProxyEvent::Passed(words));
        if let Some(departs) = &observed.departs {
            let departs = self.redactor.clean(departs);
            emit(ProxyEvent::Departs(
                Severity::Warning,
                format!("the request violates the document: {departs}"),
            ));
        }
        let errors = observed.findings.iter().filter(|finding| finding.fails()).count();
        self.count(|tally| {
            tally.passed += 1;
            tally.errors += errors;
        });
        for finding in &observed.findings {
            let place = &finding.spec;
            let line = format!(
                "{}: {}; expected {} ({}:{}:{})",
                finding.check,
                finding.actual,
                finding.expected,
                place.file,
                place.line,
                place.column
            );
            let line = self.redactor.clean(&line).replace('\n', " ");
            emit(ProxyEvent::Departs(finding.severity, line));
        }
    }
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let fields = headers.iter();
    let fields = fields.map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    fields.collect()
}

fn entry(
    url: String,
    parts: &Parts,
    body: &Bytes,
    response_parts: &Complete,
    milliseconds: f64,
) -> Entry {
    let mut headers = texts(&parts.headers);
    let of_connection = connection_names(parts);
    headers.retain(|(name, _)| name != "host" && !is_hop(name, &of_connection));
    let named = |headers: &[(String, String)], name: &str| {
        headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone())
    };
    let content = |bytes: &Bytes, codings: Option<String>| {
        if bytes.is_empty() {
            Content::None
        } else {
            har::decoded(bytes.to_vec(), codings.as_deref(), Limits::DEFAULT)
        }
    };
    let media_type = named(&headers, "content-type").unwrap_or_default();
    let sent = content(body, named(&headers, "content-encoding"));
    let has_body = sent != Content::None || !media_type.is_empty();
    let data = PostData { media_type, content: sent, fields: Vec::new() };
    let request = Request {
        method: parts.method.as_str().to_owned(),
        url,
        headers,
        body: has_body.then_some(data),
    };
    let received: Vec<(String, String)> = response_parts
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), String::from_utf8_lossy(value).into_owned()))
        .collect();
    let came = content(&response_parts.body, named(&received, "content-encoding"));
    let response = Response { status: response_parts.status, headers: received, content: came };
    Entry { request, response, milliseconds, ..Entry::default() }
}

/// The response for the client. It must not bypass the proxy: a redirect to the target becomes one to a
/// path.
fn reply(response_parts: Complete, is_head: bool, target: &str) -> ExchangeResult {
    let mut reply = ExchangeResult::new(Body::from(response_parts.body));
    if let Ok(status) = StatusCode::from_u16(response_parts.status) {
        *reply.status_mut() = status;
    }
    for (name, value) in response_parts.headers {
        // The length is set again, except where there is no body.
        if is_hop(&name, &[]) || name == "content-length" && !is_head {
            continue;
        }
        let text = std::str::from_utf8(&value).unwrap_or_default();
        let below = text.strip_prefix(target).filter(|rest| rest.starts_with(['/', '?']));
        let value = match below {
            Some(rest) if name == "location" => rest.as_bytes().to_vec(),
            _ => value,
        };
        let field = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(&value));
        if let (Ok(name), Ok(value)) = field {
            reply.headers_mut().append(name, value);
        }
    }
    reply
}
