//! Shrinks a failing request, step by step, as long as it still fails: omits parts, shortens arrays and
//! texts, simplifies characters, moves numbers toward zero.
//!
//! The caller determines whether a smaller one fails; whether it still has its purpose is determined
//! here, by the schema, before it is sent.

use std::collections::HashSet;

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Literals, SchemaId};

use super::super::draft::{self, first_writable, leaves};
use super::sample::Sample;

/// The result of a smaller request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpResponse {
    /// It fails as the larger one did.
    Fails,
    /// It does not fail.
    Passes,
    /// No more can be sent.
    Stop,
}

/// The smallest request that fails.
pub async fn simplest<'a>(
    sample: Sample<'a>,
    ask: impl AsyncFnMut(&Sample<'a>) -> HttpResponse,
) -> Sample<'a> {
    let seen = HashSet::from([sample.fingerprint()]);
    let mut simplifier = Simplifier { best: sample, ask, seen, changed: true, stopped: false };
    while simplifier.changed && !simplifier.stopped {
        simplifier.changed = false;
        simplifier.arguments().await;
        simplifier.content().await;
        for index in 0..simplifier.best.draft.arguments.len() {
            simplifier.parts(Spot::Argument(index)).await;
        }
        simplifier.parts(Spot::Body).await;
    }
    simplifier.best
}

/// The location of a value that is simplified.
#[derive(Debug, Clone, Copy)]
enum Spot {
    /// The parameter of this index.
    Argument(usize),
    Body,
}

struct Simplifier<'a, F> {
    best: Sample<'a>,
    ask: F,
    /// The requests that were already sent.
    seen: HashSet<String>,
    changed: bool,
    stopped: bool,
}

impl<'a, F: AsyncFnMut(&Sample<'a>) -> HttpResponse> Simplifier<'a, F> {
    /// Keeps the smaller request if it fails; returns whether it does.
    async fn attempt(&mut self, smaller: Option<Sample<'a>>) -> bool {
        let smaller = smaller.filter(|one| !self.stopped && one.names_its_client());
        let Some(smaller) = smaller else {
            return false;
        };
        if !self.seen.insert(smaller.fingerprint()) {
            return false;
        }
        match (self.ask)(&smaller).await {
            HttpResponse::Fails => {
                self.best = smaller;
                self.changed = true;
                true
            }
            HttpResponse::Passes => false,
            HttpResponse::Stop => {
                self.stopped = true;
                false
            }
        }
    }

    /// As few items as possible; `build` makes the request that has only these.
    async fn fewer<T: Clone>(
        &mut self,
        mut kept: Vec<T>,
        build: impl Fn(&Sample<'a>, &[T]) -> Option<Sample<'a>>,
    ) {
        let mut size = kept.len();
        while size > 0 && !self.stopped {
            let mut start = 0;
            while start < kept.len() {
                let mut fewer = kept.clone();
                fewer.drain(start..kept.len().min(start + size));
                if self.attempt(build(&self.best, &fewer)).await {
                    kept = fewer
                } else {
                    start += size
                }
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    /// Omits parameters that are not required.
    async fn arguments(&mut self) {
        let is_optional = |index: &usize| {
            self.best.draft.arguments.get(*index).is_some_and(|known| !known.parameter.required)
        };
        let all = 0..self.best.draft.arguments.len();
        let (optional, required): (Vec<usize>, Vec<usize>) = all.partition(is_optional);
        // The indices are those of the request as it is now.
        let begun = self.best.clone();
        let build = |_: &Sample<'a>, kept: &[usize]| {
            let changed = begun.with_arguments(&[kept, &required].concat());
            (changed.is_still_aimed() && changed.holds()).then_some(changed)
        };
        self.fewer(optional, build).await;
    }

    /// Omits the body; otherwise sets its media type and the credentials to the first that are
    /// declared.
    async fn content(&mut self) {
        let operation = self.best.drafting.operation;
        if operation.body.as_ref().is_some_and(|body| !body.required)
            && self.best.draft.body.is_some()
        {
            let mut without = self.best.clone();
            without.drop_body();
            self.attempt(Some(without).filter(Sample::is_still_aimed)).await;
        }
        let first = first_writable(operation);
        let index = self.best.draft.body.as_ref().map(|body| body.index);
        if let (Some(first), Some(index)) = (first, index)
            && first < index
        {
            self.attempt(self.best.in_media_type(first)).await;
        }
        if let Some(alternative) = operation.security.alternatives.first() {
            let mut changed = self.best.clone();
            changed.draft.credentials = draft::rightly(alternative);
            self.attempt(Some(changed)).await;
        }
    }

    /// Every part of a value, from the outside to the inside.
    async fn parts(&mut self, spot: Spot) {
        let mut at = 0;
        while let Some(place) = self.places(spot).into_iter().nth(at) {
            if self.stopped {
                return;
            }
            self.part(spot, &place).await;
            at += 1;
        }
    }

    /// The locations in a value, each before those inside of it.
    fn places(&self, spot: Spot) -> Vec<Pointer> {
        let mut list = Vec::new();
        if let Some(value) = value_of(&self.best, spot) {
            collect(value, &Pointer::root(), &mut list);
        }
        list
    }

    async fn part(&mut self, spot: Spot, place: &Pointer) {
        let Some(value) =
            value_of(&self.best, spot).and_then(|value| value.pointer(place.as_str()))
        else {
            return;
        };
        let value = value.clone();
        let put = |best: &Sample<'a>, part: Value| with_part(best, spot, place, part);
        for earlier in self.earlier_members(spot, place, &value) {
            if self.attempt(put(&self.best, earlier)).await {
                return;
            }
        }
        match value {
            Value::Object(members) => {
                let members: Vec<(String, Value)> = members.into_iter().collect();
                let of = |kept: &[(String, Value)]| Value::Object(kept.iter().cloned().collect());
                self.fewer(members, |best, kept| put(best, of(kept))).await;
            }
            Value::Array(items) => {
                self.fewer(items, |best, kept| put(best, Value::Array(kept.to_vec()))).await;
            }
            Value::String(text) => self.text(spot, place, &text).await,
            Value::Number(number) => match number.as_i128() {
                Some(number) => self.number(spot, place, number).await,
                None => {
                    let whole =
                        number.as_f64().map(f64::trunc).filter(|whole| whole.abs() < 9.0e15);
                    if let Some(whole) = whole {
                        let whole = whole as i64;
                        if self.attempt(put(&self.best, Value::from(whole))).await {
                            self.number(spot, place, whole.into()).await;
                        }
                    }
                }
            },
            Value::Bool(true) => drop(self.attempt(put(&self.best, Value::Bool(false))).await),
            Value::Bool(false) | Value::Null => {}
        }
    }

    /// The enum values before the current one.
    fn earlier_members(&self, spot: Spot, place: &Pointer, value: &Value) -> Vec<Value> {
        let schemas = &self.best.drafting.inputs.contract.schemas;
        let Some(schema) = schema_of(&self.best, spot, place) else {
            return Vec::new();
        };
        let members = schemas.shape(schema).literals().map(Literals::values).unwrap_or_default();
        members.into_iter().take_while(|member| member != value).collect()
    }

    /// Shorter, then with simpler characters.
    async fn text(&mut self, spot: Spot, place: &Pointer, text: &str) {
        let characters: Vec<char> = text.chars().collect();
        let put = |best: &Sample<'a>, kept: &[char]| {
            with_part(best, spot, place, Value::String(kept.iter().collect()))
        };
        self.fewer(characters, put).await;
        for plain in ['a', 'A', '0'] {
            let Some(Value::String(text)) =
                value_of(&self.best, spot).and_then(|value| value.pointer(place.as_str()))
            else {
                return;
            };
            let mut characters: Vec<char> = text.chars().collect();
            let mut size = characters.len();
            while size > 0 && !self.stopped {
                for start in (0..characters.len()).step_by(size) {
                    let mut plainer = characters.clone();
                    let end = plainer.len().min(start + size);
                    for character in &mut plainer[start..end] {
                        *character =
                            if rank(plain) < rank(*character) { plain } else { *character };
                    }
                    if plainer != characters && self.attempt(put(&self.best, &plainer)).await {
                        characters = plainer;
                    }
                }
                size = if size == 1 { 0 } else { size.div_ceil(2) };
            }
        }
    }

    /// Toward zero, by halves: the remainder is the last that fails.
    async fn number(&mut self, spot: Spot, place: &Pointer, number: i128) {
        let put = |best: &Sample<'a>, number: i128| {
            let number = i64::try_from(number)
                .map(Value::from)
                .or_else(|_| u64::try_from(number).map(Value::from));
            with_part(best, spot, place, number.ok()?)
        };
        if number == 0 || self.attempt(put(&self.best, 0)).await {
            return;
        }
        let mut fails = number;
        if number < 0 && self.attempt(put(&self.best, -number)).await {
            fails = -number;
        }
        let mut passes = 0;
        while (fails - passes).abs() > 1 && !self.stopped {
            let middle = passes + (fails - passes) / 2;
            if self.attempt(put(&self.best, middle)).await {
                fails = middle
            } else {
                passes = middle
            }
        }
    }
}

/// The distance of a character from the simplest one.
fn rank(character: char) -> u8 {
    match character {
        'a' => 0,
        'A' => 1,
        '0' => 2,
        _ if character.is_ascii_alphanumeric() => 3,
        _ => 4,
    }
}

fn collect(value: &Value, at: &Pointer, list: &mut Vec<Pointer>) {
    list.push(at.clone());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| collect(member, &at.child(name), list));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| collect(item, &at.child(index), list));
        }
        _ => {}
    }
}

fn value_of<'s>(sample: &'s Sample<'_>, spot: Spot) -> Option<&'s Value> {
    match spot {
        Spot::Argument(index) => sample.draft.arguments.get(index).map(|known| &known.value),
        Spot::Body => sample.draft.body.as_ref().map(|body| &body.value),
    }
}

/// The schema of a leaf.
fn schema_of(sample: &Sample<'_>, spot: Spot, place: &Pointer) -> Option<SchemaId> {
    let schemas = &sample.drafting.inputs.contract.schemas;
    match spot {
        Spot::Argument(index) if place.as_str().is_empty() => {
            sample.draft.arguments.get(index).map(|known| known.parameter.schema)
        }
        Spot::Argument(_) => None,
        Spot::Body => {
            let body = sample.draft.body.as_ref()?;
            let leaves = leaves(schemas, body.schema, &body.value);
            leaves.into_iter().find(|leaf| leaf.pointer == *place).map(|leaf| leaf.schema)
        }
    }
}

/// The request with another part at this location of a value.
fn with_part<'a>(
    sample: &Sample<'a>,
    spot: Spot,
    place: &Pointer,
    part: Value,
) -> Option<Sample<'a>> {
    let mut value = value_of(sample, spot)?.clone();
    *value.pointer_mut(place.as_str())? = part;
    match spot {
        Spot::Argument(index) => sample.with_argument(index, value),
        Spot::Body => {
            let body = sample.draft.body.as_ref()?;
            // A value that a live value replaces must not be changed.
            let same = |pointer: &Pointer| {
                let new = value.pointer(pointer.as_str());
                new.is_none() || new == body.value.pointer(pointer.as_str())
            };
            let is_left = body.slots.iter().all(|(pointer, _, _)| same(pointer));
            is_left.then(|| sample.with_body(value))?
        }
    }
}
