//! The parts of a document that a run exercised, and those that it did not.

mod goals;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use specs::Contract;
use specs::contract::{Operation, Schemas};

use crate::case::{Case, CaseKind, Quality};
use crate::exchange::Exchange;

/// Names that were reached and names that were not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reached {
    /// In the document's order.
    pub reached: Vec<String>,
    /// In the document's order.
    pub missed: Vec<String>,
}

impl Reached {
    fn of(names: Vec<String>, seen: &BTreeSet<String>) -> Self {
        let (reached, missed) = names.into_iter().partition(|name| seen.contains(name));
        Self { reached, missed }
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.reached.len() + self.missed.len()
    }
}

/// The parts of a document that a run exercised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Coverage {
    /// Operations that sent a response.
    pub operations: Reached,
    /// Operations that sent a declared success.
    pub successes: Reached,
    /// Declared statuses that were received, as `<operation> <status>`.
    pub statuses: Reached,
    /// Parameters that were sent, as `<operation> <location>/<name>`.
    pub parameters: Reached,
    /// Properties of bodies that were sent, as `<operation> body/<name>`.
    pub fields: Reached,
    /// Security alternatives with which a valid request succeeded, as
    /// `<operation> security/<schemes>`.
    pub security: Reached,
    /// Keywords of request schemas that a request violated and got a response, as
    /// `<operation> <location>/<name> <keyword>`.
    pub keywords: Reached,
    /// Declared media types of responses that were received, as `<operation> <status> <media type>`.
    pub contents: Reached,
}

/// How much of a document was exercised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    /// What was exercised.
    pub reached: usize,
    /// What the document declares.
    pub total: usize,
}

impl Share {
    /// In percent; 100 for an empty document.
    pub fn percent(self) -> f64 {
        if self.total == 0 { 100.0 } else { 100.0 * self.reached as f64 / self.total as f64 }
    }

    /// The sum with another one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { reached: self.reached + other.reached, total: self.total + other.total }
    }
}

impl Coverage {
    /// Each kind with its name.
    pub fn kinds(&self) -> [(&'static str, &Reached); 8] {
        [
            ("operations", &self.operations),
            ("successes", &self.successes),
            ("statuses", &self.statuses),
            ("contents", &self.contents),
            ("security", &self.security),
            ("parameters", &self.parameters),
            ("body fields", &self.fields),
            ("keywords", &self.keywords),
        ]
    }

    /// Each kind, to be changed.
    pub fn kinds_mut(&mut self) -> [&mut Reached; 8] {
        let Self {
            operations,
            successes,
            statuses,
            parameters,
            fields,
            security,
            keywords,
            contents,
        } = self;
        [operations, successes, statuses, contents, security, parameters, fields, keywords]
    }

    /// How much of all kinds was exercised, without what no request can cause: statuses (and
    /// their bodies) of overload and of failures.
    pub fn share(&self) -> Share {
        // The status is last, or before the media type; the id of an operation may have spaces.
        let counts = |place: usize, name: &str| {
            let status = name.rsplit(' ').nth(place).unwrap_or_default();
            !(status == "429" || (status.len() == 3 && status.starts_with('5')))
        };
        self.kinds().into_iter().fold(Share::default(), |share, (kind, reached)| {
            let place = match kind {
                "statuses" => Some(0),
                "contents" => Some(1),
                _ => None,
            };
            let count = |names: &[String]| {
                let counted = |name: &&String| place.is_none_or(|place| counts(place, name));
                names.iter().filter(counted).count()
            };
            let (hit, missed) = (count(&reached.reached), count(&reached.missed));
            share.and(Share { reached: hit, total: hit + missed })
        })
    }
}

/// Collects what a run exercises.
#[derive(Debug, Default)]
pub struct Collector {
    seen: BTreeSet<String>,
    succeeded: BTreeSet<String>,
    /// A buffer for a name: nearly every name is known already and need not be allocated.
    name: String,
}

impl Collector {
    /// Records an exchange with a response.
    pub fn note(&mut self, operation: &Operation, case: &Case, step: usize, exchange: &Exchange) {
        let Some(received) = exchange.any_response() else {
            return;
        };
        if !case.kind.reaches_operation() {
            return;
        }
        let id = &operation.id;
        self.see(&[id]);
        if let Some(declared) = operation.responses.lookup(received.status) {
            let status = declared.status.to_string();
            self.see(&[id, " ", &status]);
            if let Some(media_type) = received.media_type() {
                self.see(&[id, " ", &status, " ", &media_type]);
            }
            if (200..300).contains(&received.status) && !self.succeeded.contains(id) {
                self.succeeded.insert(id.clone());
            }
        }
        if let (CaseKind::Invalid { pointer, keyword }, 0) = (&case.kind, step) {
            self.see(&[id, &place(pointer), " ", keyword]);
        }
        if (200..300).contains(&received.status) {
            self.note_security(operation, case, step);
        }
        for carried in case.steps.get(step).iter().flat_map(|step| &step.request.carries) {
            self.see(&[id, " ", carried]);
        }
    }

    fn see(&mut self, name: &[&str]) {
        self.name.clear();
        self.name.extend(name.iter().copied());
        if !self.seen.contains(&self.name) {
            self.seen.insert(self.name.clone());
        }
    }

    /// The security alternative of a successful request.
    fn note_security(&mut self, operation: &Operation, case: &Case, step: usize) {
        let Some(step) = case.steps.get(step) else { return };
        let credentials = &step.request.credentials;
        let is_valid = *step.role.kind(&case.kind) == CaseKind::Valid;
        if !is_valid || credentials.iter().any(|used| used.quality != Quality::Right) {
            return;
        }
        let is_taken = |alternative: &&specs::contract::SecurityAlternative| {
            let needed = &alternative.requirements;
            needed.len() == credentials.len()
                && needed.iter().all(|one| credentials.iter().any(|used| used.scheme == one.scheme))
        };
        for taken in operation.security.alternatives.iter().filter(is_taken) {
            self.see(&[&operation.id, " ", &goals::alternative(taken)]);
        }
    }

    /// The exercised parts of everything that the document declares.
    pub fn coverage(&self, contract: &Contract) -> Coverage {
        let each = |names: fn(&Contract, &Operation) -> Vec<String>| {
            let all = contract.operations.iter().flat_map(|operation| {
                names(contract, operation)
                    .into_iter()
                    .map(|name| format!("{} {name}", operation.id))
            });
            Reached::of(all.collect(), &self.seen)
        };
        let operations: Vec<String> =
            contract.operations.iter().map(|operation| operation.id.clone()).collect();
        Coverage {
            operations: Reached::of(operations.clone(), &self.seen),
            successes: Reached::of(operations, &self.succeeded),
            statuses: each(|_, operation| {
                operation.responses.iter().map(|response| response.status.to_string()).collect()
            }),
            parameters: each(|_, operation| {
                let named = operation.parameters.iter();
                named
                    .map(|parameter| format!("{}/{}", parameter.location.as_str(), parameter.name))
                    .collect()
            }),
            fields: each(|contract, operation| fields(&contract.schemas, operation)),
            security: each(|_, operation| {
                operation.security.alternatives.iter().map(goals::alternative).collect()
            }),
            keywords: each(|contract, operation| goals::keywords(&contract.schemas, operation)),
            contents: each(|_, operation| contents(operation)),
        }
    }
}

/// The location of a rule in the request, as ` <location>/<name>`; within a property, that of the property.
fn place(pointer: &specs::Pointer) -> String {
    let tokens: Vec<String> = pointer.tokens().take(2).map(|token| format!("/{token}")).collect();
    tokens.concat().replacen('/', " ", 1)
}

/// The media types of each declared response.
fn contents(operation: &Operation) -> Vec<String> {
    let responses = operation.responses.iter();
    responses
        .flat_map(|response| {
            response
                .content
                .iter()
                .map(|media| format!("{} {}", response.status, media.type_and_subtype()))
        })
        .collect()
}

/// The top-level properties of an operation's bodies.
fn fields(schemas: &Schemas, operation: &Operation) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let content = operation.body.iter().flat_map(|body| &body.content);
    for schema in content.filter_map(|media_type| media_type.schema) {
        for property in schemas.shape(schema).properties() {
            let name = format!("body/{}", property.name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
