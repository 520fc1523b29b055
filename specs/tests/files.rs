//! Documents of several files: each folder has one, and a snapshot of the outcome.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may panic as the tests do")]

use std::fs;
use std::path::{Path, PathBuf};

use specs::{Contract, Diagnostics, Options, Outcome, UrlMap, load_with, outline};

/// Reads `openapi.yaml` of a folder, with the maps that its `maps.txt` has. Paths are relative to the
/// package, which is the working directory of tests: they are the same on every machine.
fn read(folder: &Path) -> (Option<Contract>, Diagnostics) {
    let lines = fs::read_to_string(folder.join("maps.txt")).unwrap_or_default();
    let maps = lines.lines().map(|line| {
        let map: UrlMap = line.parse().unwrap();
        UrlMap { path: folder.join(&map.path), ..map }
    });
    load_with(&folder.join("openapi.yaml"), &Options { maps: maps.collect(), ..Options::default() })
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/files").unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

#[test]
fn documents_of_several_files_have_a_contract() {
    for folder in folders() {
        let (contract, diagnostics) = read(&folder);
        let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
        assert_eq!(contract.losses().len(), diagnostics.count(Outcome::Lost));
        let shown = format!(
            "{}\n\n{}\n{}",
            contract.coverage(),
            outline(&contract),
            diagnostics.render(false)
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(fs::canonicalize(&folder).unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("openapi.yaml", shown));
    }
}

/// The outline without the pointers, which say where something is written.
fn meaning(contract: &Contract) -> String {
    let text = outline(contract);
    let lines = text.lines().map(|line| line.split(" at /").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn several_files_mean_what_one_file_means() {
    let (several, diagnostics) = read(Path::new("tests/files/several"));
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
    let (single, diagnostics) = read(Path::new("tests/files/single"));
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
    let (several, single) = (several.unwrap(), single.unwrap());
    assert_eq!(meaning(&several), meaning(&single));
    for contract in [&several, &single] {
        let links = contract.operations.iter().flat_map(|operation| operation.responses.iter());
        let link = links.flat_map(|response| &response.links).next().unwrap();
        assert_eq!(contract.linked(link).unwrap().id, "get_pet");
    }
    for (id, schema) in several.schemas.iter().filter(|(_, schema)| schema.component.is_some()) {
        let same = single.schemas.iter().find(|(_, other)| other.component == schema.component);
        let same = single.schemas.json_schema(same.unwrap().0);
        assert_eq!(several.schemas.json_schema(id), same, "{:?}", schema.component);
    }
}

#[test]
fn reading_again_gives_the_same() {
    for folder in folders() {
        let [first, second] = [read(&folder), read(&folder)];
        assert_eq!(first.1.render(false), second.1.render(false));
        assert_eq!(first.0.as_ref().map(outline), second.0.as_ref().map(outline));
        let digests =
            [first, second].map(|(contract, _)| contract.unwrap().source.digest().to_owned());
        assert_eq!(digests[0], digests[1]);
    }
}

const ROOT: &str =
    "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";

/// The codes of the diagnostics of a document with these files.
fn codes(schemas: &str, files: &[(String, String)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().join("openapi.yaml");
    fs::write(&path, format!("{ROOT}{schemas}")).unwrap();
    let (contract, diagnostics) = load_with(&path, &Options::default());
    assert!(contract.is_some());
    diagnostics.render(true);
    diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect()
}

#[test]
fn number_of_files_is_bounded() {
    let name = |at: usize| format!("f{at}.yaml");
    let files: Vec<_> = (0..2_002)
        .map(|at| {
            (name(at), format!("type: object\nproperties: {{a: {{$ref: {}}}}}\n", name(at + 1)))
        })
        .collect();
    let found = codes("    A: {$ref: f0.yaml}\n", &files);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("too-many-files `f2000.yaml` refers to one file too many"),
        "{found:?}"
    );
}

#[test]
fn only_regular_files_of_a_bounded_size_are_read() {
    let found = codes("    A: {$ref: /dev/zero}\n    B: {$ref: \"%00\"}\n", &[]);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|found| found.starts_with("cannot-read")), "{found:?}");
}

#[test]
fn copies_are_bounded() {
    // Each map is a copy of the one in the next file, with two more in it.
    let name = |at: usize| format!("f{at}.yaml");
    let files: Vec<_> = (0..40)
        .map(|at| {
            let next = format!("{{properties: {{$ref: {}}}}}", name(at + 1));
            (name(at), format!("a: {next}\nb: {next}\n"))
        })
        .collect();
    let found = codes("    A: {properties: {$ref: f0.yaml}}\n", &files);
    assert!(found.iter().any(|found| found.contains("too many references in one another")));
    assert!(found.len() < 2_000, "{}", found.len());
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| self::files(folder));
    below.chain(files.into_iter().filter(|path| path.extension().unwrap() != "snap")).collect()
}

#[test]
fn files_cut_or_damaged_anywhere_are_reported() {
    for folder in folders() {
        let copy = tempfile::tempdir().unwrap();
        let all = files(&folder);
        let place = |file: &Path| copy.path().join(file.strip_prefix(&folder).unwrap());
        for file in &all {
            fs::create_dir_all(place(file).parent().unwrap()).unwrap();
            fs::copy(file, place(file)).unwrap();
        }
        for file in all.iter().filter(|file| file.extension().unwrap() != "txt") {
            let text = fs::read_to_string(file).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            for cut in 0..lines.len() {
                let (before, line, after) = (&lines[..cut], lines[cut], &lines[cut + 1..]);
                let damaged = match cut % 3 {
                    0 => line.replace(['#', '.', '['], "/"),
                    1 => line.replace("$ref", "$dynamicRef").replace("openapi", "pet"),
                    _ => String::new(),
                };
                let text = [before, &[damaged.as_str()], after].concat().join("\n");
                fs::write(place(file), text).unwrap();
                let (contract, diagnostics) = read(copy.path());
                assert_eq!(contract.is_none(), diagnostics.is_fatal());
                assert!(diagnostics.iter().all(|found| found.location.is_some()));
                diagnostics.render(true);
            }
            fs::write(place(file), text).unwrap();
        }
    }
}
