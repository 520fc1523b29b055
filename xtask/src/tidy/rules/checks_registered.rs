//! Lists whose records have a file each: the harness's checks, the rules of `tidy`.

use super::{Rule, Violation};
use crate::tidy::code::{code, holds_word};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "checks-registered",
    what: "every file of a list is in the list, and its record's id is the file's name",
    run,
};

/// The list, and the folder that holds a file for each of its records.
const LISTS: &[(&str, &str)] = &[
    ("conformance/src/checks.rs", "conformance/src/checks"),
    ("xtask/src/tidy/rules.rs", "xtask/src/tidy/rules"),
];

fn run(tree: &Tree) -> Vec<Violation> {
    LISTS.iter().flat_map(|(list, folder)| judge(tree, list, folder)).collect()
}

fn judge(tree: &Tree, list: &str, folder: &str) -> Vec<Violation> {
    let text = code(tree.text(list).unwrap_or_default());
    let mut violations = Vec::new();
    for (file, record) in tree.below(folder).filter(|(file, _)| !file.contains('/')) {
        let path = format!("{folder}/{file}");
        let Some(module) = file.strip_suffix(".rs") else {
            continue;
        };
        let id = module.replace('_', "-");
        if !record.contains(&format!("\"{id}\"")) {
            violations.push(Violation::of(&path, format!("holds no record with the id {id}")));
        }
        if !holds_word(&text, &format!("&{module}::")) {
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
    fn a_listed_record_with_its_id_is_right() {
        let list = "mod body_schema;\npub static ALL: &[&Check] = &[&body_schema::CHECK];\n";
        let record = "const CHECK: Check = Check { id: \"body-schema\" };";
        let files = [
            ("conformance/src/checks.rs", list),
            ("conformance/src/checks/body_schema.rs", record),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn one_without_the_other_is_wrong() {
        let list = "mod a;\nuse b::CHECK;\nstatic ALL: &[&Check] = &[&a::CHECK];\n";
        let files = [
            ("conformance/src/checks.rs", list),
            ("conformance/src/checks/b.rs", "const CHECK: Check = Check { id: \"c\" };"),
        ];
        let expected = [
            "conformance/src/checks/b.rs: holds no record with the id b",
            "conformance/src/checks/b.rs: not in the list of conformance/src/checks.rs",
            "conformance/src/checks.rs:1: conformance/src/checks/a.rs does not exist",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
