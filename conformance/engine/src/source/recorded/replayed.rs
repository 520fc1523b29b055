//! Cases from recordings of any browser, proxy or tool that are sent again, or evaluated offline. What
//! cannot be sent is reported with the reason.

use std::cell::RefCell;
use std::collections::HashSet;
use std::time::Duration;

use super::case_kind::rule;
use super::mask::{Masker, Secret};
use super::matching::nearest;
use super::reading::{Drafted, EntryReader, Reported};
use super::{Inputs, Recording, RecordingError, fill_placeholders, sanitized};
use crate::har;
use crate::har::{Entry, Har, Limits, Problems, Response};
use crate::source::recorded::departure;
use conformance_core::case::{Case, CaseKind, Origin, Purpose, Role, Step, Template};
use conformance_core::exchange::HttpResponse;
use conformance_core::exchange::Via;
use conformance_core::redact::{Redactor, label};
use conformance_core::replay::{RecordedCase, RecordedResponse, RecordedResponses};
use conformance_core::slug::slug;

/// The most entries that the nearest operation is searched for.
const MOST_NEAREST: usize = 200;

/// The recorded cases of a target.
#[derive(Debug, Default)]
pub struct Replayed {
    /// In the order of the files.
    pub cases: Vec<Case>,
    /// The recorded responses.
    pub recorded_responses: RecordedResponses,
    /// The entries that match no operation of the document.
    pub unmatched: Vec<Unmatched>,
    /// Further remarks on entries, each with its location.
    pub notes: Vec<String>,
}

/// An entry that matches no operation of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// The file and the JSON Pointer of the entry.
    pub place: String,
    /// The method and the URL without its query.
    pub request: String,
    /// The operation that is most similar.
    pub nearest: Option<String>,
}

impl Replayed {
    /// Reads recordings. With `offline` nothing is sent, so that no fixtures are needed. The redactor
    /// is given every secret in the recordings.
    ///
    /// # Errors
    ///
    /// Every mistake, with its location.
    pub fn read(
        inputs: &Inputs<'_>,
        recordings: &[Recording],
        offline: bool,
        redactor: &Redactor,
    ) -> Result<Self, RecordingError> {
        let mut work = Work {
            inputs,
            offline,
            redactor,
            replayed: Self::default(),
            ids: HashSet::new(),
            is_own: false,
        };
        let mut wrong = Vec::new();
        for recording in recordings {
            let problems = RefCell::new(Problems::of(&recording.name, &recording.text));
            match har::read(recording, Limits::DEFAULT) {
                Ok(har) => work.file(har, &problems),
                Err(list) => wrong.extend(list),
            }
            wrong.extend(problems.into_inner().into_list());
        }
        work.replayed.recorded_responses.offline = offline;
        if wrong.is_empty() { Ok(work.replayed) } else { Err(RecordingError::Wrong(wrong)) }
    }
}

struct Work<'a> {
    inputs: &'a Inputs<'a>,
    offline: bool,
    redactor: &'a Redactor,
    replayed: Replayed,
    ids: HashSet<String>,
    /// Whether this program wrote the current file.
    is_own: bool,
}

/// A step, with what is needed to make a case of it.
struct Read {
    step: Step,
    operation: String,
    kind: CaseKind,
    missing: Vec<String>,
    recorded_response: RecordedResponse,
}

impl Work<'_> {
    fn file(&mut self, har: Har, problems: &RefCell<Problems>) {
        for (index, why) in &har.left_out {
            self.replayed.notes.push(format!("{}#/log/entries/{index}: omitted: {why}", har.name));
        }
        self.is_own = har.creator == "specwright-conformance";
        let mut script: Option<String> = None;
        for mut entry in har.entries {
            let place = format!("{}#/log/entries/{}", har.name, entry.index);
            // What this program wrote contains no secret, and invalid values on purpose.
            if !self.is_own {
                self.hide(&mut entry);
            }
            let known = entry.notes.case.clone();
            let continues = known.is_some() && known == script;
            script = known;
            if let Ok(read) = self.entry(&entry, &place, problems)
                && let Some(read) = read
            {
                self.add(&entry, &place, read, continues, problems);
            }
        }
    }

    /// Masks the secrets of an entry that is sent again; those of an entry that is evaluated offline
    /// are given to the redactor.
    fn hide(&self, entry: &mut Entry) {
        let Inputs { contract, validators, fixtures, .. } = *self.inputs;
        let masker = Masker { contract, validators, fixtures, foreign: true };
        let mut masked = entry.clone();
        let problems = RefCell::new(Problems::of("", ""));
        let reader = EntryReader {
            inputs: self.inputs,
            problems: &problems,
            entry,
            tolerant: true,
            frozen: self.offline,
        };
        // If no operation matches, only the path is shown.
        let Some(found) = reader.matched() else { return };
        let secrets = masker.mask(Some(&found), &mut masked);
        for Secret { name, value } in &secrets {
            self.redactor.hide(value, &label(name));
        }
        if !self.offline {
            *entry = masked;
        }
    }

    fn entry(
        &mut self,
        entry: &Entry,
        place: &str,
        problems: &RefCell<Problems>,
    ) -> Result<Option<Read>, Reported> {
        let reader = EntryReader {
            inputs: self.inputs,
            problems,
            entry,
            tolerant: true,
            frozen: self.offline,
        };
        let url = entry.request.url.split('?').next().unwrap_or_default();
        let Some(found) = reader.matched() else {
            self.unmatched(entry, url, &reader);
            return Ok(None);
        };
        let Drafted { operation, mut kind, mut plan, mut missing } = reader.draft(&found)?;
        let status = entry.response.status;
        if self.offline {
            missing.clear();
            if entry.notes.assumed {
                missing.push("no response is recorded".to_owned());
            }
            // The URL is shown as it was recorded.
            plan.path = Template::text(url);
            let body = entry.request.body.as_ref().map(|body| body.content.bytes());
            let departs = departure(self.inputs, &found, &entry.request, body.unwrap_or_default());
            let is_meant = matches!(entry.notes.kind.as_deref(), None | Some("valid"));
            if let Some(departs) = departs.filter(|_| is_meant) {
                let name = &operation.id;
                let note = format!("{place}: the request violates {name}: {departs}");
                self.replayed.notes.push(note);
                if status < 400 && entry.notes.kind.is_none() {
                    kind = CaseKind::Unusual;
                }
            }
        } else {
            let is_known = self.is_own || entry.notes.kind.is_some() || status == 401;
            if !is_known {
                missing.extend(sanitized::supply(self.inputs, operation, &mut plan));
            }
            missing.splice(0..0, not_again(entry));
        }
        let step = Step { request: plan, via: Via::Http, status: None, role: Role::Main };
        let mut received = received(&entry.response);
        if self.offline {
            fill_placeholders::fill(self.inputs, operation, &mut received);
        }
        let elapsed = Duration::from_secs_f64((entry.milliseconds / 1_000.0).clamp(0.0, 86_400.0));
        let lacks = entry.response.content.lacks().map(str::to_owned);
        let recorded_response =
            RecordedResponse { place: place.to_owned(), response: received, lacks, elapsed };
        Ok(Some(Read { step, operation: operation.id.clone(), kind, missing, recorded_response }))
    }

    fn unmatched(&mut self, entry: &Entry, url: &str, reader: &EntryReader<'_>) {
        let contract = self.inputs.contract;
        let method = &entry.request.method;
        let file = reader.problems.borrow().name().to_owned();
        let request = self.redactor.clean(&format!("{method} {url}"));
        let id = Case::identify(&contract.id, Origin::Recorded, "unmatched", &reader.name());
        let id = self.unique(id, entry);
        let missing = Some(format!("no operation of {} matches", contract.id));
        self.replayed.recorded_responses.remember(&id, RecordedCase { missing, steps: Vec::new() });
        self.replayed.cases.push(Case {
            id,
            operation: "unmatched".to_owned(),
            origin: Origin::Recorded,
            kind: CaseKind::UnknownPath,
            purpose: Purpose::Rule,
            title: format!("recorded: {request}"),
            steps: Vec::new(),
            rule: specs::Pointer::root(),
            provenance: None,
        });
        let near = self.replayed.unmatched.len() < MOST_NEAREST;
        self.replayed.unmatched.push(Unmatched {
            place: format!("{file}#/log/entries/{}", entry.index),
            request,
            nearest: near.then(|| nearest(contract, method, url)).flatten(),
        });
    }

    fn unique(&mut self, id: String, entry: &Entry) -> String {
        let mut unique = id.clone();
        let mut number = entry.index + 1;
        while !self.ids.insert(unique.clone()) {
            unique = format!("{id}-{number}");
            number += 1;
        }
        unique
    }

    fn add(
        &mut self,
        entry: &Entry,
        place: &str,
        read: Read,
        continues: bool,
        problems: &RefCell<Problems>,
    ) {
        let missing = (!read.missing.is_empty()).then(|| read.missing.join("; "));
        if continues
            && let Some(case) = self.replayed.cases.last_mut()
            && !case.steps.is_empty()
        {
            let role = Role::Recorded { operation: read.operation, kind: read.kind };
            case.steps.push(Step { role, ..read.step });
            let id = case.id.clone();
            self.replayed.recorded_responses.add(&id, read.recorded_response, missing);
            return;
        }
        let contract = self.inputs.contract;
        let reader = EntryReader {
            inputs: self.inputs,
            problems,
            entry,
            tolerant: true,
            frozen: self.offline,
        };
        let name = reader.name();
        let id = Case::identify(&contract.id, Origin::Recorded, &read.operation, &name);
        let id = self.unique(id, entry);
        let rule = contract.operation(&read.operation).map(|known| rule(known, &read.kind));
        let provenance = match entry.notes.provenance.as_str() {
            "" => place.to_owned(),
            words => format!("{place}: {words}"),
        };
        let mut steps = vec![read.recorded_response];
        if entry.notes.assumed {
            steps.clear();
        }
        self.replayed.recorded_responses.remember(&id, RecordedCase { steps, missing });
        self.replayed.cases.push(Case {
            id,
            operation: read.operation,
            origin: Origin::Recorded,
            title: format!("recorded: {}", slug(&name).replace('-', " ")),
            steps: vec![read.step],
            rule: rule.unwrap_or_else(specs::Pointer::root),
            kind: read.kind,
            purpose: Purpose::of_recorded(&name),
            provenance: Some(provenance),
        });
    }
}

/// Why an entry is not sent again although it could be.
fn not_again(entry: &Entry) -> Option<String> {
    let status = entry.response.status;
    match entry.notes.replay {
        Some(true) => None,
        Some(false) => Some("the entry says `_replay: false`".to_owned()),
        None if status == 429 || status >= 500 => {
            Some(format!("a {status} was recorded, which no request can provoke"))
        }
        None => None,
    }
}

/// The response of the entry. Its codings are undone, and the headers about them removed.
pub fn received(response: &Response) -> HttpResponse {
    let is_empty = matches!(response.status, 204 | 205 | 304);
    let headers =
        response.headers.iter().filter(|(name, _)| match name.to_ascii_lowercase().as_str() {
            "content-encoding" | "transfer-encoding" => false,
            "content-length" => is_empty,
            _ => true,
        });
    // Some recorders join headers of one name by line breaks.
    let headers =
        headers.flat_map(|(name, value)| value.split('\n').map(move |value| (name, value.trim())));
    HttpResponse {
        status: response.status,
        headers: headers.collect(),
        body: response.content.bytes().to_vec(),
        over_limit: response.content.lacks().is_some(),
        stray: Vec::new(),
    }
}
