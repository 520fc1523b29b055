//! Paths that exist on one machine only.

use std::sync::LazyLock;

use regex::Regex;

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "machine-paths",
    what: "no file names a home folder, a temporary folder or the folder of the workspace",
    run,
};

/// Absolute paths, as against a path within a URL or below a folder.
static PATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let before = r"(?:^|[^A-Za-z0-9._~/{}-])";
    let home = r"/(?:home|Users)/[A-Za-z0-9._-]+/|/r[o]ot/|[A-Z]:\\Users\\";
    let temporary = r"/(?:var/|private/)?tmp/[A-Za-z0-9._-]";
    Regex::new(&format!("{before}({home}|{temporary})")).ok()
});

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.files() {
        for (line, number) in text.lines().zip(1..) {
            if let Some(found) = machine_path(line, tree.root()) {
                violations.push(Violation::at(
                    path,
                    number,
                    format!("`{found}` is one machine's path"),
                ));
            }
        }
    }
    violations
}

fn machine_path<'a>(line: &'a str, root: &'a str) -> Option<&'a str> {
    // A workspace at the top of a disk has a name that is too short to be specific.
    let deep = root.matches(['/', '\\']).count() > 1;
    if deep && line.contains(root) {
        return Some(root);
    }
    let captures = PATH.as_ref()?.captures(line)?;
    captures.get(1).map(|found| found.as_str())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_urls_and_relative_paths() {
        let text = "https://example.com/home/user/\nsrc/tmp/a\n/v1/tmp\n{base}/root/\n";
        assert_eq!(check(&RULE, &Tree::of(&[("a.md", text)]).at("/a/b/c")), Vec::<String>::new());
    }

    #[test]
    fn rejects_paths_of_one_machine() {
        // In pieces, so that this file itself has none.
        let paths = [["/ho", "me/someone/"], ["/ro", "ot/"], ["/tm", "p/x"], ["/a/b", "/c"]];
        let text: String = paths.iter().map(|path| format!("see {}\n", path.concat())).collect();
        let tree = Tree::of(&[("a.md", text.as_str())]).at("/a/b/c");
        let expected = paths.iter().zip(1..);
        let expected: Vec<String> = expected
            .map(|(path, line)| format!("a.md:{line}: `{}` is one machine's path", path.concat()))
            .collect();
        assert_eq!(check(&RULE, &tree), expected);
    }
}
