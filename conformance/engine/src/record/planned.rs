//! A request of a run as it is recorded: written from its plan, so that drawn values are placeholders
//! and are drawn again.

use serde_json::Value;
use specs::contract::{ParameterLocation, SchemeKind};

use crate::fixtures::Credential;
use crate::har::{Content, PostData, Request};
use crate::source::recorded::placeholder::name;
use crate::suite::Suite;
use conformance_core::case::{
    BodyPlan, Capture, CredentialUse, Manner, Piece, Quality, Slot, Step, Template,
};
use conformance_core::exchange::Exchange;
use conformance_core::redact::{label, without_user_info};
use conformance_core::values::as_text;

/// Writes one step of a case.
pub(super) struct Writer<'a> {
    pub(super) suite: &'a Suite,
    pub(super) step: &'a Step,
    pub(super) exchange: &'a Exchange,
    /// The numbers of the steps that are already written, in order.
    pub(super) steps: &'a [usize],
}

impl Writer<'_> {
    /// The request; `None` if one of its texts would be read as a placeholder.
    pub(super) fn request(&self) -> Option<Request> {
        let plan = &self.step.request;
        let path = self.text(&plan.path, Manner::Plain)?;
        let mut query = Vec::new();
        for (name, value) in &plan.query {
            let value = self.field(name, value, Manner::Url)?;
            query.push(format!("{}={value}", Manner::Url.write(name)));
        }
        let mut headers = Vec::new();
        for (name, value) in &plan.headers {
            headers.push((name.clone(), self.field(name, value, Manner::Plain)?));
        }
        for used in &plan.credentials {
            self.credential(used, &mut query, &mut headers);
        }
        let body = match &plan.body {
            Some(body) => Some(self.body(body)?),
            None => None,
        };
        if let Some(data) = body.as_ref().filter(|data| !data.media_type.is_empty()) {
            headers.push(("content-type".to_owned(), data.media_type.clone()));
        }
        let is_whole = path.starts_with("http://") || path.starts_with("https://");
        let base = if is_whole { String::new() } else { without_user_info(&self.suite.base) };
        let mark = match (query.is_empty(), path.contains('?')) {
            (true, _) => "",
            (false, true) => "&",
            (false, false) => "?",
        };
        let url = format!("{base}{path}{mark}{}", query.join("&"));
        Some(Request { method: plan.method.clone(), url, headers, body })
    }

    fn text(&self, template: &Template, manner: Manner) -> Option<String> {
        let mut text = String::new();
        for piece in &template.0 {
            match piece {
                Piece::Text(literal) if literal.contains("{{") => return None,
                Piece::Text(literal) => text.push_str(&manner.write(literal)),
                Piece::Slot(slot) => text.push_str(&self.placeholder(slot)),
            }
        }
        Some(text)
    }

    /// The text of a parameter: what the fixtures supply becomes a placeholder.
    fn field(&self, name: &str, template: &Template, manner: Manner) -> Option<String> {
        let supplied = self.suite.fixtures.value(name).map(as_text);
        match template.0.as_slice() {
            [Piece::Text(text)] if supplied.as_ref() == Some(text) => {
                Some(format!("{{{{{name}}}}}"))
            }
            _ => self.text(template, manner),
        }
    }

    fn placeholder(&self, slot: &Slot) -> String {
        match slot {
            // Steps that are not written do not count.
            Slot::Captured(capture) => {
                let written = self.steps.iter().position(|step| *step == capture.step);
                let step = written.unwrap_or(capture.step);
                format!("{{{{{}}}}}", name(&Slot::Captured(Capture { step, ..capture.clone() })))
            }
            slot => format!("{{{{{}}}}}", name(slot)),
        }
    }

    fn credential(
        &self,
        used: &CredentialUse,
        query: &mut Vec<String>,
        headers: &mut Vec<(String, String)>,
    ) {
        let slot = match used.quality {
            Quality::Right => Slot::Credential(used.scheme.clone()),
            Quality::Wrong => Slot::Wrong(used.scheme.clone()),
        };
        let value = self.placeholder(&slot);
        let word = match self.suite.contract.scheme(&used.scheme).map(|scheme| &scheme.kind) {
            Some(SchemeKind::ApiKey { location, name }) => {
                match location {
                    ParameterLocation::Query => query.push(format!("{name}={value}")),
                    ParameterLocation::Cookie => add_cookie(headers, format!("{name}={value}")),
                    _ => headers.push((name.clone(), value)),
                }
                return;
            }
            Some(SchemeKind::Basic) => "Basic",
            Some(SchemeKind::OtherHttp(name)) => name,
            Some(SchemeKind::Bearer) | None => "Bearer",
        };
        headers.push(("authorization".to_owned(), format!("{word} {value}")));
    }

    fn body(&self, body: &BodyPlan) -> Option<PostData> {
        let (media_type, text) = match body {
            BodyPlan::Text { media_type, text, .. } => {
                (media_type.clone(), self.text(text, Manner::Plain)?)
            }
            BodyPlan::Form { media_type, fields } => {
                let mut pairs = Vec::new();
                for (name, value) in fields {
                    let value = self.field(name, value, Manner::Url)?;
                    pairs.push(format!("{}={value}", Manner::Url.write(name)));
                }
                (Some(media_type.clone()), pairs.join("&"))
            }
            BodyPlan::Json { media_type, value, slots } => {
                (Some(media_type.clone()), self.json(value, slots)?)
            }
        };
        let content = Content::Whole(text.into_bytes());
        Some(PostData { media_type: media_type.unwrap_or_default(), content, fields: Vec::new() })
    }

    fn json(&self, value: &Value, slots: &[(specs::Pointer, Slot)]) -> Option<String> {
        if value.to_string().contains("{{") {
            return None;
        }
        let sent = self.exchange.request.body.as_deref().unwrap_or_default();
        let sent: Value = serde_json::from_slice(sent).unwrap_or_default();
        let mut written = value.clone();
        if let Some(members) = written.as_object_mut() {
            for (name, member) in members.iter_mut().filter(|(_, member)| member.is_string()) {
                if self.suite.fixtures.value(name) == Some(member) {
                    *member = format!("{{{{{name}}}}}").into();
                }
            }
        }
        for (pointer, slot) in slots {
            let is_number = sent.pointer(pointer.as_str()).is_some_and(Value::is_number);
            let placeholder = self.placeholder(slot);
            if let Some(place) = written.pointer_mut(pointer.as_str()) {
                *place = if is_number {
                    format!("\u{1}{placeholder}\u{2}").into()
                } else {
                    placeholder.into()
                };
            }
        }
        // JSON escapes the marks (RFC 8259 §7).
        Some(written.to_string().replace("\"\\u0001", "").replace("\\u0002\"", ""))
    }
}

fn add_cookie(headers: &mut Vec<(String, String)>, pair: String) {
    match headers.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("cookie")) {
        Some((_, cookies)) => cookies.push_str(&format!("; {pair}")),
        None => headers.push(("cookie".to_owned(), pair)),
    }
}

/// The text with placeholders instead of the names that the redactor has inserted for secrets.
pub(super) fn unlabelled(suite: &Suite, text: &str) -> String {
    if !text.contains('$') {
        return text.to_owned();
    }
    let fixtures = &suite.fixtures;
    let schemes = suite.contract.schemes.iter().map(|scheme| scheme.name.clone());
    let values = fixtures.values().map(|(field, _)| field.to_owned());
    let names = schemes.chain(fixtures.live().fields()).chain(values);
    let mut labels: Vec<(String, String)> =
        names.map(|name| (format!("${}", label(&name)), name)).collect();
    for (scheme, credential) in fixtures.credentials() {
        if let Credential::Basic { username, password } = credential {
            for (half, secret) in [("username", username), ("password", password)] {
                // Both halves may be in a body as well.
                let same = fixtures.values().find(|(_, value)| *value == secret.expose());
                let name = same.map_or_else(|| format!("{scheme}.{half}"), |(name, _)| name.into());
                labels.push((format!("${}_{}", label(scheme), half.to_uppercase()), name));
            }
        }
    }
    // A name may begin like another.
    labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
    labels.iter().fold(text.to_owned(), |text, (label, name)| {
        text.replace(label.as_str(), &format!("{{{{{name}}}}}"))
    })
}
