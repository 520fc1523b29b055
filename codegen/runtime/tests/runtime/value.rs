//! Validation of values.

use serde_json::{Value, json};

use super::broken;
use specwright_runtime::constrained::{self, Constrained};
use specwright_runtime::decode::{Decoder, JsonPointer};
use specwright_runtime::value::{Bounds, check_bounds, check_length, check_unique};
use specwright_runtime::violation::Violations;

fn found(check: impl FnOnce(&mut Decoder)) -> Vec<String> {
    let mut decoder = Decoder::strict();
    check(&mut decoder);
    decoder.finish(Some(())).err().map_or_else(Vec::new, |violations| broken(&violations))
}

/// Two to four characters.
#[derive(Debug)]
struct Short(String);

impl Constrained for Short {
    type Inner = String;

    fn validate(inner: &String, at: &JsonPointer<'_>, decoder: &mut Decoder) {
        let count = inner.chars().count();
        check_length(count, (Some(2), Some(4)), ("minLength", "maxLength"), at, decoder);
    }

    fn wrap(inner: String) -> Self {
        Self(inner)
    }
}

#[test]
fn lengths_count_characters() {
    for text in ["ab", "üüüü", "\u{1f600}\u{1f600}", "e\u{301}e\u{301}"] {
        assert_eq!(constrained::new::<Short>(text.to_owned()).unwrap().0, text);
    }
    for (text, keyword) in [("ü", "minLength"), ("abcde", "maxLength"), ("", "minLength")] {
        let violations: Violations = constrained::new::<Short>(text.to_owned()).unwrap_err();
        assert_eq!(broken(&violations), [format!(" {keyword}")], "{text}");
    }
}

const OPEN: Bounds = Bounds {
    minimum: None,
    maximum: None,
    exclusive_minimum: None,
    exclusive_maximum: None,
    multiple_of: None,
};

#[test]
fn limits_are_inclusive_or_exclusive() {
    let closed = Bounds { minimum: Some(1.0), maximum: Some(2.0), ..OPEN };
    let open = Bounds { exclusive_minimum: Some(1.0), exclusive_maximum: Some(2.0), ..OPEN };
    let cases: [(f64, &Bounds, &[&str]); 8] = [
        (1.0, &closed, &[]),
        (2.0, &closed, &[]),
        (0.999, &closed, &[" minimum"]),
        (2.001, &closed, &[" maximum"]),
        (1.5, &open, &[]),
        (1.0, &open, &[" exclusiveMinimum"]),
        (2.0, &open, &[" exclusiveMaximum"]),
        (1e300, &OPEN, &[]),
    ];
    for (number, bounds, expected) in cases {
        let faults = found(|decoder| check_bounds(number, bounds, &JsonPointer::Root, decoder));
        assert_eq!(faults, expected, "{number} {bounds:?}");
    }
}

#[test]
fn multiples_are_those_of_the_decimals_as_written() {
    let cases = [
        (0.01, 0.07, true),
        (0.01, 1.15, true),
        (0.01, 4.35, true),
        (0.01, 123_456_789.13, true),
        (0.01, 0.075, false),
        (0.1, 0.3, true),
        (0.1, 1.1, true),
        (0.1, 0.35, false),
        (0.1, -0.3, true),
        (0.001, 9.995, true),
        (0.25, 0.75, true),
        (0.25, 0.3, false),
        (2.0, 7.0, false),
        (2.0, 1e17, true),
        (3.0, 9_007_199_254_740_991.0, false),
        (3.0, 9_007_199_254_740_990.0, true),
        (1.0, 1e15 + 0.5, false),
        (0.1, 0.0, true),
    ];
    for (step, number, holds) in cases {
        let bounds = Bounds { multiple_of: Some(step), ..OPEN };
        let faults = found(|decoder| check_bounds(number, &bounds, &JsonPointer::Root, decoder));
        assert_eq!(faults.is_empty(), holds, "{number} of {step}");
    }
}

#[test]
fn items_are_compared_as_json() {
    let cases: [(Value, bool); 9] = [
        (json!([]), true),
        (json!([1, "1", true, null, [1], { "a": 1 }]), true),
        (json!([1, 1.0]), false),
        (json!([0.5, 0.5]), false),
        (json!([{ "a": 1, "b": 2 }, { "b": 2.0, "a": 1 }]), false),
        (json!([{ "a": 1 }, { "a": 2 }]), true),
        (json!([[1, 2], [2, 1]]), true),
        (json!(["a,b", ["a", "b"]]), true),
        (json!([[], []]), false),
    ];
    for (list, distinct) in cases {
        let items = list.as_array().unwrap();
        let faults = found(|decoder| check_unique(items, &JsonPointer::Root, decoder));
        assert_eq!(faults.is_empty(), distinct, "{list}");
    }
}

#[test]
fn a_long_array_is_validated_fast() {
    let items: Vec<i64> = (0..200_000).collect();
    assert!(found(|decoder| check_unique(&items, &JsonPointer::Root, decoder)).is_empty());
}
