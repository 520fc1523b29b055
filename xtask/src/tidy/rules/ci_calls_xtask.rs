//! Workflows start the automation and contain none.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "ci-calls-xtask",
    what: "a workflow runs `cargo xtask` and no command besides",
    run,
};

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (file, text) in tree.below(".github/workflows") {
        for (line, number) in text.lines().zip(1..) {
            let line = line.trim_start().trim_start_matches("- ").trim_start();
            let command = line.strip_prefix("run:").map(str::trim);
            if command.is_some_and(|command| !command.starts_with("cargo xtask ")) {
                let path = format!(".github/workflows/{file}");
                violations.push(Violation::at(&path, number, "move this command into xtask"));
            }
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
    fn accepts_xtask() {
        let text = "runs-on: a\nsteps:\n  - uses: a\n  - run: cargo xtask ci\n";
        assert_eq!(
            check(&RULE, &Tree::of(&[(".github/workflows/a.yml", text)])),
            Vec::<String>::new()
        );
    }

    #[test]
    fn rejects_any_other_command() {
        let text = "steps:\n  - name: a\n    run: cargo test\n  - run: |\n      make\n";
        let expected = [2 + 1, 4]
            .map(|line| format!(".github/workflows/a.yml:{line}: move this command into xtask"));
        assert_eq!(check(&RULE, &Tree::of(&[(".github/workflows/a.yml", text)])), expected);
    }
}
