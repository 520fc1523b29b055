//! Reads an entry of a recording into a request to be sent. A mistake is recorded with file, line,
//! column and help; missing values are recorded if the entry is only replayed.

use std::cell::RefCell;

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Operation, Parameter, ParameterLocation, SchemeKind};

use super::super::Inputs;
use super::matching::{self, Match};
use super::placeholder::Placeholders;
use crate::har::{Content, Entry, PostData, Problems};
use conformance_core::case::{BodyPlan, CaseKind, Manner, RequestPlan, Slot, Template};
use conformance_core::slug::slug;

/// Headers that the transport writes itself.
const OWN_HEADERS: [&str; 5] =
    ["host", "content-length", "connection", "user-agent", "accept-encoding"];
/// Headers about one connection or one browser; they are not sent again.
const NOT_AGAIN: [&str; 18] = [
    "keep-alive",
    "proxy-connection",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "expect",
    "content-encoding",
    "dnt",
    "origin",
    "referer",
    "priority",
    "accept-language",
    "if-none-match",
    "if-modified-since",
    "cookie",
];

/// The mistake is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reported;

pub(super) struct EntryReader<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) problems: &'a RefCell<Problems>,
    pub(super) entry: &'a Entry,
    /// Whether the entry is a replay: any tool may have written it.
    pub(super) tolerant: bool,
    /// Whether it is not sent.
    pub(super) frozen: bool,
}

/// A request that an entry holds.
pub(super) struct Drafted<'a> {
    pub(super) operation: &'a Operation,
    pub(super) kind: CaseKind,
    pub(super) plan: RequestPlan,
    /// The missing values; empty if they are reported as mistakes.
    pub(super) missing: Vec<String>,
}

impl EntryReader<'_> {
    pub(super) fn place(&self) -> Pointer {
        Pointer::root().child("log").child("entries").child(self.entry.index)
    }

    pub(super) fn wrong(&self, member: &str, message: String, help: impl Into<String>) -> Reported {
        let place = member.split('/').filter(|token| !token.is_empty());
        let place = place.fold(self.place(), |at, token| at.child(token));
        self.problems.borrow_mut().add(&place, message, help);
        Reported
    }

    /// The operation of the entry: the one that it names, otherwise the one of its method and URL.
    pub(super) fn matched(&self) -> Option<Match<'_>> {
        let request = &self.entry.request;
        let url = request.url.split('?').next().unwrap_or_default();
        let contract = self.inputs.contract;
        let (operation, base) = (&self.entry.notes.operation, &self.entry.notes.base);
        if let (Some(operation), Some(base)) = (operation, base)
            && let Some(operation) = contract.operation(operation)
            && let Some(path) = url.strip_prefix(base.trim_end_matches('/'))
        {
            let has_method = operation.method.as_str() == request.method;
            return Some(Match { operation, path, has_method });
        }
        matching::find(contract, &request.method, url)
    }

    pub(super) fn name(&self) -> String {
        let file = self.problems.borrow().name().to_owned();
        let stem = file.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = stem.strip_suffix(".har").unwrap_or(stem);
        match &self.entry.notes.name {
            Some(name) => slug(name),
            None => format!("{}-{}", slug(stem), self.entry.index + 1),
        }
    }

    /// The request, of this operation.
    pub(super) fn draft<'o>(&self, found: &Match<'o>) -> Result<Drafted<'o>, Reported> {
        let case_kind = self.kind(found.has_method)?;
        let mut placeholders = Placeholders {
            inputs: self.inputs,
            operation: found.operation,
            generated_values: Vec::new(),
            tolerant: self.tolerant,
            frozen: self.frozen,
            missing: Vec::new(),
        };
        let query = self.entry.request.url.split_once('?').map_or("", |(_, query)| query);
        let plan = self.plan(found.path, query, &mut placeholders)?;
        if !self.tolerant {
            self.refuse_literals(&plan, &case_kind)?;
        }
        let missing = placeholders.missing;
        Ok(Drafted { operation: found.operation, kind: case_kind, plan, missing })
    }

    fn plan(
        &self,
        path: &str,
        query: &str,
        placeholders: &mut Placeholders<'_>,
    ) -> Result<RequestPlan, Reported> {
        let request = &self.entry.request;
        let mut plan = RequestPlan { method: request.method.clone(), ..RequestPlan::default() };
        plan.path = self.template(path, Manner::Url, "request/url", placeholders)?;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = self.template(&value, Manner::Plain, "request/url", placeholders)?;
            plan.query.push((name.into_owned(), value));
        }
        for (header, value) in &request.headers {
            let name = header.to_ascii_lowercase();
            let by_body = name == "content-type"
                && request.body.as_ref().is_some_and(|data| self.is_type_of(data, value));
            if by_body || !self.is_sent(&name, value) {
                continue;
            }
            let value = self.template(value, Manner::Plain, "request/headers", placeholders)?;
            plan.headers.push((header.clone(), value));
        }
        if let Some(data) = &request.body {
            plan.body = self.body(data, placeholders)?;
        }
        plan.carries = self.carries(placeholders.operation, query);
        plan.generated_values.clone_from(&placeholders.generated_values);
        Ok(plan)
    }

    /// Whether a `Content-Type` is that of the body; there may be another one.
    fn is_type_of(&self, data: &PostData, value: &str) -> bool {
        let headers = self.entry.request.headers.iter();
        let types = headers.filter(|(name, _)| name.eq_ignore_ascii_case("content-type")).count();
        types < 2 || data.media_type == value
    }

    fn is_sent(&self, name: &str, value: &str) -> bool {
        let is_named = value.contains("{{");
        let is_browsers = NOT_AGAIN.contains(&name) && !is_named || name.starts_with("sec-");
        !(OWN_HEADERS.contains(&name) || self.tolerant && is_browsers)
    }

    fn template(
        &self,
        text: &str,
        manner: Manner,
        member: &str,
        placeholders: &mut Placeholders<'_>,
    ) -> Result<Template, Reported> {
        Template::parse(text, |name| {
            placeholders
                .read(name, manner)
                .map_err(|(message, help)| self.wrong(member, message, help))
        })
    }

    fn body(
        &self,
        data: &PostData,
        placeholders: &mut Placeholders<'_>,
    ) -> Result<Option<BodyPlan>, Reported> {
        let media_type = (!data.media_type.is_empty()).then(|| data.media_type.clone());
        let text = match (&data.content, std::str::from_utf8(data.content.bytes())) {
            (Content::Cut(_, why) | Content::Missing(why), _) => Err(why.clone()),
            (_, Err(_)) => Err("it is not text".to_owned()),
            (_, Ok(text)) => Ok(text),
        };
        let text = match text {
            Ok(text) => text,
            Err(why) if self.tolerant => {
                placeholders.missing.push(format!("the body of the request: {why}"));
                return Ok(None);
            }
            Err(why) => {
                let help = "add the body, or remove the entry";
                let message = format!("the body cannot be sent: {why}");
                return Err(self.wrong("request/postData", message, help));
            }
        };
        if text.is_empty() && !data.fields.is_empty() {
            return self.form(data, media_type, placeholders).map(Some);
        }
        let manner = manner(&data.media_type);
        let text = self.template(text, manner, "request/postData", placeholders)?;
        Ok(Some(BodyPlan::Text { media_type, text, manner }))
    }

    fn form(
        &self,
        data: &PostData,
        media_type: Option<String>,
        placeholders: &mut Placeholders<'_>,
    ) -> Result<BodyPlan, Reported> {
        if self.tolerant && manner(&data.media_type) == Manner::Plain && media_type.is_some() {
            let why = "the body of the request: only its fields are recorded, and it is not a form";
            placeholders.missing.push(why.to_owned());
        }
        let mut fields = Vec::new();
        for (name, value) in &data.fields {
            let value = self.template(value, Manner::Plain, "request/postData", placeholders)?;
            fields.push((name.clone(), value));
        }
        let form = "application/x-www-form-urlencoded".to_owned();
        Ok(BodyPlan::Form { media_type: media_type.unwrap_or(form), fields })
    }

    /// The parameters and body properties of the request.
    fn carries(&self, operation: &Operation, query: &str) -> Vec<String> {
        let request = &self.entry.request;
        let in_query: Vec<String> =
            form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).collect();
        let is_carried = |parameter: &&Parameter| match parameter.location {
            ParameterLocation::Path => true,
            ParameterLocation::Query => in_query.contains(&parameter.name),
            ParameterLocation::Header => request.header(&parameter.name).is_some(),
            ParameterLocation::Cookie => false,
        };
        let parameters = operation.parameters.iter().filter(is_carried);
        let mut carries: Vec<String> = parameters
            .map(|parameter| format!("{}/{}", parameter.location.as_str(), parameter.name))
            .collect();
        if let Some(data) = &request.body {
            carries.extend(members(data).into_iter().map(|name| format!("body/{name}")));
        }
        carries
    }

    /// Credentials are never written to recordings.
    fn refuse_literals(&self, plan: &RequestPlan, case_kind: &CaseKind) -> Result<(), Reported> {
        if matches!(case_kind, CaseKind::WrongCredentials | CaseKind::Malformed) {
            return Ok(());
        }
        for scheme in &self.inputs.contract.schemes {
            let (name, shown) = match &scheme.kind {
                SchemeKind::ApiKey { location: ParameterLocation::Header, name } => {
                    (name.as_str(), format!("{{{{{}}}}}", scheme.name))
                }
                SchemeKind::ApiKey { .. } => continue,
                SchemeKind::Basic => ("authorization", format!("Basic {{{{{}}}}}", scheme.name)),
                _ => ("authorization", format!("Bearer {{{{{}}}}}", scheme.name)),
            };
            let literal = plan.headers.iter().any(|(header, value)| {
                let is_slot = |slot: &Slot| matches!(slot, Slot::Credential(_) | Slot::Wrong(_));
                header.eq_ignore_ascii_case(name) && !value.slots().any(is_slot)
            });
            if literal {
                let message = format!("header `{name}` contains a credential in plain text");
                return Err(self.wrong("request/headers", message, format!("write `{shown}`")));
            }
        }
        Ok(())
    }
}

/// How placeholders are written in a body of this media type.
pub fn manner(media_type: &str) -> Manner {
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/x-www-form-urlencoded" => Manner::Url,
        other if other.ends_with("/json") || other.ends_with("+json") => Manner::Json,
        _ => Manner::Plain,
    }
}

/// The names of the top-level properties of a body.
fn members(data: &PostData) -> Vec<String> {
    let content = data.content.bytes();
    let fields = || form_urlencoded::parse(content).map(|(name, _)| name.into_owned());
    match manner(&data.media_type) {
        Manner::Json => match serde_json::from_slice(content) {
            Ok(Value::Object(members)) => members.keys().cloned().collect(),
            _ => Vec::new(),
        },
        Manner::Url => fields().chain(data.fields.iter().map(|(name, _)| name.clone())).collect(),
        Manner::Plain | Manner::Encoded => Vec::new(),
    }
}
