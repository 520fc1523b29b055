//! The top modules of a crate, and which of them name which.

mod graph;

use std::collections::{BTreeMap, BTreeSet};

use self::graph::Graph;
use super::{Rule, Violation};
use crate::tidy::paths::{NamedPath, paths};
use crate::tidy::test_code::library_files;
use crate::tidy::tree::{Package, Tree};

pub(super) const RULE: Rule = Rule {
    id: "module-cycles",
    what: "the modules directly below a crate's src/ depend on each other without a cycle",
    run,
};

/// The files that hold the root module; whatever they name is no dependency of a module.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

fn run(tree: &Tree) -> Vec<Violation> {
    let files: Vec<(&str, String)> = library_files(tree).collect();
    tree.packages().iter().filter_map(|package| cycle(package, &files)).collect()
}

/// A shortest cycle of the package, if it has one.
fn cycle(package: &Package, files: &[(&str, String)]) -> Option<Violation> {
    let source = format!("{}/src/", package.folder);
    let source = source.trim_start_matches('/');
    let own: Vec<(&str, &str)> = files
        .iter()
        .filter_map(|(path, code)| Some((path.strip_prefix(source)?, code.as_str())))
        .filter(|(path, _)| !path.starts_with("bin/"))
        .collect();
    let cycle = read(&own).shortest_cycle();
    let (_, (file, line)) = cycle.first()?;
    let names =
        cycle.iter().map(|((from, _), _)| *from).chain(cycle.first().map(|((from, _), _)| *from));
    let names: Vec<&str> = names.collect();
    let steps = cycle
        .iter()
        .map(|((from, to), (file, line))| format!("{from} names {to} at {source}{file}:{line}"));
    let steps: Vec<String> = steps.collect();
    let message = format!("modules in a cycle: {}; {}", names.join(" -> "), steps.join(", "));
    Some(Violation::at(&format!("{source}{file}"), *line, message))
}

/// The dependencies between the top modules of a crate.
fn read<'a>(files: &[(&'a str, &'a str)]) -> Graph<'a> {
    let tops = files.iter().map(|(path, _)| *path).filter(|path| !ROOTS.contains(path));
    let tops: BTreeSet<&str> = tops.map(top).collect();
    let exports = exports(files, &tops);
    let mut graph = Graph::default();
    for (path, code) in files.iter().filter(|(path, _)| !ROOTS.contains(path)) {
        let depth = path.split('/').count();
        for named in paths(code) {
            let target = root_name(&named, depth)
                .and_then(|name| tops.get(name).or_else(|| exports.get(name)).copied());
            if let Some(target) = target.filter(|target| *target != top(path)) {
                graph.add(top(path), target, path, named.line);
            }
        }
    }
    graph
}

/// The module directly below `src/` that a file belongs to.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// What the root module brings into scope from a top module, by its name there.
fn exports<'a>(
    files: &[(&'a str, &'a str)],
    tops: &BTreeSet<&'a str>,
) -> BTreeMap<&'a str, &'a str> {
    let mut exports = BTreeMap::new();
    for (_, code) in files.iter().filter(|(path, _)| ROOTS.contains(path)) {
        for named in paths(code).iter().filter(|named| named.inline_modules == 0) {
            let relative = named.segments.iter().find(|part| !matches!(**part, "crate" | "self"));
            if let (Some(name), Some(module)) =
                (named.imported_as, relative.and_then(|part| tops.get(part)))
            {
                exports.insert(name, *module);
            }
        }
    }
    exports
}

/// The name in the root module that a path begins at, in a file whose module is so deep below the root.
fn root_name<'a>(named: &NamedPath<'a>, depth: usize) -> Option<&'a str> {
    let mut parts = named.segments.iter().copied().filter(|part| *part != "self");
    let first = parts.next()?;
    if first == "crate" {
        return parts.next();
    }
    let parents = named.segments.iter().filter(|part| **part == "super").count();
    let reaches_root = parents == depth + named.inline_modules;
    if reaches_root { parts.find(|part| *part != "super") } else { None }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    fn crate_of(files: &[(&str, &str)]) -> Tree {
        Tree::of(files).with_package("a", &[])
    }

    #[test]
    fn accepts_modules_in_layers() {
        let files = [
            ("a/src/lib.rs", "mod b; mod c;\npub use c::D;\nuse crate::b::E;"),
            (
                "a/src/b.rs",
                "use crate::D;\nuse super::c;\n// crate::b\n#[cfg(test)]\nmod tests {\n    use crate::x;\n}",
            ),
            ("a/src/b/deep.rs", "use super::super::c::D;\nuse super::E;\nuse crate::b;"),
            (
                "a/src/c.rs",
                "#[cfg(test)]\nuse crate::b::E;\nconst A: &str = \"crate::b\";\nuse std::b;",
            ),
            ("a/src/main.rs", "use crate::b; use a::c;"),
            ("a/tests/b.rs", "use crate::c;"),
        ];
        assert_eq!(check(&RULE, &crate_of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_a_cycle_in_whatever_way_a_module_is_named() {
        let ways = [
            "\nuse crate::b::E;",
            "\nuse crate::{d, b::{self, E}};",
            "\nfn f() -> super::b::E {}",
            "\nuse crate::E;",
            "\nuse crate::Renamed;",
            "\nmod inline { use super::super::b; }",
        ];
        for way in ways {
            let files = [
                (
                    "a/src/lib.rs",
                    "mod b; mod c; mod d;\npub use b::E;\npub use self::b::E as Renamed;",
                ),
                ("a/src/b/deep.rs", "use super::super::c;"),
                ("a/src/c.rs", way),
                ("a/src/d.rs", ""),
            ];
            let expected = "a/src/b/deep.rs:1: modules in a cycle: b -> c -> b; \
                b names c at a/src/b/deep.rs:1, c names b at a/src/c.rs:2";
            assert_eq!(check(&RULE, &crate_of(&files)), [expected], "{way}");
        }
    }

    #[test]
    fn packages_below_a_package_are_on_their_own() {
        let files = [("a/src/b.rs", "use crate::c;"), ("a/core/src/c.rs", "use crate::b;")];
        let tree = crate_of(&files).with_package_in("core", "a/core", &[]);
        assert_eq!(check(&RULE, &tree), Vec::<String>::new());
    }
}
