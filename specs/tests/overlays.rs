//! Documents with overlays: each file below `overlays` has a document and, after lines of `---`, the
//! overlays. A snapshot beside it has the contract, where there is one, and the diagnostics.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specs::{Options, Outcome, Source, load_with, outline, parse, parse_with};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlays")
}

/// A document, and its overlays.
fn split(name: &str, text: &str) -> (String, Vec<Source>) {
    let mut parts = text.split("\n---\n").map(str::to_owned);
    let document = parts.next().unwrap();
    let overlays = parts.enumerate();
    let name = |index| format!("{name}.{}.yaml", index + 1);
    (document, overlays.map(|(index, text)| Source::new(name(index), text)).collect())
}

#[test]
fn overlays_change_a_document_or_are_reported() {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "yaml"));
    paths.sort();
    assert!(paths.len() > 8);
    for path in paths {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let name = file.trim_end_matches(".yaml");
        let (document, overlays) = split(name, &std::fs::read_to_string(&path).unwrap());
        let (contract, diagnostics) =
            parse_with("overlay", &format!("{name}.yaml"), &document, &overlays);
        let mut shown = String::new();
        if let Some(contract) = contract {
            assert_eq!(contract.losses().len(), diagnostics.count(Outcome::Lost));
            writeln!(shown, "{}\n\n{}", contract.coverage(), outline(&contract)).unwrap();
        } else {
            assert!(diagnostics.is_fatal(), "{name}");
        }
        shown.push_str(&diagnostics.render(false));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(file, shown));
    }
}

#[test]
fn a_document_without_overlays_is_the_same() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let (one, _) = parse("a", "a.yaml", text);
    let (other, _) = parse_with("a", "a.yaml", text, &[]);
    assert_eq!(outline(&one.unwrap()), outline(&other.unwrap()));
}

#[test]
fn every_file_that_cannot_be_read_is_reported() {
    let overlays = vec![PathBuf::from("no-overlay.yaml"), PathBuf::from("none.yaml")];
    let missing = Options { overlays, ..Options::default() };
    let (contract, diagnostics) = load_with(Path::new("no-document.yaml"), &missing);
    assert!(contract.is_none());
    let files: Vec<&str> =
        diagnostics.iter().map(|found| diagnostics.source_of(found).name()).collect();
    assert_eq!(files, ["no-document.yaml", "no-overlay.yaml", "none.yaml"]);
}

#[test]
fn overlays_that_grow_without_bound_are_rejected() {
    let actions: String = (0..40)
        .map(|at| {
            format!("  - {{target: $, update: {{x-{at}: []}}}}\n  - {{target: '$.*', copy: '$'}}\n")
        })
        .collect();
    let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let document = "openapi: 3.0.3\ninfo: {title: T}\npaths: {}\nx-a: {}\nx-b: {}\nx-c: {}\n";
    let (contract, diagnostics) =
        parse_with("a", "a.yaml", document, &[Source::new("b.yaml", text)]);
    assert!(contract.is_none());
    assert!(diagnostics.iter().any(|found| found.code == "bad-overlay"));
}

#[test]
fn overlays_that_nest_without_bound_are_rejected() {
    let copy = "  - {target: \"$['x-a']['x-b']\", copy: $}\n".repeat(100);
    let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{copy}");
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\nx-a: {x-b: {}}\n";
    let (contract, diagnostics) =
        parse_with("a", "a.yaml", document, &[Source::new("b.yaml", text)]);
    assert!(contract.is_none());
    let found = diagnostics.iter().next().unwrap();
    assert!(found.message.contains("too deep"), "{}", found.message);
}

#[test]
fn overlays_cut_anywhere_are_no_panic() {
    for path in std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let (document, overlays) = split("cut", &text);
        for overlay in overlays {
            let text = overlay.text();
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(5) {
                let cut = Source::new("cut.yaml", &text[..end]);
                let (contract, diagnostics) = parse_with("a", "a.yaml", &document, &[cut]);
                assert!(contract.is_some() || diagnostics.is_fatal());
            }
        }
    }
}

#[test]
fn hostile_targets_are_rejected_or_select_something() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let nested = |open: &str, close: &str, count| {
        format!("$[?{}@.a{}]", open.repeat(count), close.repeat(count))
    };
    let targets = [
        nested("(", ")", 30),
        nested("(", ")", 2_000),
        nested("!", "", 2_000),
        nested("!(", ")", 30),
        nested("$..[?", "]", 3),
        nested("@[?", "]", 30),
        format!("$[?{}@.a]", "@.a&&".repeat(800)),
        format!("$[?{}@.a]", "@.a||".repeat(800)),
        format!("${}", "..*".repeat(1_300)),
        format!("${}", "..*".repeat(3)),
        format!("${}", "[0]".repeat(1_300)),
        "$[?match(@, '(a*)*b')]".to_owned(),
        "$[?match(@, '(')]".to_owned(),
        "$[?length(@.*.*) == -99999999999999999999]".to_owned(),
        "$[99999999999999999999999999]".to_owned(),
        "$[::0]".to_owned(),
        "$[-9007199254740991:9007199254740991:-1]".to_owned(),
        "$['\\ud800']".to_owned(),
        "$..".to_owned(),
        "\u{feff}$".to_owned(),
        String::new(),
    ];
    for target in targets {
        let overlay = serde_json::json!({
            "overlay": "1.1.0",
            "info": { "title": "T", "version": "1" },
            "actions": [{ "target": target, "update": {} }],
        });
        let overlay = Source::new("b.json", overlay.to_string());
        let (_, diagnostics) = parse_with("a", "a.yaml", document, &[overlay]);
        assert!(diagnostics.len() <= 2, "{target}: {}", diagnostics.render(false));
    }
}
