//! Work that was begun and not finished.

use super::{Rule, Violation};
use crate::tidy::code::{code, contains_word};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "unfinished",
    what: "no code is unfinished, prints for debugging or ignores a test",
    run,
};

const SIGNS: &[&str] = &["todo!", "unimplemented!", "dbg!", "#[ignore", "#![ignore"];

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".rs")) {
        for (line, number) in code(text).lines().zip(1..) {
            let signs = SIGNS.iter().filter(|sign| contains_word(line, sign));
            violations.extend(
                signs.map(|sign| Violation::at(path, number, format!("{sign} is unfinished work"))),
            );
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
    fn accepts_signs_in_comments_and_strings() {
        let text = "//! No todo!() here.\nfn f() -> &'static str { \"dbg!\" }\nmy_dbg!();\n";
        assert_eq!(check(&RULE, &Tree::of(&[("a.rs", text)])), Vec::<String>::new());
    }

    #[test]
    fn rejects_each_sign_in_code() {
        let text = "fn f() { todo!() }\nfn g() { dbg!(1); }\n#[ignore = \"slow\"]\nfn h() {}\n";
        let expected = [
            "a.rs:1: todo! is unfinished work",
            "a.rs:2: dbg! is unfinished work",
            "a.rs:3: #[ignore is unfinished work",
        ];
        assert_eq!(check(&RULE, &Tree::of(&[("a.rs", text)])), expected);
    }
}
