//! The keywords of numbers.

use serde_json::{Map, Value};

use super::{Conflict, differ, larger, smaller};
use crate::contract::NumberBounds;
use crate::keyword::{NumberKeyword, is_true};

pub(super) fn read(
    bounds: &mut NumberBounds,
    keyword: NumberKeyword,
    value: &Value,
    schema: &Map<String, Value>,
) {
    let number = value.as_f64();
    match keyword {
        NumberKeyword::MultipleOf => bounds.multiple_of = number.filter(|step| *step > 0.0),
        NumberKeyword::Minimum if is_true(schema, "exclusiveMinimum") => {
            bounds.exclusive_minimum = number;
        }
        NumberKeyword::Minimum => bounds.minimum = number,
        NumberKeyword::Maximum if is_true(schema, "exclusiveMaximum") => {
            bounds.exclusive_maximum = number;
        }
        NumberKeyword::Maximum => bounds.maximum = number,
        // OpenAPI 3.0 has no number here: these are read with the bounds that they modify.
        NumberKeyword::ExclusiveMinimum | NumberKeyword::ExclusiveMaximum => {}
    }
}

pub(super) fn merge(one: NumberBounds, two: NumberBounds) -> (NumberBounds, Conflict) {
    let NumberBounds { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of } = one;
    let conflict =
        differ(&multiple_of, &two.multiple_of).then_some("the second of two `multipleOf`");
    let merged = NumberBounds {
        minimum: larger(minimum, two.minimum),
        maximum: smaller(maximum, two.maximum),
        exclusive_minimum: larger(exclusive_minimum, two.exclusive_minimum),
        exclusive_maximum: smaller(exclusive_maximum, two.exclusive_maximum),
        multiple_of: multiple_of.or(two.multiple_of),
    };
    (merged, conflict)
}
