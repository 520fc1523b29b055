//! Which `Accept` headers match the offered media types.

use super::headers;
use specwright_runtime::refusal::Cause;
use specwright_runtime::server::negotiate;

fn accepts(fields: &[&str], offered: &[&str]) -> bool {
    let fields: Vec<_> = fields.iter().map(|field| ("accept", *field)).collect();
    match negotiate(&headers(&fields), offered) {
        Ok(()) => true,
        Err(refusal) => {
            assert_eq!(refusal.cause, Cause::NotAcceptable);
            false
        }
    }
}

#[test]
fn the_most_specific_range_decides() {
    let json = ["application/json"];
    let cases: [(&[&str], bool); 21] = [
        (&[], true),
        (&[""], true),
        (&["*/*"], true),
        (&["application/*"], true),
        (&["application/json"], true),
        (&["APPLICATION/Json"], true),
        (&["application/json; charset=utf-8"], true),
        (&["text/html, application/json;q=0.1"], true),
        (&["text/html", "application/json"], true),
        (&["text/html"], false),
        (&["text/*"], false),
        (&["application/json;q=0"], false),
        (&["application/json;q=0.000"], false),
        (&["application/json;q=0, */*"], false),
        (&["*/*;q=0, application/json"], true),
        (&["application/*;q=0, */*;q=1"], false),
        (&["*/*;q=0"], false),
        // What cannot be parsed as a weight is ignored.
        (&["application/json;q=much"], true),
        (&["application/json;q=nan"], true),
        (&["application/json; Q=0"], false),
        (&["json"], false),
    ];
    for (fields, expected) in cases {
        assert_eq!(accepts(fields, &json), expected, "{fields:?}");
    }
}

#[test]
fn one_acceptable_offer_is_sufficient() {
    let offered = ["application/json", "text/csv; header=present"];
    assert!(accepts(&["text/csv"], &offered));
    assert!(accepts(&["application/json;q=0, text/*"], &offered));
    assert!(!accepts(&["image/*, ;;, ,"], &offered));
}
