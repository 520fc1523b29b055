//! Documentation pages become one document: each folder below `pages` has the pages of one API, and a
//! snapshot beside it has the document and the diagnostics.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use specs::{Imported, Source, import, parse};

/// The folders.
const CASES: [&str; 5] = ["block", "broken", "conflict", "merged", "rendered"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut entries: Vec<PathBuf> = entries.collect();
    entries.sort();
    entries
}

fn pages(case: &str) -> Vec<Source> {
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Source::new(name, std::fs::read_to_string(path).unwrap())
    };
    entries(&folder().join(case)).iter().map(read).collect()
}

#[test]
fn pages_become_one_document() {
    let folders = entries(&folder()).into_iter().filter(|path| path.is_dir());
    assert_eq!(folders.count(), CASES.len());
    for case in CASES {
        let Imported { document, diagnostics } = import(&pages(case), None);
        assert_eq!(document.is_none(), diagnostics.is_fatal(), "{case}");
        let shown =
            format!("{}\n{}", document.as_deref().unwrap_or("none"), diagnostics.render(false));
        if let Some(document) = document {
            let (_, found) = parse("pages", "pages.yaml", &document);
            assert!(found.is_empty(), "{case}: {}", found.render(false));
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case, shown));
    }
}

#[test]
fn a_title_replaces_that_of_the_host() {
    let imported = import(&pages("rendered"), Some("Shelves"));
    assert!(imported.document.unwrap().contains("title: Shelves"));
}

#[test]
fn text_cut_anywhere_is_no_panic() {
    for case in ["block", "rendered", "merged"] {
        for page in pages(case) {
            let ends = (0..page.text().len()).filter(|end| page.text().is_char_boundary(*end));
            for end in ends.step_by(7) {
                let cut = Source::new("cut.md", &page.text()[..end]);
                let Imported { document, diagnostics } = import(&[cut], None);
                assert_eq!(document.is_none(), diagnostics.is_fatal());
            }
        }
    }
}
