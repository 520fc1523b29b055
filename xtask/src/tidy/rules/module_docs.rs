//! Every Rust file opens with its purpose.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "module-docs",
    what: "every Rust file opens with `//!`: what it is for, and what it does not do",
    run,
};

fn run(tree: &Tree) -> Vec<Violation> {
    let bare = tree.rust().filter(|(_, text)| {
        let rest = text.strip_prefix("//!").unwrap_or_default();
        rest.lines().next().unwrap_or_default().trim().is_empty()
    });
    bare.map(|(path, _)| Violation::at(path, 1, "does not open with `//!`")).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_docs_at_the_top() {
        let files = [("a.rs", "//! For this.\n"), ("generated/src/lib.rs", "// @generated")];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_late_or_empty_docs() {
        let files = [("a.rs", "\n//! Late.\n"), ("b.rs", "//!\n//! Late."), ("c.rs", "")];
        let expected = ["a", "b", "c"].map(|name| format!("{name}.rs:1: does not open with `//!`"));
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
