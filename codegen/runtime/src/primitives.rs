//! [`Decode`] for the types of JSON, and for the standard containers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::decode::{Decode, Decoder, JsonPointer};

impl Decode for Value {
    fn decode(value: &Value, _: &JsonPointer<'_>, _: &mut Decoder) -> Option<Self> {
        Some(value.clone())
    }
}

impl Decode for String {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            _ => decoder.report(at, "type", "must be a string"),
        }
    }
}

impl Decode for bool {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        match value {
            Value::Bool(flag) => Some(*flag),
            _ => decoder.report(at, "type", "must be a boolean"),
        }
    }
}

impl Decode for f64 {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        match value.as_f64() {
            Some(number) => Some(number),
            None => decoder.report(at, "type", "must be a number"),
        }
    }
}

impl Decode for f32 {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "`format: float` has this precision")]
        let number = f64::decode(value, at, decoder)? as f32;
        if number.is_finite() {
            return Some(number);
        }
        decoder.report(at, "format", "must be a number of 32 bits")
    }
}

impl Decode for i64 {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        if let Some(integer) = value.as_i64() {
            return Some(integer);
        }
        let Some(number) = value.as_f64() else {
            return decoder.report(at, "type", "must be an integer");
        };
        // JSON Schema 2020-12 §6.1.1: a number without a fraction is an integer, however written.
        if number.fract() != 0.0 {
            return decoder.report(at, "type", "must be an integer");
        }
        // 2^63 as a float is exact; everything below it and from its negative on fits.
        if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number) {
            return decoder.report(at, "format", "must be an integer of 64 bits");
        }
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked above")]
        let integer = number as i64;
        Some(integer)
    }
}

impl Decode for i32 {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        let wide = i64::decode(value, at, decoder)?;
        match Self::try_from(wide) {
            Ok(integer) => Some(integer),
            Err(_) => decoder.report(at, "format", "must be an integer of 32 bits"),
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        T::decode(value, at, decoder).map(Box::new)
    }
}

/// A value that may be `null`. Absence is handled by the object around it.
impl<T: Decode> Decode for Option<T> {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            _ => T::decode(value, at, decoder).map(Some),
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        let Value::Array(items) = value else {
            return decoder.report(at, "type", "must be an array");
        };
        let decoded: Vec<_> = items
            .iter()
            .enumerate()
            .map(|(index, item)| decoder.descend(item, &JsonPointer::Item(at, index)))
            .collect();
        decoded.into_iter().collect()
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        super::decode::ObjectDecoder::new(value, at, decoder)?.additional(decoder)
    }
}
