//! Paths and Rust items that the documents name. Text in fenced code blocks is not looked at.

mod items;
mod markdown;
mod paths;

use self::items::Definitions;
use self::markdown::{Span, links, spans};
use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "documented-names",
    what: "every path of the repository that a document names exists, and so does every Rust item of the guides",
    run,
};

/// The documents whose Rust items must exist; READMEs also name what users define.
const GUIDES: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// Names in backticks that look like the workspace's own, and whose they are.
const FOREIGN: &[(&str, &str)] = &[
    ("Deserialize", "serde's trait"),
    ("INSTA_UPDATE", "insta's environment variable"),
    ("NO_COLOR", "the environment variable of many command lines"),
    ("Serialize", "serde's trait"),
];

fn run(tree: &Tree) -> Vec<Violation> {
    let documents = || tree.files().filter(|(path, _)| path.ends_with(".md"));
    let mut violations: Vec<Violation> =
        documents().flat_map(|(path, text)| missing_files(tree, path, text)).collect();
    let guides = || documents().filter(|(path, _)| GUIDES.contains(path));
    if guides().next().is_some() {
        let definitions = Definitions::read(tree);
        violations
            .extend(guides().flat_map(|(path, text)| missing_items(&definitions, path, text)));
    }
    violations
}

/// What a document links to or names as a path, and that does not exist.
fn missing_files(tree: &Tree, path: &str, text: &str) -> Vec<Violation> {
    let missing_link =
        links(text).into_iter().filter(|link| !paths::link_exists(tree, path, link.text));
    let missing_path = spans(text).into_iter().flat_map(|span| words(&span)).filter(|word| {
        paths::is_path(tree, word.text) && !paths::path_exists(tree, path, word.text)
    });
    let message = |what, span: &Span<'_>| {
        Violation::at(path, span.line, format!("{what} `{}` does not exist", span.text))
    };
    missing_link
        .map(|span| message("the target of the link", &span))
        .chain(missing_path.map(|span| message("path", &span)))
        .collect()
}

fn words<'a>(span: &Span<'a>) -> Vec<Span<'a>> {
    let line = span.line;
    span.text.split_whitespace().map(|text| Span { text, line }).collect()
}

/// The Rust items that a guide names and that are defined nowhere.
fn missing_items(definitions: &Definitions, path: &str, text: &str) -> Vec<Violation> {
    let is_foreign = |item: &str| FOREIGN.iter().any(|(name, _)| *name == item);
    let missing = spans(text).into_iter().filter(|span| {
        items::is_item(span.text) && !is_foreign(span.text) && !definitions.have(span.text)
    });
    missing
        .map(|span| {
            let message = format!("`{}` is defined nowhere in the Rust code", span.text);
            Violation::at(path, span.line, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    const CODE: &str = "pub mod decode { pub enum Shape { #[a(B)] Object(X), Array { item: Y }, } }\n\
        impl Shape { pub const FORM: u8 = 1; fn lookup(&self) {} }\nmacro_rules! quote { () => {} }";

    #[test]
    fn accepts_names_of_what_exists() {
        let guide = "`specs/src/lib.rs`, `specs/src/`, `specs/<id>.yaml`, `src/lib.rs` of `lib.rs`,\n\
            `cargo xtask gen > specs/a.yaml`, `decode/object.rs`, [a](specs/docs/b.md#part), [b](#c)\n\
            <https://a.example/b.rs>, [c](https://a.example/d.md), `/notes/{id}`, `application/json`\n\
            `Shape`, `Shape::Object`, `decode::Shape::lookup(status)`, `lookup()`, `FORM`,\n\
            `serde_json::Value`, `Deserialize`, `quote!`, `Retry-After`, `default`\n\
            ```\n`Missing` specs/missing.rs\n```\n";
        let files = [
            ("CONTRIBUTING.md", guide),
            ("src/lib.rs", ""),
            ("specs/README.md", "`src/lib.rs`, `../specs/docs/b.md`, `Foreign`, `missing.toml`"),
            ("specs/docs/b.md", "[up](../README.md) `src/lib.rs` ![image](../a.yaml)"),
            ("specs/src/lib.rs", CODE),
            ("specs/src/decode/object.rs", ""),
            ("specs/a.yaml", ""),
        ];
        let tree = Tree::of(&files).with_package("specs", &["serde_json"]);
        assert_eq!(check(&RULE, &tree), Vec::<String>::new());
    }

    #[test]
    fn rejects_names_of_what_does_not_exist() {
        let guide = "`specs/src/missing.rs`\n`specs/<id>.json` and `missing/`\n`src/lib.rs`\n\
            [a](missing.md#part)\n`cargo run > specs/missing.json`\n`Missing`\n`Shape::Missing`\n\
            `missing()`\n`MISSING_FORM`\n`serde_json::Value`";
        let files = [
            ("ARCHITECTURE.md", guide),
            ("specs/README.md", "`object.rs` [a](/specs/src/lib.rs)"),
            ("specs/src/lib.rs", CODE),
        ];
        let expected = [
            "ARCHITECTURE.md:4: the target of the link `missing.md#part` does not exist",
            "ARCHITECTURE.md:1: path `specs/src/missing.rs` does not exist",
            "ARCHITECTURE.md:2: path `specs/<id>.json` does not exist",
            "ARCHITECTURE.md:2: path `missing/` does not exist",
            "ARCHITECTURE.md:3: path `src/lib.rs` does not exist",
            "ARCHITECTURE.md:5: path `specs/missing.json` does not exist",
            "specs/README.md:1: path `object.rs` does not exist",
            "ARCHITECTURE.md:6: `Missing` is defined nowhere in the Rust code",
            "ARCHITECTURE.md:7: `Shape::Missing` is defined nowhere in the Rust code",
            "ARCHITECTURE.md:8: `missing()` is defined nowhere in the Rust code",
            "ARCHITECTURE.md:9: `MISSING_FORM` is defined nowhere in the Rust code",
            "ARCHITECTURE.md:10: `serde_json::Value` is defined nowhere in the Rust code",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
