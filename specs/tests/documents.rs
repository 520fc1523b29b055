//! Small documents, each with one feature or one error, and a snapshot of the outcome beside each.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may panic as the tests do")]

use std::path::{Path, PathBuf};

use specs::{Outcome, outline, parse};

/// Compares what `show` returns for every document of a folder below `tests` with the snapshot beside
/// the document.
fn check(folder: &str, show: impl Fn(&str, &str) -> String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    for path in documents(&root) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let shown = show(&format!("{folder}/{file}"), &text);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&root);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(file, shown));
    }
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_document =
        |path: &PathBuf| path.extension().is_some_and(|kind| kind != "snap" && kind != "new");
    let mut documents: Vec<PathBuf> = entries.filter(is_document).collect();
    documents.sort();
    documents
}

#[test]
fn documents_with_one_feature_have_a_contract() {
    check("micro", |name, text| {
        let (contract, diagnostics) = parse("micro", name, text);
        assert!(!diagnostics.is_fatal(), "{}", diagnostics.render(false));
        format!("{}\n{}", outline(&contract.unwrap()), diagnostics.render(false))
    });
}

#[test]
fn documents_with_a_fatal_error_are_rejected() {
    check("rejected", |name, text| {
        let (contract, diagnostics) = parse("rejected", name, text);
        assert!(contract.is_none(), "{name} is not rejected");
        assert!(diagnostics.is_fatal(), "{name} is rejected without a reason");
        diagnostics.render(false)
    });
}

#[test]
fn documents_with_a_fault_lose_a_part_only() {
    check("lost", |name, text| {
        let (contract, diagnostics) = parse("lost", name, text);
        let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
        assert_eq!(contract.losses().len(), diagnostics.count(Outcome::Lost));
        assert!(!contract.losses().is_empty(), "{name} has no losses");
        let coverage = contract.coverage();
        format!("{coverage}\n\n{}\n{}", outline(&contract), diagnostics.render(false))
    });
}

#[test]
fn documents_whose_meaning_is_plain_are_repaired() {
    check("repaired", |name, text| {
        let (contract, diagnostics) = parse("repaired", name, text);
        let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
        assert!(diagnostics.count(Outcome::Repaired) > 0, "{name} needs no repair");
        assert!(contract.losses().is_empty(), "{}", diagnostics.render(false));
        format!("{}\n{}", outline(&contract), diagnostics.render(false))
    });
}

#[test]
fn feature_documents_are_small() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for path in
        ["micro", "repaired", "lost"].iter().flat_map(|folder| documents(&tests.join(folder)))
    {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 40, "{} has {lines} lines", path.display());
    }
}
