//! How modules are named and laid out.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "module-names",
    what: "a module is `<name>.rs` and `<name>/`, and its name describes its content",
    run,
};

const BANNED: &[&str] = &[
    "common", "helper", "helpers", "imp", "impl", "impls", "misc", "shared", "stuff", "util",
    "utils",
];

fn run(tree: &Tree) -> Vec<Violation> {
    tree.rust().filter_map(|(path, _)| Some(Violation::of(path, problem(path)?))).collect()
}

fn problem(path: &str) -> Option<String> {
    let mut names = path.strip_suffix(".rs")?.split('/');
    if names.clone().next_back() == Some("mod") {
        return Some("write a module as `foo.rs`, not as `foo/mod.rs`".to_owned());
    }
    let name = names.find(|name| BANNED.contains(name))?;
    Some(format!("`{name}` does not describe its content"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_descriptive_names() {
        let files =
            [("a/src/sink.rs", ""), ("a/src/sink/disk.rs", ""), ("a/src/utility_bill.rs", "")];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_generic_names() {
        let files =
            [("a/src/sink/mod.rs", ""), ("a/src/util/text.rs", ""), ("a/tests/common.rs", "")];
        let expected = [
            "a/src/sink/mod.rs: write a module as `foo.rs`, not as `foo/mod.rs`",
            "a/src/util/text.rs: `util` does not describe its content",
            "a/tests/common.rs: `common` does not describe its content",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
