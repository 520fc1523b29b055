//! Turns a planned request into one that can be sent: draws live values, places credentials,
//! encodes. Sends nothing.

use std::collections::BTreeMap;

use serde_json::Value;
use specs::Contract;
use specs::contract::{ParameterLocation, SchemeKind};

use crate::case::{
    BodyPlan, CredentialUse, Manner, Piece, Quality, RequestPlan, Slot, Step, Template,
};
use crate::exchange::{SentRequest, ShownRequest};
use crate::fixtures::{Credential, Fixtures};
use crate::redact::{Redactor, label};
use crate::values::{Judges, Rng};

/// Why a case cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// The pool of live values is dry.
    #[error("no live value of `{0}` is left; supply more with --live {0}=VALUE")]
    Dry(String),
    /// HTTP cannot carry the value.
    #[error("header `{0}` cannot carry the value")]
    Header(String),
}

/// What the requests of a run are filled with.
#[derive(Debug)]
pub struct Filler<'a> {
    /// The document's demands.
    pub contract: &'a Contract,
    /// Where the target is: an absolute URL without a slash at its end.
    pub base: &'a str,
    /// Credentials and values.
    pub fixtures: &'a Fixtures,
    /// Compiled schemas.
    pub judges: &'a Judges,
    /// Learns every secret that is placed.
    pub redactor: &'a Redactor,
}

/// What the steps of one case share.
#[derive(Debug)]
pub struct Draws {
    live: BTreeMap<String, Value>,
    rng: Rng,
    fresh: String,
}

impl Draws {
    /// For one attempt at a case: unknown values follow from the seed, the fresh UUID does not, so
    /// that a target that remembers the last run takes the request for a new one.
    pub fn new(seed: u64, case: &str) -> Self {
        Self {
            live: BTreeMap::new(),
            rng: Rng::labelled(seed, case),
            fresh: uuid::Uuid::new_v4().to_string(),
        }
    }
}

/// A text as it is sent and as it is shown.
#[derive(Debug, Clone, Default)]
struct Pair {
    sent: String,
    shown: String,
}

impl Pair {
    fn push(&mut self, sent: &str, shown: &str) {
        self.sent.push_str(sent);
        self.shown.push_str(shown);
    }
}

/// A value with the name that is shown in its place, where it is a secret.
struct Drawn {
    value: Value,
    label: Option<String>,
}

impl Filler<'_> {
    /// Fills one step of a case.
    ///
    /// # Errors
    ///
    /// Where no live value is left, or HTTP cannot carry a value.
    pub fn fill(&self, step: &Step, draws: &mut Draws) -> Result<SentRequest, FillError> {
        let plan = &step.request;
        let mut made_up = plan.made_up.clone();
        let mut path = self.text(&plan.path, Manner::Url, draws)?;
        let mut query = self.pairs(&plan.query, draws)?;
        let mut headers = self.headers(plan, draws)?;
        let mut cookies = Vec::new();
        for credential in &plan.credentials {
            let (place, name, value) = self.credential(credential, draws);
            match place {
                ParameterLocation::Query => query.push((name, value)),
                ParameterLocation::Cookie => cookies.push((name, value)),
                _ => headers.push((name, value)),
            }
        }
        self.note_missing_credentials(plan, &mut made_up);
        append_cookies(&mut headers, cookies);
        let (body, media_type) = self.body(plan.body.as_ref(), draws)?;
        if let Some(media_type) = media_type {
            headers.push((
                "content-type".to_owned(),
                Pair { sent: media_type.clone(), shown: media_type },
            ));
        }
        if let Some((name, _)) = headers.iter().find(|(name, value)| !carriable(name, &value.sent))
        {
            return Err(FillError::Header(name.clone()));
        }
        append_query(&mut path, &query);
        let (sent, shown): (Vec<_>, Vec<_>) = headers
            .into_iter()
            .map(|(name, pair)| ((name.clone(), pair.sent), (name, pair.shown)))
            .unzip();
        Ok(SentRequest {
            method: plan.method.clone(),
            url: format!("{}{}", self.base, path.sent),
            headers: sent,
            via: step.via,
            shown: ShownRequest {
                method: plan.method.clone(),
                url: format!("{}{}", self.base, path.shown),
                headers: shown,
                body: body.as_ref().map(|pair| pair.shown.clone()),
            },
            body: body.map(|pair| pair.sent.into_bytes()),
            made_up,
        })
    }

    /// A right credential that was not supplied is made up, and the target may turn it down.
    fn note_missing_credentials(&self, plan: &RequestPlan, made_up: &mut Vec<String>) {
        let placed = plan.credentials.iter().filter(|used| used.quality == Quality::Right);
        let slotted = plan.slots().into_iter().filter_map(|slot| match slot {
            Slot::Credential(scheme) => Some(scheme),
            _ => None,
        });
        for scheme in placed.map(|used| &used.scheme).chain(slotted) {
            if self.fixtures.credential(scheme).is_none() {
                made_up.push(format!("credential {scheme}"));
            }
        }
    }

    fn headers(
        &self,
        plan: &RequestPlan,
        draws: &mut Draws,
    ) -> Result<Vec<(String, Pair)>, FillError> {
        let mut headers = self.pairs(&plan.headers, draws)?;
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            headers.push((
                "accept".to_owned(),
                Pair { sent: "*/*".to_owned(), shown: "*/*".to_owned() },
            ));
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
                Piece::Text(text) => pair.push(text, text),
                Piece::Slot(slot) => {
                    let drawn = self.draw(slot, draws)?;
                    let sent = manner.write(&as_text(&drawn.value));
                    let shown =
                        drawn.label.map_or_else(|| sent.clone(), |label| format!("${label}"));
                    pair.push(&sent, &shown);
                }
            }
        }
        Ok(pair)
    }

    fn draw(&self, slot: &Slot, draws: &mut Draws) -> Result<Drawn, FillError> {
        match slot {
            Slot::Live(field) => self.draw_live(field, draws),
            Slot::Unknown { field, schema, otherwise } => {
                let known =
                    self.fixtures.value(field).cloned().or_else(|| draws.live.get(field).cloned());
                let alike = known.and_then(|known| mimic(&known, &mut draws.rng));
                let judge = self.judges.of(&self.contract.schemas, *schema);
                let value = alike.filter(|value| judge.accepts(value));
                Ok(Drawn { value: value.unwrap_or_else(|| otherwise.clone()), label: None })
            }
            Slot::Credential(scheme) => Ok(self.right(scheme, draws)),
            Slot::Wrong(scheme) => Ok(self.wrong(scheme, draws)),
            Slot::Fresh => Ok(Drawn { value: Value::String(draws.fresh.clone()), label: None }),
        }
    }

    fn draw_live(&self, field: &str, draws: &mut Draws) -> Result<Drawn, FillError> {
        let value = match draws.live.get(field) {
            Some(value) => value.clone(),
            None => {
                let fresh = self.fixtures.live().next(field);
                fresh.ok_or_else(|| FillError::Dry(field.to_owned()))?
            }
        };
        draws.live.insert(field.to_owned(), value.clone());
        let label = value.is_string().then(|| label(field));
        if let Some(label) = &label {
            self.redactor.hide_value(&value, label);
        }
        Ok(Drawn { value, label })
    }

    fn right(&self, scheme: &str, draws: &mut Draws) -> Drawn {
        match self.fixtures.credential(scheme) {
            Some(credential) => {
                Drawn { value: credential.wire().into(), label: Some(label(scheme)) }
            }
            None => self.wrong(scheme, draws),
        }
    }

    fn wrong(&self, scheme: &str, draws: &mut Draws) -> Drawn {
        let kind = self.contract.scheme(scheme).map_or(&SchemeKind::Bearer, |scheme| &scheme.kind);
        let nobodys = Credential::nobodys(kind, &mut draws.rng);
        Drawn { value: nobodys.wire().into(), label: None }
    }

    /// Where and under which name a credential is carried, and what is carried.
    fn credential(
        &self,
        used: &CredentialUse,
        draws: &mut Draws,
    ) -> (ParameterLocation, String, Pair) {
        let drawn = match used.quality {
            Quality::Right => self.right(&used.scheme, draws),
            Quality::Wrong => self.wrong(&used.scheme, draws),
        };
        let sent = as_text(&drawn.value);
        let shown = drawn.label.map_or_else(|| sent.clone(), |label| format!("${label}"));
        let kind = self.contract.scheme(&used.scheme).map(|scheme| &scheme.kind);
        let prefix = match kind {
            Some(SchemeKind::ApiKey { location, name }) => {
                return (*location, name.clone(), Pair { sent, shown });
            }
            Some(SchemeKind::Basic) => "Basic",
            Some(SchemeKind::OtherHttp(name)) => name,
            Some(SchemeKind::Bearer) | None => "Bearer",
        };
        let pair = Pair { sent: format!("{prefix} {sent}"), shown: format!("{prefix} {shown}") };
        (ParameterLocation::Header, "authorization".to_owned(), pair)
    }

    fn body(
        &self,
        plan: Option<&BodyPlan>,
        draws: &mut Draws,
    ) -> Result<(Option<Pair>, Option<String>), FillError> {
        Ok(match plan {
            None => (None, None),
            Some(BodyPlan::Text { media_type, text, manner }) => {
                (Some(self.text(text, *manner, draws)?), media_type.clone())
            }
            Some(BodyPlan::Form { media_type, fields }) => {
                let mut pair = Pair::default();
                for (index, (name, template)) in fields.iter().enumerate() {
                    let value = self.text(template, Manner::Plain, draws)?;
                    let separator = if index == 0 { "" } else { "&" };
                    let name = Manner::Url.write(name);
                    let sent = Manner::Url.write(&value.sent);
                    let shown = if value.sent == value.shown { sent.clone() } else { value.shown };
                    pair.push(
                        &format!("{separator}{name}={sent}"),
                        &format!("{separator}{name}={shown}"),
                    );
                }
                (Some(pair), Some(media_type.clone()))
            }
            Some(BodyPlan::Json { media_type, value, slots }) => {
                let (mut sent, mut shown) = (value.clone(), value.clone());
                for (pointer, slot) in slots {
                    let drawn = self.draw(slot, draws)?;
                    let fitting = alike(drawn.value, value.pointer(pointer.as_str()));
                    let label = drawn.label.map(|label| Value::String(format!("${label}")));
                    put(&mut shown, pointer.as_str(), label.unwrap_or_else(|| fitting.clone()));
                    put(&mut sent, pointer.as_str(), fitting);
                }
                (
                    Some(Pair { sent: sent.to_string(), shown: shown.to_string() }),
                    Some(media_type.clone()),
                )
            }
        })
    }
}

fn put(value: &mut Value, pointer: &str, part: Value) {
    if let Some(place) = value.pointer_mut(pointer) {
        *place = part;
    }
}

/// The value in the JSON type of the one whose place it takes: command lines know only text.
fn alike(value: Value, model: Option<&Value>) -> Value {
    match (&value, model) {
        (Value::Number(number), Some(Value::String(_))) => Value::String(number.to_string()),
        (Value::String(text), Some(Value::Number(_))) => match serde_json::from_str(text) {
            Ok(number @ Value::Number(_)) => number,
            _ => value,
        },
        _ => value,
    }
}

/// A JSON scalar as query, form, path and header carry it.
pub(crate) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value that looks like a known one: digits for digits, letters for letters, a UUID for a UUID.
fn mimic(known: &Value, rng: &mut Rng) -> Option<Value> {
    match known {
        Value::String(text) if uuid::Uuid::parse_str(text).is_ok() => Some(rng.uuid().into()),
        Value::String(text) => {
            Some(text.chars().map(|c| other_character(c, rng)).collect::<String>().into())
        }
        Value::Number(number) => {
            let known = number.as_i64()?;
            Some(known.checked_add(700_000_000 + rng.between(0, 90_000_000))?.into())
        }
        _ => None,
    }
}

fn other_character(character: char, rng: &mut Rng) -> char {
    let (first, count) = match character {
        '0'..='9' => (b'0', 10),
        'a'..='z' => (b'a', 26),
        'A'..='Z' => (b'A', 26),
        other => return other,
    };
    char::from(first + rng.below(count) as u8)
}

fn append_query(path: &mut Pair, query: &[(String, Pair)]) {
    for (index, (name, value)) in query.iter().enumerate() {
        let separator = if index == 0 && !path.sent.contains('?') { "?" } else { "&" };
        let name = Manner::Url.write(name);
        let sent = Manner::Url.write(&value.sent);
        let shown = if value.sent == value.shown { sent.clone() } else { value.shown.clone() };
        path.push(&format!("{separator}{name}={sent}"), &format!("{separator}{name}={shown}"));
    }
}

/// RFC 6265 §5.4: all cookies go into one field.
fn append_cookies(headers: &mut Vec<(String, Pair)>, cookies: Vec<(String, Pair)>) {
    if cookies.is_empty() {
        return;
    }
    let place = headers.iter().position(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    let mut line = place.map(|place| headers.remove(place).1).unwrap_or_default();
    for (name, value) in cookies {
        let separator = if line.sent.is_empty() { "" } else { "; " };
        line.push(
            &format!("{separator}{name}={}", value.sent),
            &format!("{separator}{name}={}", value.shown),
        );
    }
    headers.push(("cookie".to_owned(), line));
}

/// RFC 9110 §5.5: visible characters, with blanks only inside.
pub(crate) fn carriable(name: &str, value: &str) -> bool {
    let visible =
        value.bytes().all(|byte| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic());
    visible && value.trim() == value && http::HeaderName::from_bytes(name.as_bytes()).is_ok()
}
