//! The providers' documents and their list.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "specs-registered",
    what: "specs/*.yaml and the list in specs/src/providers.rs name the same documents",
    run,
};

const LIST: &str = "specs/src/providers.rs";

fn run(tree: &Tree) -> Vec<Violation> {
    let list = tree.text(LIST).unwrap_or_default();
    let documents: Vec<&str> =
        tree.below("specs").map(|(path, _)| path).filter(|path| is_document(path)).collect();
    let listed = |file: &str| list.contains(&format!("\"{file}\""));
    let unlisted = documents.iter().filter(|file| !listed(file));
    let unlisted = unlisted
        .map(|file| Violation::of(&format!("specs/{file}"), format!("not listed in {LIST}")));
    let absent = list.lines().zip(1..).filter_map(|(line, number)| {
        let file = listed_file(line).filter(|file| !documents.contains(file))?;
        Some(Violation::at(LIST, number, format!("specs/{file} does not exist")))
    });
    unlisted.chain(absent).collect()
}

fn is_document(path: &str) -> bool {
    !path.contains('/') && [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end))
}

/// The file that a line of the list includes: `nomba.yaml` of `"../nomba.yaml"`.
fn listed_file(line: &str) -> Option<&str> {
    line.split('"').find_map(|part| part.strip_prefix("../"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    const LIST: &str =
        "[\nProvider { id: \"a\", file: \"a.yaml\", text: include_str!(\"../a.yaml\") },\n]";

    #[test]
    fn accepts_equal_lists() {
        let files =
            [("specs/a.yaml", ""), ("specs/src/providers.rs", LIST), ("specs/tests/b.yaml", "")];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_a_document_or_an_entry_alone() {
        let files = [("specs/b.yaml", ""), ("specs/src/providers.rs", LIST)];
        let expected = [
            "specs/b.yaml: not listed in specs/src/providers.rs",
            "specs/src/providers.rs:2: specs/a.yaml does not exist",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
