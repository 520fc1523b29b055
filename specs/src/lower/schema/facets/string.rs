//! The keywords of strings, and lengths of every kind.

use serde_json::Value;

use super::{Conflict, differ, larger, smaller, text};
use crate::contract::{Length, Shape};
use crate::keyword::StringKeyword;

#[derive(Default)]
pub(in crate::lower::schema) struct StringFacets {
    length: Length,
    pattern: Option<String>,
}

impl StringFacets {
    pub(super) fn read(&mut self, keyword: StringKeyword, value: &Value) {
        match keyword {
            StringKeyword::MinLength => self.length.min = lower_limit(value),
            StringKeyword::MaxLength => self.length.max = limit(value),
            StringKeyword::Pattern => self.pattern = text(value),
        }
    }

    pub(super) fn merge(self, other: Self) -> (Self, Conflict) {
        let conflict =
            differ(&self.pattern, &other.pattern).then_some("the second of two patterns");
        let merged = Self {
            length: tighter(self.length, other.length),
            pattern: self.pattern.or(other.pattern),
        };
        (merged, conflict)
    }

    /// Whether it constrains strings.
    pub(super) fn constrains(&self) -> bool {
        self.length != Length::default() || self.pattern.is_some()
    }

    pub(in crate::lower::schema) fn shape(self, format: Option<String>) -> Shape {
        Shape::String { format, length: self.length, pattern: self.pattern }
    }
}

/// A float without a fraction, such as `1e3`, counts as an integer.
pub(super) fn limit(value: &Value) -> Option<u64> {
    value.as_f64().map(|limit| limit as u64)
}

/// A lower limit of 0 limits nothing.
pub(super) fn lower_limit(value: &Value) -> Option<u64> {
    limit(value).filter(|limit| *limit > 0)
}

pub(super) fn tighter(one: Length, two: Length) -> Length {
    Length { min: larger(one.min, two.min), max: smaller(one.max, two.max) }
}
