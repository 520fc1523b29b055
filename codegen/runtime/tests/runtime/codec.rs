//! Bodies of each kind of media type, and the choice between declared ones.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

use super::{broken, incoming};
use specwright_runtime::codec::{
    Alternative, Malformed, decode_binary, decode_form, decode_json, decode_text, encode_binary,
    encode_form, encode_json, encode_text,
};
use specwright_runtime::decode::Decoder;
use specwright_runtime::message::{Mismatch, ResponseParts};
use specwright_runtime::refusal::{Cause, Refusal};
use specwright_runtime::wire::{Field, Kind, Style};

const TEXTS: Kind = Kind::Array(&Kind::Text);

const FORM: &[Field] = &[
    Field::new("token", Kind::Text, Style::Form, true),
    Field::new("count", Kind::Number, Style::Form, true),
    Field::new("tags", TEXTS, Style::Form, true),
    Field::new("nested", Kind::Json, Style::Form, true),
];

fn parsed_form(body: &[u8]) -> Value {
    let body = Bytes::copy_from_slice(body);
    decode_form(&body, FORM, &mut Decoder::strict()).unwrap().unwrap()
}

#[test]
fn forms_may_have_unknown_fields_and_nested_json() {
    let cases = [
        ("", json!({})),
        ("token=", json!({ "token": "" })),
        ("token=a%20b+c", json!({ "token": "a b c" })),
        ("token=a&token=b", json!({ "token": ["a", "b"] })),
        ("token", json!({ "token": "" })),
        ("count=3&other=4", json!({ "count": 3, "other": "4" })),
        ("count=three", json!({ "count": "three" })),
        ("tags=a&tags=b", json!({ "tags": ["a", "b"] })),
        ("tags=a", json!({ "tags": ["a"] })),
        ("nested={\"a\":{\"b\":[1]}}", json!({ "nested": { "a": { "b": [1] } } })),
        ("%ff=1", json!({ "\u{fffd}": "1" })),
    ];
    for (form, value) in cases {
        assert_eq!(parsed_form(form.as_bytes()), value, "{form}");
    }
}

#[test]
fn forms_are_decoded_to_what_was_encoded() {
    let value = json!({
        "token": "a=b&c d\u{1f600}",
        "count": 3,
        "tags": ["x", "y"],
        "nested": { "deep": true },
        "other": "kept"
    });
    let form = encode_form(&value, FORM);
    assert_eq!(
        form,
        "token=a%3Db%26c+d%F0%9F%98%80&count=3&tags=x&tags=y&nested=%7B%22deep%22%3Atrue%7D&other=kept"
    );
    assert_eq!(parsed_form(&form), value);
    assert_eq!(encode_form(&json!("no object"), FORM), "");
}

#[test]
fn json_text_and_bytes_are_decoded_to_what_was_encoded() {
    let mut decoder = Decoder::strict();
    let value = json!({ "a": [1, null] });
    assert_eq!(decode_json(&encode_json(&value), &mut decoder), Ok(Some(value)));
    let text = "größe".to_owned();
    assert_eq!(decode_text(&encode_text(&text), &mut decoder), Ok(Some(text)));
    let bytes = Bytes::from_static(b"\xff");
    assert_eq!(decode_binary(&encode_binary(&bytes), &mut decoder), Ok(Some(bytes)));
    assert_eq!(encode_text(&json!(1.5)), "1.5");
}

#[test]
fn bytes_that_are_not_of_their_media_type_are_malformed() {
    let bytes = Bytes::from_static(b"\xff");
    let mut decoder = Decoder::strict();
    let json = decode_json::<Value>(&bytes, &mut decoder);
    assert_eq!(json, Err(Malformed { message: "is not JSON" }));
    let text = decode_text::<String>(&bytes, &mut decoder);
    assert_eq!(text, Err(Malformed { message: "is not UTF-8 text" }));
}

/// The names of the alternatives, each for every body.
const DECLARED: &[Alternative<&str>] = &[
    ("application/json", |_, _| Ok(Some("json"))),
    ("text/*", |_, _| Ok(Some("text"))),
    ("*/*", |_, _| Ok(Some("any"))),
];

#[test]
fn the_media_type_chooses_the_alternative() {
    let cases = [
        (DECLARED, Some("Application/JSON; charset=utf-8"), Some("json")),
        (DECLARED, Some("text/csv"), Some("text")),
        (DECLARED, Some("textual/csv"), Some("any")),
        (DECLARED, None, Some("json")),
        (&DECLARED[1..], None, Some("any")),
        (&DECLARED[..2], Some("image/png"), None),
        (&DECLARED[1..2], None, None),
        (&[], Some("text/csv"), None),
    ];
    for (declared, media_type, expected) in cases {
        let mut parts = ResponseParts::new(StatusCode::OK);
        if let Some(media_type) = media_type {
            parts = parts.content(media_type, "body");
        }
        let decoded = parts.decode(|response| response.body(declared));
        match (decoded, expected) {
            (Ok(found), Some(expected)) => assert_eq!(found, expected, "{media_type:?}"),
            (Err(Mismatch::Violations(violations)), None) => {
                assert_eq!(broken(&violations), ["/header/content-type enum"], "{media_type:?}");
            }
            (decoded, _) => panic!("{media_type:?}: {decoded:?}"),
        }
    }
}

/// The media type and body of a request, and the result of decoding it.
type Row = (Option<&'static str>, &'static [u8], Result<Option<Value>, Cause>);

#[test]
fn requests_without_a_declared_media_type_are_rejected() {
    let json_type = Some("application/json");
    let cases: [Row; 6] = [
        (None, b"", Ok(None)),
        (None, b"{}", Err(Cause::UnsupportedMediaType)),
        (Some("text/csv"), b"{}", Err(Cause::UnsupportedMediaType)),
        (json_type, b"{}", Ok(Some(json!({})))),
        (json_type, b"{", Err(Cause::Malformed)),
        (json_type, b"", Err(Cause::Malformed)),
    ];
    for (media_type, body, expected) in cases {
        let headers: Vec<_> = media_type.iter().map(|name| ("content-type", *name)).collect();
        let mut request = incoming(&headers);
        request.body = Bytes::from_static(body);
        let declared: &[Alternative<Value>] = &[("application/json", decode_json)];
        let optional = request.decode(|request| request.optional_body(declared));
        assert_eq!(optional, expected.clone().map_err(Refusal::new));
        let required = request.decode(|request| request.required_body(declared));
        match expected {
            Ok(Some(value)) => assert_eq!(required, Ok(value)),
            Ok(None) => {
                assert_eq!(broken(&required.unwrap_err().violations), ["/body required"]);
            }
            Err(cause) => assert_eq!(required, Err(Refusal::new(cause))),
        }
    }
}

#[test]
fn an_undeclared_status_is_no_violation() {
    let parts = ResponseParts::new(StatusCode::OK);
    assert_eq!(parts.decode::<()>(|response| response.undeclared()), Err(Mismatch::Undeclared));
}
