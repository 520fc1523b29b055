//! Exceptions to lints, and their reasons.

use super::{Rule, Violation};
use crate::tidy::code::{code, contains_word};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule =
    Rule { id: "reasons", what: "every `allow` and `expect` of a lint carries its reason", run };

fn run(tree: &Tree) -> Vec<Violation> {
    let rust = tree.files().filter(|(path, _)| path.ends_with(".rs"));
    rust.flat_map(|(path, text)| violations(path, &code(text))).collect()
}

fn violations(path: &str, code: &str) -> Vec<Violation> {
    let starts = code.match_indices("#[").chain(code.match_indices("#!["));
    let attributes = starts.map(|(at, _)| (at, attribute(&code[at..])));
    let bare = attributes.filter(|(_, text)| excepts(text) && !contains_word(text, "reason"));
    let mut lines: Vec<usize> = bare.map(|(at, _)| code[..at].matches('\n').count() + 1).collect();
    lines.sort_unstable();
    lines
        .into_iter()
        .map(|line| Violation::at(path, line, "an exception without a reason"))
        .collect()
}

fn excepts(attribute: &str) -> bool {
    ["allow(", "expect("].iter().any(|word| contains_word(attribute, word))
}

/// The attribute that a text begins with, up to its closing bracket.
fn attribute(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth <= 1 => return &text[..at],
            ']' => depth -= 1,
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_a_reason_on_any_line() {
        let text = "#![expect(\n    clippy::a,\n    reason = \"so\"\n)]\n#[allow(b, reason = \"so\")]\n\
            fn f() { a.expect(\"not an attribute\"); }\n#[derive(Debug)]\nstruct A([u8; 2]);\n";
        assert_eq!(check(&RULE, &Tree::of(&[("a.rs", text)])), Vec::<String>::new());
    }

    #[test]
    fn rejects_an_exception_without_a_reason() {
        let text = "#![allow(a)]\n// reason\n#[cfg_attr(test, expect(b))]\nfn f() {}\n";
        let expected =
            ["a.rs:1: an exception without a reason", "a.rs:3: an exception without a reason"];
        assert_eq!(check(&RULE, &Tree::of(&[("a.rs", text)])), expected);
    }
}
