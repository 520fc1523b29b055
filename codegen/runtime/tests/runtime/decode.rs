//! Decoding of JSON values: which are valid, and the location of each violation.

use serde_json::{Value, json};

use super::faults;
use specwright_runtime::decode::{
    Decode, Decoder, JsonPointer, ObjectDecoder, deserialize, strict,
};
use specwright_runtime::value::{Never, Unknown};

/// A closed object with one property of each kind.
#[derive(Debug, PartialEq)]
struct Row {
    must: String,
    may: Option<i64>,
    may_null: Option<Option<bool>>,
    must_null: Option<String>,
    rows: Option<Vec<Row>>,
}

impl Decode for Row {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        let mut object = ObjectDecoder::new(value, at, decoder)?;
        let must = object.required("must", decoder);
        let may = object.optional("may", decoder);
        let may_null = object.optional("may_null", decoder);
        let must_null = object.required("must_null", decoder);
        let rows = object.optional("a/b~c", decoder);
        object.reject_unknown(decoder);
        Some(Self {
            must: must?,
            may: may?,
            may_null: may_null?,
            must_null: must_null?,
            rows: rows?,
        })
    }
}

impl<'de> serde::Deserialize<'de> for Row {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

#[test]
fn integers_are_numbers_without_a_fraction() {
    let valid = [
        ("0", 0),
        ("-0", 0),
        ("4.0", 4),
        ("1e3", 1000),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("-9223372036854775808.0", i64::MIN),
        ("9007199254740993", 9_007_199_254_740_993),
    ];
    for (text, expected) in valid {
        assert_eq!(strict::<i64>(&serde_json::from_str(text).unwrap()), Ok(expected), "{text}");
    }
    let invalid = [
        ("4.5", "type"),
        ("\"4\"", "type"),
        ("true", "type"),
        ("null", "type"),
        ("9223372036854775808", "format"),
        ("18446744073709551615", "format"),
        ("1e300", "format"),
    ];
    for (text, keyword) in invalid {
        assert_eq!(faults::<i64>(text), [format!(" {keyword}")], "{text}");
    }
}

#[test]
fn formats_and_types_have_their_limits() {
    for text in ["2147483647", "-2147483648", "7.0"] {
        assert!(faults::<i32>(text).is_empty(), "{text}");
    }
    for text in ["2147483648", "-2147483649"] {
        assert_eq!(faults::<i32>(text), [" format"], "{text}");
    }
    assert_eq!(faults::<f32>("1e39"), [" format"]);
    assert!(faults::<f32>("0.1").is_empty() && faults::<f64>("1").is_empty());
    for text in ["\"1\"", "null", "[]"] {
        assert_eq!(faults::<f64>(text), [" type"], "{text}");
    }
    assert_eq!(faults::<bool>("0"), [" type"]);
    assert_eq!(faults::<String>("1"), [" type"]);
    assert_eq!(faults::<Never>("{}"), [" not"]);
    assert!(faults::<uuid::Uuid>("\"67e55044-10b1-426f-9247-BB680E5fe0c8\"").is_empty());
    let ids = [
        "67e5504410b1426f9247bb680e5fe0c8",
        "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
        "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
        "67e55044-10b1-426f-9247-bb680e5fe0c",
        "",
    ];
    for id in ids {
        assert_eq!(faults::<uuid::Uuid>(&json!(id).to_string()), [" format"], "{id}");
    }
}

#[test]
fn null_is_not_absence() {
    let row = |value: Value| strict::<Row>(&value);
    let absent = row(json!({ "must": "", "must_null": null })).unwrap();
    assert_eq!((absent.may_null, absent.must_null, absent.may), (None, None, None));
    let null = row(json!({ "must": "", "must_null": "", "may_null": null })).unwrap();
    assert_eq!((null.may_null, null.must_null), (Some(None), Some(String::new())));
    assert_eq!(faults::<Row>(r#"{"must": "", "must_null": "", "may": null}"#), ["/may type"]);
    assert_eq!(faults::<Row>(r#"{"must": null}"#), ["/must type", "/must_null required"]);
}

#[test]
fn every_violation_is_collected_with_its_location() {
    let text = r#"{
        "may": 1.5, "may_null": "hidden", "must_null": 1, "x/y~z": 0, "": 0,
        "a/b~c": [7, { "must": "", "must_null": null }, { "must": 1, "must_null": null, "b": 0 }]
    }"#;
    let expected = [
        "/must required",
        "/may type",
        "/may_null type",
        "/must_null type",
        "/a~1b~0c/0 type",
        "/a~1b~0c/2/must type",
        "/a~1b~0c/2/b additionalProperties",
        "/x~1y~0z additionalProperties",
        "/ additionalProperties",
    ];
    assert_eq!(faults::<Row>(text), expected);
    let error = serde_json::from_str::<Row>(text).unwrap_err().to_string();
    assert_eq!(error.matches("; ").count(), expected.len() - 1, "{error}");
    assert!(!error.contains("hidden"), "a message shows the value: {error}");
}

#[test]
fn an_attempt_reports_nothing_and_rejects_what_is_invalid() {
    let mut decoder = Decoder::strict();
    let closed = json!({ "must": "", "must_null": null, "more": 1 });
    assert_eq!(decoder.attempt::<Row>(&closed, &JsonPointer::Root), None);
    assert_eq!(decoder.attempt::<bool>(&json!(true), &JsonPointer::Root), Some(true));
    assert_eq!(decoder.count(), 0);
}

#[test]
fn a_lenient_decoder_keeps_unknown_values_of_enums() {
    let kept = Unknown::keep("new", &JsonPointer::Root, &mut Decoder::lenient()).unwrap();
    assert_eq!((kept.as_str(), serde_json::to_value(&kept).unwrap()), ("new", json!("new")));
    let mut decoder = Decoder::strict();
    assert_eq!(Unknown::keep("new", &JsonPointer::Root, &mut decoder), None);
    assert_eq!(decoder.count(), 1);
}

/// A recursive array of arrays.
#[derive(Debug)]
struct Nest {
    _inner: Vec<Nest>,
}

impl Decode for Nest {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        Some(Self { _inner: Vec::decode(value, at, decoder)? })
    }
}

fn nested(levels: usize) -> Value {
    (1..levels).fold(json!([]), |inner, _| Value::Array(vec![inner]))
}

#[test]
fn nesting_is_bounded() {
    assert!(strict::<Nest>(&nested(257)).is_ok());
    for levels in [258, 5_000] {
        let violations = strict::<Nest>(&nested(levels)).unwrap_err();
        assert_eq!(violations.0.len(), 1);
        assert_eq!(violations.0[0].pointer, "/0".repeat(257));
    }
}

/// A recursive union of two equal alternatives.
#[derive(Debug)]
struct Either;

impl Decode for Either {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        let first = decoder.attempt::<Vec<Either>>(value, at);
        let second = decoder.attempt::<Vec<Either>>(value, at);
        match first.or(second) {
            Some(_) => Some(Self),
            None => decoder.report(at, "anyOf", "matches none of the alternatives"),
        }
    }
}

#[test]
fn attempts_at_nested_alternatives_are_bounded() {
    assert!(strict::<Either>(&nested(12)).is_ok());
    assert!(strict::<Either>(&nested(100)).is_err());
}
