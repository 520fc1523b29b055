//! Numbers on, inside and outside their bounds.

use serde_json::{Number, Value};
use specs::contract::NumberBounds;

use super::Rng;

/// What a number must satisfy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) bounds: &'a NumberBounds,
    pub(super) integer: bool,
    pub(super) format: Option<&'a str>,
}

impl Rule<'_> {
    /// The distance from one valid number to the next.
    fn step(&self) -> f64 {
        match self.bounds.multiple_of {
            Some(step) if step > 0.0 => step,
            _ if self.integer => 1.0,
            _ => 0.5,
        }
    }

    /// The least valid number.
    pub(super) fn least(&self) -> Option<f64> {
        let step = self.step();
        let inclusive = self.bounds.minimum.map(|minimum| (minimum / step).ceil() * step);
        let exclusive = self.bounds.exclusive_minimum.map(|limit| {
            let next = (limit / step).ceil() * step;
            if next > limit { next } else { next + step }
        });
        larger(self.snapped(inclusive, self.bounds.minimum), exclusive)
    }

    /// The greatest valid number.
    pub(super) fn greatest(&self) -> Option<f64> {
        let step = self.step();
        let inclusive = self.bounds.maximum.map(|maximum| (maximum / step).floor() * step);
        let exclusive = self.bounds.exclusive_maximum.map(|limit| {
            let next = (limit / step).floor() * step;
            if next < limit { next } else { next - step }
        });
        smaller(self.snapped(inclusive, self.bounds.maximum), exclusive)
    }

    /// The bound itself is valid where nothing but the bound restricts the number.
    fn snapped(&self, stepped: Option<f64>, bound: Option<f64>) -> Option<f64> {
        if self.integer || self.bounds.multiple_of.is_some() { stepped } else { bound }
    }

    /// The bounds that the format implies where none are written.
    fn span(&self) -> (f64, f64) {
        let (low, high) = match self.format {
            Some("int32") => (f64::from(i32::MIN), f64::from(i32::MAX)),
            _ => (-1_000_000.0, 1_000_000_000.0),
        };
        match (self.least(), self.greatest()) {
            (Some(least), Some(greatest)) => (least, greatest),
            (Some(least), None) => (least, high.max(least + 1_000.0)),
            (None, Some(greatest)) => (low.min(greatest - 1_000.0), greatest),
            (None, None) => (low, high),
        }
    }

    /// A plain valid number: 1 where it is one.
    pub(super) fn plain(&self) -> Value {
        let (low, high) = self.span();
        let step = self.step();
        to_json((1.0_f64 / step).ceil().mul_add(step, 0.0).clamp(low, high))
    }

    /// Valid numbers on the bounds, each with a label.
    pub(super) fn boundaries(&self) -> Vec<(&'static str, Value)> {
        let least = self.least().map(|number| ("minimum", to_json(number)));
        let greatest = self.greatest().map(|number| ("maximum", to_json(number)));
        least.into_iter().chain(greatest).collect()
    }

    /// Numbers that break one bound, each with the keyword and words.
    pub(super) fn outside(&self) -> Vec<(&'static str, &'static str, Value)> {
        let step = self.step();
        let bounds = self.bounds;
        let mut list = Vec::new();
        let mut add = |keyword, words, number: Option<f64>| {
            list.extend(number.map(|number| (keyword, words, to_json(number))));
        };
        add(
            "minimum",
            "below the minimum",
            self.least().filter(|_| bounds.minimum.is_some()).map(|n| n - step),
        );
        add(
            "maximum",
            "above the maximum",
            self.greatest().filter(|_| bounds.maximum.is_some()).map(|n| n + step),
        );
        add("exclusiveMinimum", "on the exclusive minimum", bounds.exclusive_minimum);
        add("exclusiveMaximum", "on the exclusive maximum", bounds.exclusive_maximum);
        // Beside an integer, half a step would break two rules at once.
        let between = |step: f64| {
            if self.integer && step > 1.0 { self.least().unwrap_or(step) + 1.0 } else { step * 1.5 }
        };
        add("multipleOf", "not a multiple", bounds.multiple_of.map(between));
        list
    }

    /// A random valid number; the confirmation by the schema still stands.
    pub(super) fn random(&self, rng: &mut Rng) -> Value {
        let (low, high) = self.span();
        let step = self.step();
        let steps = ((high - low) / step).floor().clamp(0.0, 9_000_000_000_000_000.0);
        let first = if self.integer || self.bounds.multiple_of.is_some() {
            (low / step).ceil() * step
        } else {
            low
        };
        let number = first + step * rng.below(steps as u64 + 1) as f64;
        to_json(if rng.chance(10) { [low, high][rng.below(2) as usize] } else { number })
    }
}

impl Rule<'_> {
    /// A random number of any size that the rule has room for; small ones and bounds more often.
    pub(super) fn generate(&self, rng: &mut Rng) -> Value {
        let bits = match self.format {
            Some("int32") => 31,
            Some("int64") => 63,
            // RFC 8259 §6: what every reader of JSON holds exactly.
            _ => 53,
        };
        if self.bounds.multiple_of.is_some() || rng.chance(30) {
            return self.random(rng);
        }
        let bits = if rng.chance(30) { 4 } else { 1 + rng.below(bits) };
        let size = (rng.next_u64() >> (64 - bits)) as i64;
        let number = if rng.chance(30) { -size } else { size };
        let is_inside = |number: f64| {
            self.least().is_none_or(|least| number >= least)
                && self.greatest().is_none_or(|greatest| number <= greatest)
        };
        match is_inside(number as f64) {
            false => self.random(rng),
            true if self.integer || rng.chance(50) || bits > 40 => Value::from(number),
            true => Some(number as f64 + 0.125 * rng.below(8) as f64)
                .filter(|number| is_inside(*number))
                .map_or(Value::from(number), to_json),
        }
    }
}

fn larger(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::max)
}

fn smaller(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::min)
}

/// A JSON number, without a fraction where there is none.
pub(super) fn to_json(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9.0e15 {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}
