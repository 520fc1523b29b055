//! One value of either format, deserialized without loss.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

/// Deserializes values, and records which keys occurred twice.
pub(super) struct Node {
    /// Each with whether its values differ.
    duplicates: RefCell<Vec<(String, bool)>>,
}

impl Node {
    pub(super) fn new() -> Self {
        Self { duplicates: RefCell::default() }
    }

    pub(super) fn has_duplicates(&self) -> bool {
        !self.duplicates.borrow().is_empty()
    }

    /// Whether a key occurred twice in one object with different values.
    pub(super) fn differs(&self, key: &str) -> bool {
        self.duplicates.borrow().iter().any(|(other, differs)| other == key && *differs)
    }

    pub(super) fn json(&self) -> Seed<'_> {
        Seed { node: self, merges: false }
    }

    pub(super) fn yaml(&self) -> Seed<'_> {
        Seed { node: self, merges: true }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Seed<'a> {
    node: &'a Node,
    /// Whether `<<` is a merge key.
    merges: bool,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        // Infinity is no JSON number. As text it is reported where a number is demanded.
        let number = Number::from_f64(value);
        Ok(number.map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            values.push(item);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let mut merged = Vec::new();
        while let Some(Key(key)) = entries.next_key()? {
            let value = entries.next_value_seed(self)?;
            match value {
                Value::Object(other) if self.merges && key == "<<" => merged.push(other),
                Value::Array(others) if self.merges && key == "<<" => {
                    merged.extend(others.into_iter().filter_map(|other| match other {
                        Value::Object(other) => Some(other),
                        _ => None,
                    }));
                }
                value => {
                    if let Some(before) = object.get(&key) {
                        let differs = *before != value;
                        self.node.duplicates.borrow_mut().push((key.clone(), differs));
                    }
                    object.insert(key, value);
                }
            }
        }
        // An object's own keys win over merged ones, and earlier merged ones over later.
        for (key, value) in merged.into_iter().flatten() {
            object.entry(key).or_insert(value);
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant::<Key>()?;
        value.newtype_variant_seed(self)
    }
}

/// A key, by its text.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
