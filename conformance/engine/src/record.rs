//! Recording: the exchanges of a run, and a proxy that records the requests of clients. Secrets are
//! written as placeholders, which a replay fills in.

mod forward;
mod kept;
mod planned;
mod proxy;
mod settings;
mod witness;

pub use kept::Kept;
pub use proxy::{Proxy, ProxyEvent, Tally};
pub use settings::Settings;
pub use witness::{Observed, Witness};

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use crate::har;
use crate::har::{Content, Entry, Notes, Response};
use crate::source::recorded::mask::Masker;
use crate::suite::{ExchangeSink, Suite};
use conformance_core::case::{Case, CaseKind, Chained, Expected, Role};
use conformance_core::exchange::Via;
use conformance_core::exchange::{Exchange, HttpResponse};
use conformance_core::redact::{Redactor, without_user_info};
use planned::Writer;

/// Records the exchanges of a run, in the order of its cases.
#[derive(Debug)]
pub struct Recorder {
    kept: Kept,
    redactor: Arc<Redactor>,
    /// Where the run's seed and configuration are described.
    provenance: String,
}

impl Recorder {
    /// Records into this file. `provenance` is written to each entry as its origin.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn new(path: PathBuf, redactor: Arc<Redactor>, provenance: String) -> io::Result<Self> {
        Ok(Self { kept: Kept::new(path)?, redactor, provenance })
    }

    fn notes(&self, suite: &Suite, case: &Case, number: usize) -> Notes {
        let step = &case.steps[number];
        let variant = case.id.rsplit('/').next().unwrap_or_default();
        // Each of these draws values of its own.
        let stands_alone = step.role == Role::Repeat;
        let name = match number {
            0 => variant.to_owned(),
            _ => format!("{variant}-{}", number + 1),
        };
        let (kind, wrong) = kind(step.role.kind(&case.kind), &step.role);
        Notes {
            provenance: format!("{}, case {}", self.provenance, case.id),
            name: Some(name),
            kind: Some(kind),
            wrong,
            replay: None,
            operation: Some(case.operation_of(number).to_owned()),
            base: Some(without_user_info(&suite.base)),
            case: (!stands_alone).then(|| case.id.clone()),
            assumed: false,
        }
    }

    fn response(&self, suite: &Suite, received: &HttpResponse) -> Response {
        let codings = received.header("content-encoding");
        let headers = received.headers.iter();
        let headers = headers
            .map(|(name, value)| (name.to_owned(), String::from_utf8_lossy(value).into_owned()));
        let content = if received.body.is_empty() {
            Content::None
        } else {
            har::decoded(received.body.clone(), codings.as_deref(), har::Limits::DEFAULT)
        };
        let content = match content {
            Content::Whole(bytes) if received.over_limit => {
                Content::Cut(bytes, "longer than --max-body".to_owned())
            }
            content => content,
        };
        let mut response =
            Response { status: received.status, headers: headers.collect(), content };
        masker(suite).mask_response(&mut response);
        response
    }

    /// Replaces the secrets that the redactor knows.
    fn clean(&self, suite: &Suite, entry: &mut Entry) {
        let clean =
            |text: &mut String| *text = planned::unlabelled(suite, &self.redactor.clean(text));
        clean(&mut entry.request.url);
        let headers = entry.request.headers.iter_mut().chain(&mut entry.response.headers);
        headers.for_each(|(_, value)| clean(value));
        if let Some(data) = &mut entry.request.body {
            data.content.change(clean);
        }
        entry.response.content.change(clean);
    }

    /// Writes the file. Returns how many entries it has, and how many cases are omitted.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn finish(&self) -> io::Result<(usize, usize)> {
        self.kept.save()?;
        Ok(self.kept.count())
    }
}

impl ExchangeSink for Recorder {
    /// Records the exchanges of a case. What HAR cannot represent is omitted: messages that no HTTP
    /// library writes, probes, the revocation of the caller's own credential, and signatures that are
    /// wrong on purpose.
    fn note(&self, suite: &Suite, case: &Case, exchanges: &[Exchange]) {
        let is_malformed = case.steps.iter().any(|step| matches!(step.via, Via::Malformed(_)));
        let is_tampered = matches!(case.kind, CaseKind::BadSignature(_));
        if is_malformed || is_tampered || case.ends_the_caller() {
            self.kept.leave_out();
            return;
        }
        let mut steps = Vec::new();
        let mut entries = Vec::new();
        let own = case.steps.iter().zip(exchanges).enumerate();
        for (number, (step, exchange)) in own.filter(|(_, (step, _))| !step.role.is_probe()) {
            let Some(received) = exchange.response() else { break };
            let writer = Writer { suite, step, exchange, steps: &steps };
            let Some(request) = writer.request() else {
                self.kept.leave_out();
                return;
            };
            steps.push(number);
            let notes = self.notes(suite, case, number);
            let response = self.response(suite, received);
            let milliseconds = exchange.elapsed.as_secs_f64() * 1_000.0;
            entries.push(Entry { notes, request, response, milliseconds, ..Entry::default() });
        }
        let is_script = entries.iter().filter(|entry| entry.notes.case.is_some()).count() > 1;
        for mut entry in entries {
            if !is_script {
                entry.notes.case = None;
            }
            self.clean(suite, &mut entry);
            self.kept.add(har::entry(&entry, SystemTime::now()));
        }
    }
}

/// Replaces the secrets of a suite by placeholders.
pub fn masker(suite: &Suite) -> Masker<'_> {
    Masker {
        contract: &suite.contract,
        validators: &suite.validators,
        fixtures: &suite.fixtures,
        foreign: false,
    }
}

/// The word of a case kind, and the location of the error. A script whose response may vary has no
/// kind: its response is compared, but not required.
fn kind(kind: &CaseKind, role: &Role) -> (String, Option<String>) {
    let is_open = matches!(
        role,
        Role::Again | Role::Chained(Chained { expected: Expected::Gone | Expected::Again, .. })
    );
    match kind {
        _ if is_open => ("unusual".to_owned(), None),
        CaseKind::Invalid { pointer, .. } => ("invalid".to_owned(), Some(pointer.to_string())),
        kind => (kind.as_str().to_owned(), None),
    }
}
