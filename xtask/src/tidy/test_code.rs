//! Which part of the Rust code is compiled for tests only.

use std::collections::BTreeSet;

use super::code::code;
use super::tree::Tree;

/// How an item begins that exists in tests only.
const MARKS: [&str; 2] = ["#[cfg(test)]", "#[cfg(all(test,"];

/// The Rust files that people write and that are not of tests, each with its code: comments, literals
/// and test items are blanked.
pub(super) fn library_files(tree: &Tree) -> impl Iterator<Item = (&str, String)> {
    let tests = test_files(tree);
    let in_src = |path: &str| path.contains("/src/") || path.starts_with("src/");
    tree.rust()
        .filter(move |(path, _)| in_src(path) && !is_test_file(&tests, path))
        .map(|(path, text)| (path, without_tests(&code(text))))
}

/// The files of modules that are declared for tests only, without the ending `.rs`.
fn test_files(tree: &Tree) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for (path, text) in tree.rust().filter(|(_, text)| text.contains("#[cfg(")) {
        let code = code(text);
        let folder = module_folder(path);
        let names = test_items(&code).filter_map(|(start, end)| declared_module(&code[start..end]));
        files.extend(names.map(|name| format!("{folder}/{name}")));
    }
    files
}

fn is_test_file(tests: &BTreeSet<String>, path: &str) -> bool {
    let own = |test: &str| {
        path.strip_prefix(test).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    tests.iter().any(|test| own(test))
}

/// Where the files of a module's own modules are: `a/src` for `a/src/lib.rs`, `a/src/b` for `a/src/b.rs`.
fn module_folder(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match path.rsplit('/').next() {
        Some("lib.rs" | "main.rs") => folder,
        _ => path.strip_suffix(".rs").unwrap_or(path),
    }
}

/// The name of a module that an item declares as a file of its own.
fn declared_module(item: &str) -> Option<&str> {
    let (_, declaration) = item.rsplit_once(']')?;
    let name = declaration.trim().strip_suffix(';')?.rsplit_once("mod ")?.1;
    Some(name.trim())
}

/// The code with its test items blanked, line for line.
fn without_tests(code: &str) -> String {
    let mut rest = String::with_capacity(code.len());
    let mut at = 0;
    for (start, end) in test_items(code) {
        rest.push_str(&code[at..start]);
        rest.extend(code[start..end].chars().filter(|c| *c == '\n'));
        at = end;
    }
    rest.push_str(&code[at..]);
    rest
}

/// Where the test items of a file begin and end, in bytes; none is inside of another.
fn test_items(code: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let begins = MARKS.iter().filter_map(|mark| code[at..].find(mark));
        let start = at + begins.min()?;
        at = start + item_length(&code[start..]);
        Some((start, at))
    })
}

/// How long the item is that the text begins with: to its `;` or to its closing brace.
fn item_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            // The end of what surrounds a field or a parameter.
            ')' | ']' | '}' if depth == 0 => return at,
            '}' if depth == 1 => return at + 1 + usize::from(text[at + 1..].starts_with(';')),
            ')' | ']' | '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{library_files, without_tests};
    use crate::tidy::tree::Tree;

    #[test]
    fn test_items_are_blanked_and_lines_stay() {
        let cases = [
            ("a\n#[cfg(test)]\nmod tests {\n  b { c }\n}\nd", "a\n\n\n\n\nd"),
            ("#[cfg(test)]\nuse a::{b, c};\nd", "\n\nd"),
            ("#[cfg(all(test, unix))]\n#[path = \"b\"]\nmod tests;\nd", "\n\n\nd"),
            ("#[cfg(unix)]\nmod a;", "#[cfg(unix)]\nmod a;"),
            ("struct A { #[cfg(test)] b: C }", "struct A { }"),
            ("#[cfg(test)]\nconst A: [u8; 2] = [1, 2];\nb", "\n\nb"),
        ];
        for (code, left) in cases {
            assert_eq!(without_tests(code), left, "{code}");
        }
    }

    #[test]
    fn files_of_test_modules_are_left_out() {
        let files = [
            ("a/src/lib.rs", "mod b;\n#[cfg(test)]\nmod lib_tests;\n"),
            ("a/src/lib_tests.rs", ""),
            ("a/src/lib_tests/deep.rs", ""),
            ("a/src/b.rs", "#[cfg(test)]\npub(crate) mod tests;"),
            ("a/src/b/tests.rs", ""),
            ("a/src/b/tests_of_users.rs", ""),
            ("a/tests/b.rs", ""),
        ];
        let tree = Tree::of(&files);
        let left: Vec<&str> = library_files(&tree).map(|(path, _)| path).collect();
        assert_eq!(left, ["a/src/b.rs", "a/src/b/tests_of_users.rs", "a/src/lib.rs"]);
    }
}
