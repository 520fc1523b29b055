//! What texts mean, and which are rejected.

use super::*;

fn check(name: &str, text: &str, expected: &str) {
    let source = Source::new(name, text);
    let mut diagnostics = Diagnostics::new(source.clone());
    let value = read(&source, &mut diagnostics);
    let found = match diagnostics.iter().next() {
        Some(first) => {
            let location =
                first.location.map_or_else(String::new, |at| format!("{}:{} ", at.line, at.column));
            format!("{} {location}{}", first.code, first.message)
        }
        None => value.unwrap().to_string(),
    };
    assert_eq!(found, expected, "{text:.80?}");
}

#[test]
fn yaml_is_parsed_as_version_1_2() {
    check("a.yaml", "on: off\nno: yes\nn: ~\n", r#"{"on":"off","no":"yes","n":null}"#);
    check(
        "a.yaml",
        "200: a\n1.10: b\ntrue: c\nnull: d",
        r#"{"200":"a","1.10":"b","true":"c","null":"d"}"#,
    );
    check("a.yaml", "a: !x 1\nb: !!str 2\nc: 2020-01-01", r#"{"a":1,"b":"2","c":"2020-01-01"}"#);
}

#[test]
fn merge_keys_are_resolved_in_yaml_only() {
    let merged = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 0\n";
    check("a.yaml", merged, r#"{"a":{"x":1,"y":1},"b":{"y":2,"z":2},"c":{"x":0,"y":1,"z":2}}"#);
    check("a.json", r#"{"<<": {"a": 1}}"#, r#"{"<<":{"a":1}}"#);
}

#[test]
fn integers_beyond_64_bits_become_floats() {
    check("a.yaml", "a: 340282366920938463463374607431768211455", r#"{"a":3.402823669209385e+38}"#);
    check(
        "a.yaml",
        "a: -170141183460469231731687303715884105728",
        r#"{"a":-1.7014118346046923e+38}"#,
    );
    check("a.yaml", "a: 99999999999999999999999999999999999999999999", r#"{"a":1e+44}"#);
    check("a.yaml", "a: 1\nb: .inf\n", r#"{"a":1,"b":"inf"}"#);
    check("a.json", r#"{"a": 1e999}"#, "bad-syntax 1:11 number out of range");
}

#[test]
fn errors_have_locations() {
    check(
        "a.yaml",
        "a: 1\na: 2\n",
        "duplicate-key 2:1 the key `a` occurs twice in one object; the last value is used",
    );
    check(
        "a.json",
        "{\"a\": 1,\n \"a\": 2}",
        "duplicate-key 2:2 the key `a` occurs twice in one object; the last value is used",
    );
    check("a.json", "{\n\"a\": }", "bad-syntax 2:6 expected value");
    check("a.yaml", "# nothing\n---\n", "empty-document 1:1 the document is empty");
    check("a.yaml", "", "empty-document 1:1 the document is empty");
}

#[test]
fn deep_nesting_is_rejected() {
    check(
        "a.json",
        &"[".repeat(100_000),
        "too-deep 1:128 the document nests deeper than 128 levels here",
    );
    check(
        "a.json",
        &"{\"a\":".repeat(100_000),
        "too-deep 1:636 the document nests deeper than 128 levels here",
    );
    let yaml: String = (0..300).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    check("a.yaml", &yaml, "too-deep 129:129 the document nests deeper than 128 levels here");
}
