//! Lists of records: the checks of the conformance suite, the rules of `tidy`.
//!
//! A record has a file named like its id, or shares a file with others as a constant named like its id.

use super::{Rule, Violation};
use crate::tidy::code::{code, contains_word};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "checks-registered",
    what: "every record is in its list, and its id is the name of its file, or of its constant in a file of several",
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
        let expected = expected_records(module, &path, record, &mut violations);
        for constant in expected {
            if !contains_word(&text, &format!("&{module}::{constant}")) {
                let what = format!("{module}::{constant} is not in the list of {list}");
                violations.push(Violation::of(&path, what));
            }
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

/// The constants that a file must have in the list. Reports records whose id differs from their name.
fn expected_records(
    module: &str,
    path: &str,
    file: &str,
    violations: &mut Vec<Violation>,
) -> Vec<String> {
    let records = records(file);
    let is_table = records.len() > 1;
    for Record { constant, id, line } in &records {
        let name = if is_table { constant.to_ascii_lowercase() } else { module.to_owned() };
        let name = name.replace('_', "-");
        if *id != name {
            let what = format!("the record {constant} has the id {id}, not {name}");
            violations.push(Violation::at(path, *line, what));
        }
    }
    if records.is_empty() {
        violations.push(Violation::of(path, "has no record with an id"));
    }
    records.into_iter().map(|record| record.constant.to_owned()).collect()
}

/// A constant with an id.
struct Record<'a> {
    constant: &'a str,
    id: &'a str,
    line: usize,
}

/// The records of a file: its constants of a struct whose first field is `id`.
fn records(file: &str) -> Vec<Record<'_>> {
    let mut constant = None;
    let mut records = Vec::new();
    for (text, line) in file.lines().zip(1..) {
        constant = constant_name(text).or(constant);
        let id = text.split_once("id: \"").and_then(|(_, rest)| rest.split_once('"'));
        if let (Some((id, _)), Some(constant)) = (id, constant.take_if(|_| id.is_some())) {
            records.push(Record { constant, id, line });
        }
    }
    records
}

/// The name of the constant that a line declares.
fn constant_name(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("const ")?;
    let (name, _) = rest.split_once(':')?;
    (before.is_empty() || before.starts_with("pub")).then_some(name)
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

    const TABLE: &str = "const SLOW: Check = Check {\n    id: \"slow\",\n};\n\
                         const NO_DATE: Check = Check {\n    id: \"no-date\",\n};\n";

    #[test]
    fn accepts_a_file_of_several_listed_records() {
        let list = "mod time;\nstatic ALL: &[&Check] = &[&time::NO_DATE, &time::SLOW];\n";
        let files = [
            ("conformance/core/src/checks.rs", list),
            ("conformance/core/src/checks/time.rs", TABLE),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_an_unlisted_or_misnamed_record_of_several() {
        let list = "mod time;\nstatic ALL: &[&Check] = &[&time::SLOW];\n";
        let table = TABLE.replace("\"slow\"", "\"late\"");
        let files = [
            ("conformance/core/src/checks.rs", list),
            ("conformance/core/src/checks/time.rs", table.as_str()),
        ];
        let expected = [
            "conformance/core/src/checks/time.rs:2: the record SLOW has the id late, not slow",
            "conformance/core/src/checks/time.rs: time::NO_DATE is not in the list of \
             conformance/core/src/checks.rs",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }

    #[test]
    fn rejects_a_record_or_an_entry_alone() {
        let list = "mod a;\nuse b::CHECK;\nstatic ALL: &[&Check] = &[&a::CHECK];\n";
        let files = [
            ("conformance/core/src/checks.rs", list),
            ("conformance/core/src/checks/b.rs", "const CHECK: Check = Check { id: \"c\" };"),
        ];
        let expected = [
            "conformance/core/src/checks/b.rs:1: the record CHECK has the id c, not b",
            "conformance/core/src/checks/b.rs: b::CHECK is not in the list of \
             conformance/core/src/checks.rs",
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
