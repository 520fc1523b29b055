//! Requests and responses: the values that their headers, cookies and parameters can have.

use serde_json::{Value, json};

use super::{broken, incoming, outgoing, received};
use specwright_runtime::decode::Decode;
use specwright_runtime::message::{Incoming, ResponseParts};
use specwright_runtime::wire::{Field, Kind, Part, Style};

const fn simple(name: &'static str, kind: Kind) -> Field {
    Field::new(name, kind, Style::Simple, false)
}

fn read<T: Decode>(request: &Incoming, part: Part, field: &Field) -> Result<T, Vec<String>> {
    let decoded = request.decode(|request| request.required(part, field));
    decoded.map_err(|refusal| broken(&refusal.violations))
}

#[test]
fn header_values_cannot_begin_another_line() {
    let field = simple("x-name", Kind::Text);
    for value in ["a\r\nX-Admin: 1", "a\nb", "a\rb", "a\0b", "a\u{7f}"] {
        let violations = outgoing().add_header(&field, &value).unwrap_err();
        assert_eq!(broken(&violations), ["/header/x-name format"]);
        let parts = ResponseParts::new(http::StatusCode::OK).header(&field, &value);
        let sent = parts.headers["x-name"].as_bytes();
        assert!(!sent.iter().any(u8::is_ascii_control), "{value:?}");
        assert_eq!(parts.headers.len(), 1);
    }
}

#[test]
fn texts_of_any_script_are_decoded_to_what_was_encoded() {
    let field = simple("x-name", Kind::Text);
    let mut request = outgoing();
    request.add_header(&field, &"größe\t😀").unwrap();
    assert_eq!(read::<String>(&received(&request), Part::Header, &field).unwrap(), "größe\t😀");
}

#[test]
fn arrays_in_headers_may_have_several_lines_and_spaces() {
    let field = simple("x-list", Kind::Array(&Kind::Number));
    let expected = Ok(vec![1_i64, 2, 3]);
    for lines in [&["1,2,3"][..], &["1, 2 ,\t3"], &["1", "2,3"]] {
        let fields: Vec<_> = lines.iter().map(|line| ("X-List", *line)).collect();
        assert_eq!(read(&incoming(&fields), Part::Header, &field), expected);
    }
    let twice = incoming(&[("x-one", "1"), ("x-one", "2")]);
    let one = simple("x-one", Kind::Number);
    assert_eq!(read::<i64>(&twice, Part::Header, &one), Err(vec!["/header/x-one type".into()]));
}

#[test]
fn cookies_are_found_by_name() {
    let request = incoming(&[("cookie", "a=1; b=x=y;c = 3;  d=; broken"), ("cookie", "a=2")]);
    assert_eq!(request.cookie("a"), ["1", "2"]);
    assert_eq!(request.cookie("b"), ["x=y"]);
    assert_eq!(request.cookie("d"), [""]);
    for name in ["A", "broken", "e"] {
        assert!(request.cookie(name).is_empty(), "{name}");
    }
}

#[test]
fn cookies_share_one_header_and_are_decoded_to_what_was_encoded() {
    let form = |name, kind, explode| Field::new(name, kind, Style::Form, explode);
    let (list, commas) = (Kind::Array(&Kind::Number), Kind::Array(&Kind::Text));
    let fields =
        [form("sid", Kind::Text, true), form("ids", list, true), form("tags", commas, false)];
    let values = [json!("a b"), json!([1, 2]), json!(["x", "y"])];
    let mut request = outgoing();
    for (field, value) in fields.iter().zip(&values) {
        request.add_cookie(field, value).unwrap();
    }
    let sent: Vec<_> = request.headers.get_all("cookie").iter().collect();
    assert_eq!(sent, ["sid=a b; ids=1; ids=2; tags=x,y"]);
    for (field, value) in fields.iter().zip(values) {
        assert_eq!(read::<Value>(&received(&request), Part::Cookie, field), Ok(value));
    }
    for value in ["a; admin=1", " a", "a\n"] {
        let violations = outgoing().add_cookie(&fields[0], &value).unwrap_err();
        assert_eq!(broken(&violations), ["/cookie/sid format"], "{value:?}");
    }
}

#[test]
fn media_types_are_compared_without_case_and_parameters() {
    let cases = [
        ("application/json", "application/json"),
        ("Application/JSON; charset=UTF-8", "application/json"),
        (" text/plain ;a=b;c", "text/plain"),
        ("", ""),
    ];
    for (given, media_type) in cases {
        let request = incoming(&[("content-type", given)]);
        assert_eq!(request.media_type().as_deref(), Some(media_type), "{given}");
    }
    assert_eq!(incoming(&[]).media_type(), None);
}

#[test]
fn absent_values_are_reported_at_their_part() {
    let parts = [Part::Path, Part::Query, Part::Header, Part::Cookie];
    for part in parts {
        let missing = read::<String>(&incoming(&[]), part, &simple("a/b", Kind::Text));
        assert_eq!(missing, Err(vec![format!("/{}/a~1b required", part.as_str())]));
    }
}
