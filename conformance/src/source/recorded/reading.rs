//! Reads a HAR file into cases. One clear message with file, line, column and help for a mistake.

use serde_json::Value;
use specs::contract::{Operation, Parameter, ParameterLocation, SchemeKind};
use specs::{Pointer, Source};

use super::super::Inputs;
use super::cause::rule;
use super::error::{RecordingError, wrong};
use super::har::{Entry, Har, PostData};
use super::placeholder::Placeholders;
use super::{Recording, matching};
use crate::case::{
    BodyPlan, Case, Cause, Manner, Origin, RequestPlan, Role, Slot, Step, Template, Via, slug,
};
use crate::nearest::without_place;

/// Header fields that the transport writes itself.
const OWN_HEADERS: [&str; 5] =
    ["host", "content-length", "connection", "user-agent", "accept-encoding"];

/// Appends the cases of a file.
pub(super) fn read(
    inputs: &Inputs<'_>,
    recording: &Recording,
    cases: &mut Vec<Case>,
) -> Result<(), RecordingError> {
    let har: Har = serde_json::from_str(&recording.text).map_err(|error| RecordingError::Wrong {
        file: recording.name.clone(),
        line: error.line(),
        column: error.column(),
        message: format!("not a HAR file: {}", without_place(&error)),
        help: "write HAR 1.2: `log` with `version` and `entries`, each with `request` and `response`".to_owned(),
    })?;
    let source = Source::new(recording.name.as_str(), recording.text.as_str());
    let root = Pointer::root().child("log");
    if !har.log.version.starts_with("1.") {
        let message = format!("HAR version `{}` is not known", har.log.version);
        return Err(wrong(&source, &root.child("version"), message, "write HAR 1.2"));
    }
    for (index, entry) in har.log.entries.iter().enumerate() {
        let place = root.child("entries").child(index);
        let reader = EntryReader { inputs, source: &source, place, entry, number: index + 1 };
        if let Some(case) = reader.case()? {
            if cases.iter().any(|known| known.id == case.id) {
                let message = format!("the case id `{}` stands twice", case.id);
                return Err(wrong(
                    &source,
                    &reader.place,
                    message,
                    "give each entry its own `_name`",
                ));
            }
            cases.push(case);
        }
    }
    Ok(())
}

pub(super) struct EntryReader<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) source: &'a Source,
    pub(super) place: Pointer,
    pub(super) entry: &'a Entry,
    pub(super) number: usize,
}

impl EntryReader<'_> {
    pub(super) fn wrong(
        &self,
        member: &str,
        message: String,
        help: impl Into<String>,
    ) -> RecordingError {
        let place = member.split('/').fold(self.place.clone(), |at, token| at.child(token));
        wrong(self.source, &place, message, help)
    }

    /// The case; `None` where the entry is documentation only.
    fn case(&self) -> Result<Option<Case>, RecordingError> {
        let Entry { request, response, .. } = self.entry;
        if self.entry.provenance.trim().is_empty() {
            let help = "say where the exchange comes from";
            return Err(self.wrong(
                "_provenance",
                "the entry has no `_provenance`".to_owned(),
                help,
            ));
        }
        let (url, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let found =
            matching::find(self.inputs.contract, &request.method, url).ok_or_else(|| {
                let message = format!(
                    "{} {url} is no operation of {}",
                    request.method, self.inputs.contract.id
                );
                self.wrong("request/url", message, "use a declared path below a declared server")
            })?;
        let cause = self.cause(found.has_method)?;
        let replayed = response.status != 429 && response.status < 500 && cause != Cause::Forbidden;
        let mut placeholders =
            Placeholders { inputs: self.inputs, operation: found.operation, made_up: Vec::new() };
        let plan = self.plan(found.path, query, &mut placeholders)?;
        self.refuse_literals(&plan, &cause)?;
        if !self.entry.replay.unwrap_or(replayed) {
            return Ok(None);
        }
        let name = self.name();
        let id =
            Case::identify(&self.inputs.contract.id, Origin::Recorded, &found.operation.id, &name);
        Ok(Some(Case {
            id,
            operation: found.operation.id.clone(),
            origin: Origin::Recorded,
            title: format!("recorded: {}", name.replace('-', " ")),
            steps: vec![Step {
                request: plan,
                via: Via::Http,
                status: Some(response.status),
                role: Role::Main,
            }],
            rule: rule(found.operation, &cause),
            cause,
            provenance: Some(self.entry.provenance.clone()),
        }))
    }

    fn name(&self) -> String {
        let stem = self.source.name().rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = stem.strip_suffix(".har").unwrap_or(stem);
        match &self.entry.name {
            Some(name) => slug(name),
            None => format!("{}-{}", slug(stem), self.number),
        }
    }

    fn plan(
        &self,
        path: &str,
        query: &str,
        placeholders: &mut Placeholders<'_>,
    ) -> Result<RequestPlan, RecordingError> {
        let request = &self.entry.request;
        let mut plan =
            RequestPlan { method: request.method.to_uppercase(), ..RequestPlan::default() };
        plan.path = self.template(path, Manner::Url, "request/url", placeholders)?;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = self.template(&value, Manner::Plain, "request/url", placeholders)?;
            plan.query.push((name.into_owned(), value));
        }
        for header in &request.headers {
            let name = header.name.to_ascii_lowercase();
            let by_body = name == "content-type" && request.post_data.is_some();
            if OWN_HEADERS.contains(&name.as_str()) || name.starts_with(':') || by_body {
                continue;
            }
            let value =
                self.template(&header.value, Manner::Plain, "request/headers", placeholders)?;
            plan.headers.push((header.name.clone(), value));
        }
        if let Some(data) = &request.post_data {
            plan.body = Some(self.body(data, placeholders)?);
        }
        plan.carries = self.carries(placeholders.operation, query);
        plan.made_up.clone_from(&placeholders.made_up);
        Ok(plan)
    }

    fn template(
        &self,
        text: &str,
        manner: Manner,
        member: &str,
        placeholders: &mut Placeholders<'_>,
    ) -> Result<Template, RecordingError> {
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
    ) -> Result<BodyPlan, RecordingError> {
        let media_type = (!data.mime_type.is_empty()).then(|| data.mime_type.clone());
        if data.text.is_empty() && !data.params.is_empty() {
            let mut fields = Vec::new();
            for pair in &data.params {
                let value =
                    self.template(&pair.value, Manner::Plain, "request/postData", placeholders)?;
                fields.push((pair.name.clone(), value));
            }
            let form = "application/x-www-form-urlencoded".to_owned();
            return Ok(BodyPlan::Form { media_type: media_type.unwrap_or(form), fields });
        }
        let manner = manner(&data.mime_type);
        let text = self.template(&data.text, manner, "request/postData", placeholders)?;
        Ok(BodyPlan::Text { media_type, text, manner })
    }

    /// The parameters and body members that the request carries.
    fn carries(&self, operation: &Operation, query: &str) -> Vec<String> {
        let request = &self.entry.request;
        let in_query: Vec<String> =
            form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).collect();
        let is_carried = |parameter: &&Parameter| match parameter.location {
            ParameterLocation::Path => true,
            ParameterLocation::Query => in_query.contains(&parameter.name),
            ParameterLocation::Header => request
                .headers
                .iter()
                .any(|header| header.name.eq_ignore_ascii_case(&parameter.name)),
            ParameterLocation::Cookie => false,
        };
        let parameters = operation.parameters.iter().filter(is_carried);
        let mut carries: Vec<String> = parameters
            .map(|parameter| format!("{}/{}", parameter.location.as_str(), parameter.name))
            .collect();
        if let Some(data) = &request.post_data {
            carries.extend(members(data).into_iter().map(|name| format!("body/{name}")));
        }
        carries
    }

    /// Credentials are never written down.
    fn refuse_literals(&self, plan: &RequestPlan, cause: &Cause) -> Result<(), RecordingError> {
        if matches!(cause, Cause::WrongCredentials | Cause::Malformed) {
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
                let message = format!("header `{name}` holds a credential that is written down");
                return Err(self.wrong("request/headers", message, format!("write `{shown}`")));
            }
        }
        Ok(())
    }
}

/// How placeholders in content of this type are written.
pub(super) fn manner(mime_type: &str) -> Manner {
    let essence = mime_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Manner::Url,
        other if other.ends_with("/json") || other.ends_with("+json") => Manner::Json,
        _ => Manner::Plain,
    }
}

/// The names of the top-level members of some content.
fn members(data: &PostData) -> Vec<String> {
    let fields = || form_urlencoded::parse(data.text.as_bytes()).map(|(name, _)| name.into_owned());
    match manner(&data.mime_type) {
        Manner::Json => match serde_json::from_str(&data.text) {
            Ok(Value::Object(members)) => members.keys().cloned().collect(),
            _ => Vec::new(),
        },
        Manner::Url => fields().chain(data.params.iter().map(|pair| pair.name.clone())).collect(),
        Manner::Plain | Manner::Encoded => Vec::new(),
    }
}
