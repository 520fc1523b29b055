//! Serialization of values to texts and back, for every kind and style.

use serde_json::{Value, json};

use specwright_runtime::wire::{Field, Kind, Style, encode_segment};

const NUMBERS: Kind = Kind::Array(&Kind::Number);
const TEXTS: Kind = Kind::Array(&Kind::Text);
const RANGE: Kind = Kind::Object(&[("from", Kind::Number), ("exact", Kind::Boolean)]);

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[test]
fn texts_are_parsed_as_their_kind_and_else_remain_strings() {
    let cases: &[(Kind, &[&str], Value)] = &[
        (Kind::Text, &["12"], json!("12")),
        (Kind::Text, &[""], json!("")),
        (Kind::Number, &["12"], json!(12)),
        (Kind::Number, &["-0.5"], json!(-0.5)),
        (Kind::Number, &["1e3"], json!(1000.0)),
        (Kind::Number, &["9223372036854775807"], json!(i64::MAX)),
        (Kind::Number, &[""], json!("")),
        (Kind::Number, &[" 12"], json!(" 12")),
        (Kind::Number, &["12\n"], json!("12\n")),
        (Kind::Number, &["+12"], json!("+12")),
        (Kind::Number, &["012"], json!("012")),
        (Kind::Number, &["0x1f"], json!("0x1f")),
        (Kind::Number, &["NaN"], json!("NaN")),
        (Kind::Number, &["1e999"], json!("1e999")),
        (Kind::Boolean, &["true"], json!(true)),
        (Kind::Boolean, &["True"], json!("True")),
        (Kind::Boolean, &["1"], json!("1")),
        (Kind::Boolean, &[""], json!("")),
        (Kind::Json, &[r#"{"a":[1]}"#], json!({ "a": [1] })),
        (Kind::Json, &["{"], json!("{")),
        (NUMBERS, &["1,x,3"], json!([1, "x", 3])),
        (NUMBERS, &[""], json!([])),
        (TEXTS, &["a,,b"], json!(["a", "", "b"])),
        (RANGE, &["from,1,exact,true"], json!({ "from": 1, "exact": true })),
        (RANGE, &["from,1,other,2"], json!({ "from": 1, "other": "2" })),
        (RANGE, &["from"], json!("from")),
        // A repeated scalar is not a scalar.
        (Kind::Number, &["1", "2"], json!(["1", "2"])),
        (Kind::Text, &["a", "a"], json!(["a", "a"])),
    ];
    for (kind, given, expected) in cases {
        let field = Field::new("f", *kind, Style::Simple, false);
        assert_eq!(field.read_text(&texts(given)).as_ref(), Some(expected), "{kind:?} {given:?}");
    }
    let field = Field::new("f", Kind::Text, Style::Form, true);
    assert_eq!(field.read_text(&[]), None);
}

#[test]
fn pairs_are_parsed_and_serialized_in_each_style() {
    let cases = [
        (Kind::Text, Style::Form, true, json!("a b&c=ü"), "f=a+b%26c%3D%C3%BC"),
        (Kind::Number, Style::Form, true, json!(-1.5), "f=-1.5"),
        (Kind::Boolean, Style::Form, true, json!(false), "f=false"),
        (TEXTS, Style::Form, true, json!(["a", "b,c"]), "f=a&f=b%2Cc"),
        (TEXTS, Style::Form, true, json!([""]), "f="),
        (NUMBERS, Style::Form, false, json!([1, 2]), "f=1%2C2"),
        (NUMBERS, Style::Form, false, json!([]), "f="),
        (NUMBERS, Style::SpaceDelimited, false, json!([1, 2]), "f=1+2"),
        (NUMBERS, Style::PipeDelimited, false, json!([1, 2]), "f=1%7C2"),
        (RANGE, Style::Form, true, json!({ "from": 1, "exact": true }), "from=1&exact=true"),
        (RANGE, Style::Form, false, json!({ "from": 1 }), "f=from%2C1"),
        (RANGE, Style::DeepObject, true, json!({ "from": 1 }), "f%5Bfrom%5D=1"),
        (RANGE, Style::DeepObject, false, json!({ "from": 1 }), "f%5Bfrom%5D=1"),
        (Kind::Json, Style::DeepObject, false, json!({ "any": "b" }), "f%5Bany%5D=b"),
        (Kind::Json, Style::Form, true, json!({ "a": [1] }), "f=%7B%22a%22%3A%5B1%5D%7D"),
        (Kind::Json, Style::Form, true, json!([1, 2]), "f=%5B1%2C2%5D"),
        (Kind::Json, Style::Form, true, json!("12"), "f=%2212%22"),
    ];
    for (kind, style, explode, value, query) in cases {
        let field = Field::new("f", kind, style, explode);
        let mut written = Vec::new();
        field.write_pairs(&value, &mut written);
        let mut form = form_urlencoded::Serializer::new(String::new());
        assert_eq!(form.extend_pairs(&written).finish(), query);
        assert_eq!(field.read_pairs(&pairs(query)), Some(value), "{query}");
    }
}

#[test]
fn objects_in_a_query_keep_invalid_properties() {
    const LISTS: Kind = Kind::Object(&[("ids", NUMBERS), ("one", Kind::Number)]);
    let deep = Field::new("f", LISTS, Style::DeepObject, false);
    let cases = [
        ("f[ids]=1&f[ids]=2", json!({ "ids": [1, 2] })),
        ("f[one]=1&f[one]=2", json!({ "one": ["1", "2"] })),
        ("f[one]=1&f[more]=2", json!({ "one": 1, "more": "2" })),
    ];
    for (query, value) in cases {
        assert_eq!(deep.read_pairs(&pairs(query)), Some(value), "{query}");
    }
    for query in ["f=1", "one=1", "g[one]=1", "f[one=1", ""] {
        assert_eq!(deep.read_pairs(&pairs(query)), None, "{query}");
    }
}

#[test]
fn values_are_serialized_for_paths_and_headers() {
    let cases = [
        (Kind::Text, false, json!("a/b ü?"), "a%2Fb%20%C3%BC%3F"),
        (TEXTS, false, json!(["a", "b"]), "a%2Cb"),
        (RANGE, false, json!({ "from": 1 }), "from%2C1"),
        (RANGE, true, json!({ "from": 1, "exact": true }), "from%3D1%2Cexact%3Dtrue"),
        (Kind::Json, false, json!({ "a": 1 }), "%7B%22a%22%3A1%7D"),
    ];
    for (kind, explode, value, segment) in cases {
        let field = Field::new("f", kind, Style::Simple, explode);
        assert_eq!(field.write_segment(&value), segment);
        let text = field.write_text(&value);
        assert_eq!(encode_segment(&text), segment);
        assert_eq!(field.read_text(&[text]), Some(value));
    }
}
