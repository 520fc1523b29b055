//! How long a file may be.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule =
    Rule { id: "file-length", what: "no Rust file has more than 600 lines; aim at about 120", run };

const MOST: usize = 600;

fn run(tree: &Tree) -> Vec<Violation> {
    let lengths = tree.rust().map(|(path, text)| (path, text.lines().count()));
    let long = lengths.filter(|(_, length)| *length > MOST);
    long.map(|(path, length)| Violation::at(path, MOST + 1, format!("{length} lines"))).collect()
}

#[cfg(test)]
mod tests {
    use super::{MOST, RULE};
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_long_generated_files() {
        let (full, long) = ("a\n".repeat(MOST), "a\n".repeat(MOST + 1));
        let files = [("a.rs", full.as_str()), ("generated/src/a.rs", &long), ("a.md", &long)];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_one_line_too_many() {
        let text = "a\n".repeat(MOST + 1);
        assert_eq!(check(&RULE, &Tree::of(&[("a.rs", &text)])), ["a.rs:601: 601 lines"]);
    }
}
