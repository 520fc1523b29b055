//! The mark of generated files.

use codegen::MARK;

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "generated-marked",
    what: "the first line of every file below generated/ has the mark of generated files, and no other file has it",
    run,
};

fn run(tree: &Tree) -> Vec<Violation> {
    tree.files()
        .filter_map(|(path, text)| Some(Violation::at(path, 1, problem(path, text)?)))
        .collect()
}

fn problem(path: &str, text: &str) -> Option<String> {
    let marked = text.lines().next().is_some_and(|line| line.contains(MARK));
    match (path.starts_with("generated/"), marked) {
        (true, false) => Some(format!("lacks the mark `{MARK}`")),
        (false, true) => Some(format!("has the mark `{MARK}` outside generated/")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use codegen::MARK;

    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_the_mark_below_generated() {
        let marked = format!("# {MARK} 0.1.0\n");
        let files = [("generated/Cargo.toml", marked.as_str()), ("a/Cargo.toml", "# by hand")];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_a_missing_or_misplaced_mark() {
        let marked = format!("// {MARK} 0.1.0\n");
        let files = [("generated/src/lib.rs", "//! By hand."), ("a/src/lib.rs", &marked)];
        let expected = [
            format!("a/src/lib.rs:1: has the mark `{MARK}` outside generated/"),
            format!("generated/src/lib.rs:1: lacks the mark `{MARK}`"),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
