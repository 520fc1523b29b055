//! The generated files of small documents of one feature each, as snapshots beside them.
//!
//! The first line of a document names the files of its module that the snapshot shows.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use codegen::{MARK, OutputFile, Target, generate};

fn documents(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = fs::read_dir(root).unwrap();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .collect();
    paths.sort();
    paths
}

/// Compares what `show` returns for every document of a folder with the snapshot beside it.
fn check(folder: &str, show: impl Fn(&str, &str) -> String) {
    for path in documents(folder) {
        let file = path.file_name().unwrap().to_str().unwrap();
        let shown = show(file, &fs::read_to_string(&path).unwrap());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(file, shown));
    }
}

fn standalone() -> Target {
    let name = "micro".to_owned();
    Target::Standalone { name }
}

#[test]
fn supported_documents() {
    check("micro", |file, text| {
        let id = file.trim_end_matches(".yaml");
        let (contract, diagnostics) = specs::parse(id, file, text);
        let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
        let files = generate(&[contract], &standalone()).unwrap();
        let wanted = text.lines().next().unwrap().strip_prefix("# shows: ");
        let wanted = wanted.unwrap_or_else(|| panic!("{file} does not say what it shows"));
        let shown = wanted.split(", ").map(|part| {
            let found = files.iter().find(|one| one.path.ends_with(&format!("/{part}.rs")));
            found.map_or_else(|| panic!("{file}: there is no {part}.rs"), section)
        });
        shown.collect::<Vec<_>>().join("\n")
    });
}

/// A file below its path, without the banner: its version and digest are irrelevant.
fn section(file: &OutputFile) -> String {
    assert!(file.text.starts_with(&format!("// {MARK} ")), "{} has no mark", file.path);
    let lines = file.text.lines().skip_while(|line| line.starts_with("// "));
    let code: Vec<&str> = lines.skip(1).collect();
    format!("=== {} ===\n{}\n", file.path, code.join("\n"))
}

#[test]
fn rejected_documents() {
    check("rejected", |file, text| {
        let (contract, diagnostics) = specs::parse("rejected", file, text);
        let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
        let refused = generate(&[contract], &standalone()).unwrap_err();
        let rendered = refused.iter().map(|one| one.render(false));
        rendered.collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn documents_are_small() {
    for path in [documents("micro"), documents("rejected")].concat() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 40, "{} has {lines} lines", path.display());
    }
}
