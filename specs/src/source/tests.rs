//! Locations of pointers in YAML and in JSON.

use super::*;

fn check(text: &str, pointer: &str, expected: &str) {
    let source = Source::new("test", text);
    let location = source.locate(&Pointer::parse(pointer).unwrap());
    let found = location.map(|found| {
        let end = found.offset + found.length;
        format!("{}:{} {}", found.line, found.column, &text[found.offset..end])
    });
    assert_eq!(found.as_deref().unwrap_or("none"), expected, "{pointer} in {text:?}");
}

#[test]
fn locates_keys_and_items() {
    let yaml = "a: 1\nb:\n  - x\n  - c: [d, é, f]\n    'k/~': {}\n";
    check(yaml, "/a", "1:1 a");
    check(yaml, "/b/0", "3:5 x");
    check(yaml, "/b/1", "4:5 c");
    check(yaml, "/b/1/c/2", "4:15 f");
    check(yaml, "/b/1/k~1~0", "5:5 'k/~'");
    check(yaml, "/b/2", "none");
}

#[test]
fn locates_characters_beyond_ascii_in_json() {
    let json = "{\n \"é😀\": {\"ü\": [1, {\"z\": null}]}}";
    check(json, "/é😀", "2:2 \"é😀\"");
    check(json, "/é😀/ü/1/z", "2:19 \"z\"");
}

#[test]
fn locates_through_anchors_and_merge_keys() {
    let yaml = "base: &b\n  x: 1\nuse:\n  <<: *b\n  y: *b\n";
    check(yaml, "/use/x", "2:3 x");
    check(yaml, "/use/y", "5:3 y");
    check(yaml, "/use/y/x", "2:3 x");
}

#[test]
fn locates_nearest_ancestor() {
    let source = Source::new("test", "a:\n  b: 1\n");
    let near = source.locate_near(&Pointer::parse("/a/b/c/d").unwrap());
    assert_eq!((near.line, near.column), (2, 3));
    let root = Source::new("test", "").locate_near(&Pointer::parse("/a").unwrap());
    assert_eq!((root.line, root.column), (1, 1));
}

#[test]
fn depth_does_not_overflow_the_stack() {
    for text in ["[".repeat(100_000), "- ".repeat(5_000), "{a: ".repeat(50_000)] {
        let source = Source::new("deep", text);
        assert!(source.locate_near(&Pointer::parse("/0/0/0").unwrap()).line == 1);
    }
}

#[test]
fn has_lines_and_digest() {
    let source = Source::new("test", "a\r\nb\n\nc");
    assert_eq!((source.line(1), source.line(3), source.line(4)), (Some("a"), Some(""), Some("c")));
    assert_eq!((source.line(0), source.line(5)), (None, None));
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Source::new("test", "abc").digest(), digest);
}

#[test]
fn json_escapes_keep_locations() {
    let json = "{\n \"a\\u00e9\\ud83d\\ude00\\/\\\"\": \"\\ud83d\\ude00\",\n\t\"b\": [-1.5e+3, true, \"x\"]}";
    check(json, "/aé😀~1\"", "2:2 \"a\\u00e9\\ud83d\\ude00\\/\\\"\"");
    check(json, "/b/0", "3:8 -1.5e+3");
    check(json, "/b/2", "3:23 \"x\"");
}
