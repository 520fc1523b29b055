//! The values that slots are filled with: live values, credentials, unknown values.

use serde_json::Value;
use specs::contract::{ParameterLocation, SchemeKind};
use uuid::Uuid;

use super::text::Pair;
use super::{Draws, FillError, Filler};
use crate::fixtures::Credential;
use conformance_core::case::Owner;
use conformance_core::case::{Capture, CredentialUse, Quality, Slot, Spelling};
use conformance_core::redact::label;
use conformance_core::values::Rng;
use conformance_core::values::as_text;

/// A value with its placeholder, if it is a secret.
pub(super) struct Drawn {
    pub(super) value: Value,
    pub(super) label: Option<String>,
}

impl Filler<'_> {
    pub(super) fn draw(&self, slot: &Slot, draws: &mut Draws) -> Result<Drawn, FillError> {
        match slot {
            Slot::Live(field) => self.draw_live(field, field.clone(), draws),
            Slot::OtherLive(field) => self.draw_live(field, format!("other {field}"), draws),
            Slot::Others(field) => self.draw_others(field, draws),
            Slot::Own(field) => self.own(field),
            Slot::Beside { of, member } => self.beside(of, member, draws),
            Slot::Unknown { field, schema, otherwise, length } => {
                let known = self.fixtures.value(field).cloned();
                let known = known.or_else(|| self.fixtures.sample(field));
                let alike = known.and_then(|known| mimic(&known, &mut draws.rng));
                let alike = alike.map(|alike| of_length(alike, *length));
                let validator = self.validators.of(&self.contract.schemas, *schema);
                let value = alike.filter(|value| validator.accepts(value));
                Ok(Drawn { value: value.unwrap_or_else(|| otherwise.clone()), label: None })
            }
            Slot::Credential(scheme) => Ok(self.right(scheme, draws)),
            Slot::Wrong(scheme) => Ok(self.wrong(scheme, draws)),
            Slot::Captured(capture) => self.captured(capture, draws),
            // Overwritten by the signature.
            Slot::Signed => Ok(Drawn { value: String::new().into(), label: None }),
            Slot::Fresh => Ok(key(&mut draws.fresh)),
            Slot::Kept => Ok(key(&mut draws.kept)),
        }
    }

    fn draw_live(&self, field: &str, key: String, draws: &mut Draws) -> Result<Drawn, FillError> {
        let value = match draws.live.get(&key) {
            Some(value) => value.clone(),
            None => {
                let fresh = draws.fresh(Owner::Own, field, self.fixtures);
                fresh.ok_or_else(|| FillError::Dry(field.to_owned()))?
            }
        };
        draws.live.insert(key, value.clone());
        Ok(self.hidden(value, field))
    }

    fn draw_others(&self, field: &str, draws: &mut Draws) -> Result<Drawn, FillError> {
        let key = format!("others {field}");
        let value = match draws.live.get(&key) {
            Some(value) => value.clone(),
            None => {
                let fresh = draws.fresh(Owner::Others, field, self.fixtures);
                fresh.ok_or_else(|| FillError::NoOthers(field.to_owned()))?
            }
        };
        draws.live.insert(key.clone(), value.clone());
        Ok(self.hidden(value, &key))
    }

    fn beside(&self, of: &Slot, member: &str, draws: &mut Draws) -> Result<Drawn, FillError> {
        let (Slot::Live(field) | Slot::OtherLive(field) | Slot::Others(field)) = of else {
            return self.draw(of, draws);
        };
        let known = self.draw(of, draws)?.value;
        let beside = self.fixtures.beside(field, &known);
        let value = beside.and_then(|members| members.get(member).cloned());
        let missing = || FillError::NothingBeside(field.clone(), member.to_owned());
        Ok(self.hidden(value.ok_or_else(missing)?, &format!("{field} {member}")))
    }

    fn own(&self, field: &str) -> Result<Drawn, FillError> {
        let own_credential =
            self.fixtures.own_credential().filter(|own_credential| own_credential.field == field);
        let own_credential = own_credential.ok_or_else(|| FillError::Dry(field.to_owned()))?;
        Ok(self.hidden(own_credential.value.clone(), &format!("own {field}")))
    }

    /// A value that must not be shown, if it is a text.
    fn hidden(&self, value: Value, name: &str) -> Drawn {
        let label = value.is_string().then(|| label(name));
        if let Some(label) = &label {
            self.redactor.hide_value(&value, label);
        }
        Drawn { value, label }
    }

    fn captured(&self, capture: &Capture, draws: &Draws) -> Result<Drawn, FillError> {
        let known = draws.captured.iter().find(|(known, _)| known == capture);
        let (_, value) = known.ok_or_else(|| FillError::NotCaptured(capture.name.clone()))?;
        if capture.secret {
            Ok(self.hidden(value.clone(), &capture.name))
        } else {
            Ok(Drawn { value: value.clone(), label: None })
        }
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
        let right = self.fixtures.credential(scheme);
        if let Some(almost) = right.and_then(|right| right.almost(&mut draws.rng)) {
            let value = almost.wire().into();
            let label = label(&format!("wrong {scheme}"));
            // It contains most of the valid one.
            self.redactor.hide_value(&value, &label);
            return Drawn { value, label: Some(label) };
        }
        let kind = self.contract.scheme(scheme).map_or(&SchemeKind::Bearer, |scheme| &scheme.kind);
        let unknown_key = Credential::unknown_key(kind, &mut draws.rng);
        Drawn { value: unknown_key.wire().into(), label: None }
    }

    /// Where and under which name a credential is sent, and its value.
    pub(super) fn credential(
        &self,
        used: &CredentialUse,
        spelling: Spelling,
        draws: &mut Draws,
    ) -> (ParameterLocation, String, Pair) {
        let drawn = match used.quality {
            Quality::Right => self.right(&used.scheme, draws),
            Quality::Wrong => self.wrong(&used.scheme, draws),
        };
        let sent = as_text(&drawn.value);
        let shown = drawn.label.map(|label| format!("${label}"));
        let kind = self.contract.scheme(&used.scheme).map(|scheme| &scheme.kind);
        let prefix = match kind {
            Some(SchemeKind::ApiKey { location, name }) => {
                return (*location, name.clone(), Pair { sent, shown });
            }
            Some(SchemeKind::Basic) => "Basic",
            Some(SchemeKind::OtherHttp(name)) => name,
            Some(SchemeKind::Bearer) | None => "Bearer",
        };
        // RFC 9110 §11.1: the name of a scheme is case-insensitive.
        let prefix = match spelling {
            Spelling::LowerScheme => prefix.to_ascii_lowercase(),
            Spelling::UpperScheme => prefix.to_ascii_uppercase(),
            _ => prefix.to_owned(),
        };
        let shown = shown.map(|shown| format!("{prefix} {shown}"));
        let pair = Pair { sent: format!("{prefix} {sent}"), shown };
        (ParameterLocation::Header, "authorization".to_owned(), pair)
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

/// A text cut to so many characters, or extended by repeating its last one.
fn of_length(value: Value, length: Option<usize>) -> Value {
    match (value, length) {
        (Value::String(text), Some(length)) => {
            let last = text.chars().last().unwrap_or('x');
            text.chars().chain(std::iter::repeat(last)).take(length).collect::<String>().into()
        }
        (value, _) => value,
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

/// A UUID, generated on first use: randomness of the system is expensive.
fn key(known: &mut Option<Uuid>) -> Drawn {
    let key = known.get_or_insert_with(Uuid::new_v4);
    Drawn { value: Value::String(key.to_string()), label: None }
}
