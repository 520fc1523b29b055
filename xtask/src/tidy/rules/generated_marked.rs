//! The mark of generated files.

use codegen::MARK;

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "generated-marked",
    what: "every file below generated/ says in its first line that it is generated, and no other does",
    run,
};

fn run(tree: &Tree) -> Vec<Violation> {
    tree.files()
        .filter_map(|(path, text)| Some(Violation::at(path, 1, fault(path, text)?)))
        .collect()
}

fn fault(path: &str, text: &str) -> Option<String> {
    let marked = text.lines().next().is_some_and(|line| line.contains(MARK));
    match (path.starts_with("generated/"), marked) {
        (true, false) => Some(format!("does not say `{MARK}`")),
        (false, true) => Some(format!("says `{MARK}` outside generated/")),
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
    fn the_mark_in_its_place_is_right() {
        let marked = format!("# {MARK} 0.1.0\n");
        let files = [("generated/Cargo.toml", marked.as_str()), ("a/Cargo.toml", "# by hand")];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn the_mark_elsewhere_or_nowhere_is_wrong() {
        let marked = format!("// {MARK} 0.1.0\n");
        let files = [("generated/src/lib.rs", "//! By hand."), ("a/src/lib.rs", &marked)];
        let expected = [
            format!("a/src/lib.rs:1: says `{MARK}` outside generated/"),
            format!("generated/src/lib.rs:1: does not say `{MARK}`"),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
