//! Work that was begun and left.

use super::{Rule, Violation};
use crate::tidy::code::{code, holds_word};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "unfinished",
    what: "nothing is left to be done later, printed for debugging, or not tested",
    run,
};

const SIGNS: &[&str] = &["todo!", "unimplemented!", "dbg!", "#[ignore", "#![ignore"];

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".rs")) {
        for (line, number) in code(text).lines().zip(1..) {
            let signs = SIGNS.iter().filter(|sign| holds_word(line, sign));
            violations
                .extend(signs.map(|sign| Violation::at(path, number, format!("{sign} is left"))));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn words_in_comments_and_strings_are_right() {
        let text = "//! No todo!() here.\nfn f() -> &'static str { \"dbg!\" }\nmy_dbg!();\n";
        assert_eq!(check(&RULE, &Tree::of(&[("a.rs", text)])), Vec::<String>::new());
    }

    #[test]
    fn each_sign_is_wrong() {
        let text = "fn f() { todo!() }\nfn g() { dbg!(1); }\n#[ignore = \"slow\"]\nfn h() {}\n";
        let expected =
            ["a.rs:1: todo! is left", "a.rs:2: dbg! is left", "a.rs:3: #[ignore is left"];
        assert_eq!(check(&RULE, &Tree::of(&[("a.rs", text)])), expected);
    }
}
