//! Two demands on one value become one.

use serde_json::Value;

use super::facets::{Facets, Others, Type};
use crate::contract::{Length, NumberBounds};

impl Facets {
    /// Demands what `other` demands as well.
    pub(super) fn merge(mut self, other: Self) -> Self {
        self.opaque = self.opaque.or(other.opaque);
        self.merge_kind(&other);
        self.nullable &= other.nullable;
        self.values = match (self.values, other.values) {
            (Some(one), Some(two)) => Some(common(one, &two)),
            (one, two) => one.or(two),
        };
        if differ(&self.bounds.multiple_of, &other.bounds.multiple_of) {
            self.opaque = Some("several multiples hold at once");
        }
        self.bounds = tighter_bounds(self.bounds, other.bounds);
        self.opaque = self.opaque.or_else(|| {
            differ(&self.format, &other.format).then_some("the formats of its parts differ")
        });
        self.opaque = self.opaque.or_else(|| {
            differ(&self.pattern, &other.pattern).then_some("several patterns hold at once")
        });
        self.format = self.format.or(other.format);
        self.pattern = self.pattern.or(other.pattern);
        self.text = tighter(self.text, other.text);
        self.elements = tighter(self.elements, other.elements);
        self.size = tighter(self.size, other.size);
        self.unique |= other.unique;
        self.items.extend(other.items);
        self.merge_members(other.properties, other.others);
        for name in other.required {
            if !self.required.contains(&name) {
                self.required.push(name);
            }
        }
        if self.choice.is_some() && other.choice.is_some() {
            self.opaque = Some("several choices hold at once");
        }
        self.choice = self.choice.or(other.choice);
        self
    }

    fn merge_kind(&mut self, other: &Self) {
        self.kind = match (self.kind, other.kind) {
            (Some(Type::Integer), Some(Type::Number))
            | (Some(Type::Number), Some(Type::Integer)) => Some(Type::Integer),
            (Some(one), Some(two)) if one != two => {
                self.opaque = Some("parts of it are of different types");
                Some(one)
            }
            (one, two) => one.or(two),
        };
        for kind in &other.implied {
            if !self.implied.contains(kind) {
                self.implied.push(*kind);
            }
        }
    }

    /// Members by name, and what each side says of those that it does not name.
    fn merge_members(
        &mut self,
        properties: indexmap::IndexMap<String, Vec<crate::Pointer>>,
        others: Others,
    ) {
        let forbidden = (self.others == Others::Closed
            && properties.keys().any(|name| !self.properties.contains_key(name)))
            || (others == Others::Closed
                && self.properties.keys().any(|name| !properties.contains_key(name)));
        if forbidden {
            self.opaque = Some("a part of it forbids members that another part declares");
        }
        if let Others::Schemas(schemas) = &others {
            for (_, places) in
                self.properties.iter_mut().filter(|(name, _)| !properties.contains_key(*name))
            {
                places.extend(schemas.iter().cloned());
            }
        }
        for (name, places) in properties {
            let unnamed = match (&self.others, self.properties.contains_key(&name)) {
                (Others::Schemas(schemas), false) => schemas.clone(),
                _ => Vec::new(),
            };
            let known = self.properties.entry(name).or_insert(unnamed);
            known.extend(places);
        }
        self.others = match (std::mem::take(&mut self.others), others) {
            (Others::Closed, _) | (_, Others::Closed) => Others::Closed,
            (Others::Open, other) | (other, Others::Open) => other,
            (Others::Schemas(mut one), Others::Schemas(two)) => {
                one.extend(two);
                Others::Schemas(one)
            }
        };
    }
}

fn common(one: Vec<Value>, two: &[Value]) -> Vec<Value> {
    one.into_iter().filter(|value| two.contains(value)).collect()
}

fn differ<T: PartialEq>(one: &Option<T>, two: &Option<T>) -> bool {
    one.is_some() && two.is_some() && one != two
}

fn tighter(one: Length, two: Length) -> Length {
    Length { min: larger(one.min, two.min), max: smaller(one.max, two.max) }
}

fn tighter_bounds(one: NumberBounds, two: NumberBounds) -> NumberBounds {
    NumberBounds {
        minimum: larger(one.minimum, two.minimum),
        maximum: smaller(one.maximum, two.maximum),
        exclusive_minimum: larger(one.exclusive_minimum, two.exclusive_minimum),
        exclusive_maximum: smaller(one.exclusive_maximum, two.exclusive_maximum),
        multiple_of: one.multiple_of.or(two.multiple_of),
    }
}

fn larger<T: PartialOrd>(one: Option<T>, two: Option<T>) -> Option<T> {
    match (one, two) {
        (Some(one), Some(two)) => Some(if one > two { one } else { two }),
        (one, two) => one.or(two),
    }
}

fn smaller<T: PartialOrd>(one: Option<T>, two: Option<T>) -> Option<T> {
    match (one, two) {
        (Some(one), Some(two)) => Some(if one < two { one } else { two }),
        (one, two) => one.or(two),
    }
}
