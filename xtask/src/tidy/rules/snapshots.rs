//! Snapshots, and the tests that they belong to.

use super::{Rule, Violation};
use crate::tidy::code::contains_word;
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "snapshots",
    what: "every snapshot is accepted and belongs to an existing test",
    run,
};

fn run(tree: &Tree) -> Vec<Violation> {
    tree.files()
        .filter_map(|(path, text)| Some(Violation::of(path, problem(tree, path, text)?)))
        .collect()
}

fn problem(tree: &Tree, path: &str, text: &str) -> Option<String> {
    if path.ends_with(".snap.new") || path.ends_with(".pending-snap") {
        return Some("a snapshot that is not accepted".to_owned());
    }
    let (_, file) = path.strip_suffix(".snap")?.rsplit_once('/')?;
    let Some(source) = text.lines().find_map(|line| line.strip_prefix("source: ")) else {
        return Some("does not name the test that made it".to_owned());
    };
    let Some(test) = tree.text(source.trim_matches('"')) else {
        return Some(format!("belongs to {source}, which does not exist"));
    };
    let name = file.rsplit("__").next().unwrap_or(file);
    let known = names(name).any(|name| named_in(test, name) || is_fixture(tree, name));
    (!known).then(|| format!("neither {source} nor a fixture names `{name}`"))
}

/// A snapshot's name, and its test's: a test's second snapshot ends in `-2`.
fn names(name: &str) -> impl Iterator<Item = &str> {
    let base = name.rsplit_once('-').filter(|(_, end)| end.bytes().all(|b| b.is_ascii_digit()));
    std::iter::once(name).chain(base.map(|(base, _)| base))
}

/// Whether a test's text names it: as a function (with or without `test_`) or as a string.
fn named_in(test: &str, name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    let functions = [format!("fn {name}"), format!("fn test_{name}")];
    test.contains(&quoted) || functions.iter().any(|function| contains_word(test, function))
}

/// Whether a file has that name, with or without its ending: tests that run over a folder name their
/// snapshots so.
fn is_fixture(tree: &Tree, name: &str) -> bool {
    tree.files().filter(|(path, _)| !path.ends_with(".snap")).any(|(path, _)| {
        let file = path.rsplit('/').next().unwrap_or_default();
        file == name || file.split('.').next() == Some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    const SNAPSHOT: &str = "---\nsource: a/tests/t.rs\nexpression: x\n---\ntext\n";

    #[test]
    fn accepts_snapshots_of_a_function_a_string_or_a_fixture() {
        let files = [
            ("a/tests/t.rs", "fn one() {}\nfn test_two() {}\ncheck(\"three\")"),
            ("a/tests/fixtures/four.yaml", ""),
            ("a/tests/snapshots/t__one.snap", SNAPSHOT),
            ("a/tests/snapshots/t__one-2.snap", SNAPSHOT),
            ("a/tests/snapshots/t__two.snap", SNAPSHOT),
            ("a/tests/snapshots/t__three.snap", SNAPSHOT),
            ("a/tests/snapshots/t__four.snap", SNAPSHOT),
            ("a/tests/fixtures/four.yaml.snap", SNAPSHOT),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_snapshots_without_a_test() {
        let files = [
            ("a/tests/snapshots/t__one.snap", SNAPSHOT),
            ("a/tests/snapshots/t__one.snap.new", SNAPSHOT),
            ("b/tests/snapshots/u__two.snap", "---\nsource: b/tests/u.rs\n---\n"),
            ("b/tests/u.rs", "fn other() {}"),
            ("b/tests/snapshots/u__bare.snap", "text"),
        ];
        let expected = [
            "a/tests/snapshots/t__one.snap: belongs to a/tests/t.rs, which does not exist",
            "a/tests/snapshots/t__one.snap.new: a snapshot that is not accepted",
            "b/tests/snapshots/u__bare.snap: does not name the test that made it",
            "b/tests/snapshots/u__two.snap: neither b/tests/u.rs nor a fixture names `two`",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
