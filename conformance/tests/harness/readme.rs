//! What is written about the harness is true of it.

use std::path::Path;

#[test]
fn checks_table_matches_the_records() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- checks: begin -->\n", "<!-- checks: end -->");
    let (before, rest) = readme.split_once(begin).unwrap();
    let (written, after) = rest.split_once(end).unwrap();
    let table = conformance_core::checks::table();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, format!("{before}{begin}{table}{end}{after}")).unwrap();
    } else {
        assert_eq!(written, table, "run this test with UPDATE_README=1");
    }
}

#[test]
fn every_case_kind_is_documented() {
    let page = include_str!("../../docs/recordings.md");
    for word in
        conformance_core::case::CaseKind::WORDS.iter().filter(|word| **word != "unknown-path")
    {
        assert!(page.contains(&format!("| `{word}` |")), "{word}");
    }
}

#[test]
fn checks_document_matches_the_records() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("CHECKS.md");
    let text = conformance_core::checks::markdown();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, text).unwrap();
    } else {
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written, text, "run this test with UPDATE_README=1");
    }
}
