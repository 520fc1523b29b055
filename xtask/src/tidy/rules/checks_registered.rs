//! Lists whose records have a file each: the checks of the conformance suite, the rules of `tidy`.

use super::{Rule, Violation};
use crate::tidy::code::{code, contains_word};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "checks-registered",
    what: "every file of a list is in the list, and its record's id is the file's name",
    run,
};

/// The files that are lists, wherever they are below a folder. The records are in the folder of the
/// same name beside the list.
const LISTS: &[(&str, &str)] =
    &[("conformance", "/src/checks.rs"), ("xtask", "/src/tidy/rules.rs")];

fn run(tree: &Tree) -> Vec<Violation> {
    LISTS.iter().flat_map(|(package, end)| violations_of_lists(tree, package, end)).collect()
}

fn violations_of_lists(tree: &Tree, package: &str, end: &str) -> Vec<Violation> {
    let is_below = |path: &str| path.split('/').next() == Some(package);
    let lists =
        tree.files().map(|(path, _)| path).filter(|path| is_below(path) && path.ends_with(end));
    let lists: Vec<&str> = lists.collect();
    if lists.is_empty() && tree.packages().iter().any(|one| one.name == package) {
        return vec![Violation::of(package, format!("has no list of records: no file {end}"))];
    }
    lists
        .into_iter()
        .flat_map(|list| violations(tree, list, list.trim_end_matches(".rs")))
        .collect()
}

/// Where a list and the folder of its records differ.
fn violations(tree: &Tree, list: &str, folder: &str) -> Vec<Violation> {
    let text = code(tree.text(list).unwrap_or_default());
    let mut violations = Vec::new();
    for (file, record) in tree.below(folder).filter(|(file, _)| !file.contains('/')) {
        let path = format!("{folder}/{file}");
        let Some(module) = file.strip_suffix(".rs") else {
            continue;
        };
        let id = module.replace('_', "-");
        if !record.contains(&format!("\"{id}\"")) {
            violations.push(Violation::of(&path, format!("has no record with the id {id}")));
        }
        if !contains_word(&text, &format!("&{module}::")) {
            violations.push(Violation::of(&path, format!("not in the list of {list}")));
        }
    }
    for (module, line) in text.lines().zip(1..).filter_map(|(line, at)| Some((module(line)?, at))) {
        if tree.text(&format!("{folder}/{module}.rs")).is_none() {
            violations.push(Violation::at(
                list,
                line,
                format!("{folder}/{module}.rs does not exist"),
            ));
        }
    }
    violations
}

/// The module that a line declares as a file of its own.
fn module(line: &str) -> Option<&str> {
    let name = line.trim().strip_suffix(';')?;
    name.strip_prefix("mod ").or_else(|| name.strip_prefix("pub mod "))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_listed_records_with_their_id() {
        let list = "mod body_schema;\npub static ALL: &[&Check] = &[&body_schema::CHECK];\n";
        let record = "const CHECK: Check = Check { id: \"body-schema\" };";
        let files = [
            ("conformance/core/src/checks.rs", list),
            ("conformance/core/src/checks/body_schema.rs", record),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_a_record_or_an_entry_alone() {
        let list = "mod a;\nuse b::CHECK;\nstatic ALL: &[&Check] = &[&a::CHECK];\n";
        let files = [
            ("conformance/core/src/checks.rs", list),
            ("conformance/core/src/checks/b.rs", "const CHECK: Check = Check { id: \"c\" };"),
        ];
        let expected = [
            "conformance/core/src/checks/b.rs: has no record with the id b",
            "conformance/core/src/checks/b.rs: not in the list of conformance/core/src/checks.rs",
            "conformance/core/src/checks.rs:1: conformance/core/src/checks/a.rs does not exist",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }

    #[test]
    fn rejects_a_package_without_its_list() {
        let tree = Tree::of(&[("conformance/src/lib.rs", "")]).with_package("conformance", &[]);
        let expected = "conformance: has no list of records: no file /src/checks.rs";
        assert_eq!(check(&RULE, &tree), [expected]);
    }
}
