//! Turns a planned request into one that can be sent: draws live values, inserts credentials, encodes.
//! Sends nothing.

mod draw;
mod draws;
mod json;
mod sign;
mod text;

use serde_json::Value;
use specs::Contract;
use specs::contract::ParameterLocation;

use crate::fixtures::{ExtraHeader, ExtraValue, Fixtures};
use conformance_core::case::{
    BodyPlan, Manner, Piece, Quality, RequestPlan, Slot, Spelling, Step, Template,
};
use conformance_core::exchange::RequestPart;
use conformance_core::exchange::{RedactedParts, SentRequest};
use conformance_core::expectation::InconclusiveReason;
use conformance_core::fields::carriable;
use conformance_core::redact::Redactor;
use conformance_core::values::{Validators, as_text};
pub use draws::Draws;
use text::{Pair, alike, append_cookies, append_query, put};
use uuid::Uuid;

/// Why a case cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// A recorded request cannot be sent again.
    #[error("{0}")]
    Missing(String),
    /// No live value remains.
    #[error("no live value of `{0}` remains; supply more with --live-value {0}=VALUE")]
    Dry(String),
    /// No value that belongs to another client remains.
    #[error(
        "no value of `{0}` that belongs to another client remains; supply more with `foreign-values`"
    )]
    NoOthers(String),
    /// A live value was supplied without a companion value that the request needs.
    #[error("a live value of `{0}` was supplied without its `{1}`")]
    NothingBeside(String, String),
    /// HTTP cannot carry the value.
    #[error("header `{0}` cannot carry the value")]
    Header(String),
    /// The request cannot be signed.
    #[error("the request cannot be signed: {0}")]
    Unsigned(String),
    /// The response to an earlier step does not contain the value.
    #[error("no earlier response contains `{0}`")]
    NotCaptured(String),
    /// A credential could not be fetched.
    #[error("{0}")]
    NoCredential(InconclusiveReason),
    /// A live value could not be made.
    #[error("{0}")]
    NotMade(String),
}

/// What the requests of a run are filled with.
#[derive(Debug)]
pub struct Filler<'a> {
    /// The contract of the document.
    pub contract: &'a Contract,
    /// The base URL of the target: absolute, without a slash at its end.
    pub base: &'a str,
    /// Credentials and values.
    pub fixtures: &'a Fixtures,
    /// Compiled schemas.
    pub validators: &'a Validators,
    /// Is given every secret that is inserted.
    pub redactor: &'a Redactor,
}

impl Filler<'_> {
    /// Draws the live values of a step that is filled later, so that they are drawn in order.
    ///
    /// # Errors
    ///
    /// If no live value remains.
    pub fn reserve(&self, step: &Step, draws: &mut Draws) -> Result<(), FillError> {
        let is_drawn = |slot: &&Slot| {
            matches!(slot, Slot::Live(_) | Slot::OtherLive(_) | Slot::Others(_) | Slot::Own(_))
        };
        for slot in step.request.slots().into_iter().filter(is_drawn) {
            self.draw(slot, draws)?;
        }
        Ok(())
    }

    /// Fills one step of a case.
    ///
    /// # Errors
    ///
    /// If no live value remains, or HTTP cannot carry a value.
    pub fn fill(&self, step: &Step, draws: &mut Draws) -> Result<SentRequest, FillError> {
        let plan = &step.request;
        // A repeated key would make the target send the response of the step before.
        draws.fresh = None;
        let in_url = match plan.spelling {
            Spelling::Encoded => Manner::Encoded,
            _ => Manner::Url,
        };
        let mut generated_values = plan.generated_values.clone();
        let mut path = self.text(&plan.path, in_url, draws)?;
        let mut query = self.pairs(&plan.query, draws)?;
        let mut headers = self.headers(plan, draws)?;
        let mut cookies = Vec::new();
        for credential in &plan.credentials {
            let (place, name, value) = self.credential(credential, plan.spelling, draws);
            match place {
                ParameterLocation::Query => query.push((name, value)),
                ParameterLocation::Cookie => cookies.push((name, value)),
                _ => headers.push((name, value)),
            }
        }
        self.note_missing_credentials(plan, &mut generated_values);
        append_cookies(&mut headers, cookies);
        let (body, media_type) = self.body(plan, in_url, draws)?;
        if let Some(media_type) = media_type {
            headers.push(("content-type".to_owned(), media_type.into()));
        }
        self.add_extra(&mut headers);
        if let Some((name, _)) = headers.iter().find(|(name, value)| !carriable(name, &value.sent))
        {
            return Err(FillError::Header(name.clone()));
        }
        append_query(&mut path, &query, in_url);
        let mut redacted = RedactedParts {
            url: path.shown.map(|url| self.whole(&url)),
            ..RedactedParts::default()
        };
        let mut sent = Vec::with_capacity(headers.len());
        for (number, (name, value)) in headers.into_iter().enumerate() {
            redacted.headers.extend(value.shown.map(|shown| (number, shown)));
            let is_upper = plan.spelling == Spelling::UpperNames;
            sent.push((if is_upper { name.to_ascii_uppercase() } else { name }, value.sent));
        }
        let body = body.map(|body| {
            redacted.body = body.shown;
            body.sent.into_bytes()
        });
        let sent = SentRequest {
            method: plan.method.clone(),
            url: self.whole(&path.sent),
            headers: sent,
            body,
            via: step.via,
            redacted,
            generated_values,
        };
        self.sign(step, sent)
    }

    /// Adds the configured headers to the request, unless it has one of the same name.
    fn add_extra(&self, headers: &mut Vec<(String, Pair)>) {
        // The header that is copied must be present.
        let (copies, others): (Vec<_>, Vec<_>) = self
            .fixtures
            .headers()
            .iter()
            .partition(|header| matches!(header.value, ExtraValue::Copy(_)));
        for ExtraHeader { name, value } in others.into_iter().chain(copies) {
            let find =
                |wanted: &str| headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(wanted));
            if find(name).is_some() {
                continue;
            }
            let pair = match value {
                ExtraValue::Text(text) => text.clone().into(),
                ExtraValue::Uuid => Uuid::new_v4().to_string().into(),
                ExtraValue::Secret(secret) => Pair {
                    sent: secret.expose().to_owned(),
                    shown: Some(format!("${}", conformance_core::redact::label(name))),
                },
                ExtraValue::Copy(other) => match find(other) {
                    Some((_, pair)) => pair.clone(),
                    None => continue,
                },
            };
            headers.push((name.clone(), pair));
        }
    }

    /// The URL of a path below the base URL; an absolute URL stays as it is.
    fn whole(&self, path: &str) -> String {
        if path.starts_with("http://") || path.starts_with("https://") {
            path.to_owned()
        } else {
            [self.base, path].concat()
        }
    }

    /// A valid credential that was not supplied is generated, and the target may reject it.
    fn note_missing_credentials(
        &self,
        plan: &RequestPlan,
        generated_values: &mut Vec<RequestPart>,
    ) {
        let placed = plan.credentials.iter().filter(|used| used.quality == Quality::Right);
        let slotted = plan.slots().into_iter().filter_map(|slot| match slot {
            Slot::Credential(scheme) => Some(scheme),
            _ => None,
        });
        for scheme in placed.map(|used| &used.scheme).chain(slotted) {
            if self.fixtures.credential(scheme).is_none() {
                generated_values.push(RequestPart::Credential(scheme.clone()));
            }
        }
    }

    fn headers(
        &self,
        plan: &RequestPlan,
        draws: &mut Draws,
    ) -> Result<Vec<(String, Pair)>, FillError> {
        let mut headers = self.pairs(&plan.headers, draws)?;
        let is_said = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept"));
        if !is_said && plan.spelling != Spelling::NoAccept {
            headers.push(("accept".to_owned(), "*/*".to_owned().into()));
        }
        Ok(headers)
    }

    fn pairs(
        &self,
        list: &[(String, Template)],
        draws: &mut Draws,
    ) -> Result<Vec<(String, Pair)>, FillError> {
        list.iter()
            .map(|(name, template)| Ok((name.clone(), self.text(template, Manner::Plain, draws)?)))
            .collect()
    }

    fn text(
        &self,
        template: &Template,
        manner: Manner,
        draws: &mut Draws,
    ) -> Result<Pair, FillError> {
        let mut pair = Pair::default();
        for piece in &template.0 {
            match piece {
                Piece::Text(text) => pair.push(text),
                Piece::Slot(slot) => {
                    let drawn = self.draw(slot, draws)?;
                    let sent = manner.write(&as_text(&drawn.value));
                    let shown = drawn.label.map(|label| format!("${label}"));
                    pair.push_part(&sent, shown.as_deref());
                }
            }
        }
        Ok(pair)
    }

    fn body(
        &self,
        plan: &RequestPlan,
        in_form: Manner,
        draws: &mut Draws,
    ) -> Result<(Option<Pair>, Option<String>), FillError> {
        Ok(match &plan.body {
            None => (None, None),
            Some(BodyPlan::Text { media_type, text, manner }) => {
                (Some(self.text(text, *manner, draws)?), media_type.clone())
            }
            Some(BodyPlan::Form { media_type, fields }) => {
                let mut pair = Pair::default();
                for (index, (name, template)) in fields.iter().enumerate() {
                    let value = self.text(template, Manner::Plain, draws)?;
                    pair.push(if index == 0 { "" } else { "&" });
                    pair.push_named(name, &value, in_form);
                }
                (Some(pair), Some(media_type.clone()))
            }
            Some(BodyPlan::Json { media_type, value, slots }) => {
                let mut sent = value.clone();
                let mut labels = Vec::new();
                for (pointer, slot) in slots {
                    let drawn = self.draw(slot, draws)?;
                    let fitting = alike(drawn.value, value.pointer(pointer.as_str()));
                    put(&mut sent, pointer.as_str(), fitting);
                    labels.extend(drawn.label.map(|label| (pointer.as_str(), label)));
                }
                let mut pair = Pair::from(json::write(&sent, plan.spelling));
                if !labels.is_empty() {
                    for (pointer, label) in labels {
                        put(&mut sent, pointer, Value::String(format!("${label}")));
                    }
                    pair.shown = Some(json::write(&sent, plan.spelling));
                }
                (Some(pair), Some(media_type.clone()))
            }
        })
    }
}
