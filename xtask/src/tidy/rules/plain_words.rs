//! Words and names that have a plainer or more exact one, in all that people write for this project.

mod exceptions;
mod segments;
mod table;

use std::sync::LazyLock;

use self::exceptions::EXCEPTIONS;
use self::segments::{find, segments};
use self::table::{Entry, FOLDER_AND_FILE_NAMES, IN_CODE, IN_EVERY_TEXT, TYPE_NAMES};
use super::{Rule, Violation};
use crate::tidy::code::{code, contains_word};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "plain-words",
    what: "names and texts use one plain technical word per concept, none that the rule's table refuses",
    run,
};

/// Files of others, and files that are derived from those that are read.
const NOT_READ: &[&str] = &[
    ".css",
    ".har",
    ".html",
    ".js",
    ".json",
    ".key",
    ".lock",
    ".pem",
    ".snap",
    "LICENSE-APACHE",
    "LICENSE-MIT",
];

/// A refused word as its parts, and its replacement.
struct Word {
    parts: Vec<&'static str>,
    entry: Entry,
}

static EVERYWHERE: LazyLock<Vec<Word>> = LazyLock::new(|| words(IN_EVERY_TEXT));
static CODE: LazyLock<Vec<Word>> = LazyLock::new(|| words(IN_CODE));

fn words(entries: &[Entry]) -> Vec<Word> {
    let word = |entry: &Entry| Word { parts: entry.0.split(' ').collect(), entry: *entry };
    entries.iter().map(word).collect()
}

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut needed = vec![false; EXCEPTIONS.len()];
    for (path, text) in tree.files().filter(|(path, _)| is_ours(path)) {
        for (line, refused, message) in findings(path, text) {
            let exception = EXCEPTIONS.iter().position(|one| one.covers(path, refused));
            if let Some(index) = exception {
                needed[index] = true;
            } else {
                violations.push(Violation::at(path, line, message));
            }
        }
    }
    let idle = EXCEPTIONS.iter().zip(needed).filter(|(one, needed)| !needed && one.exists(tree));
    violations.extend(idle.map(|(one, _)| {
        Violation::of(one.path, "needs no exception from `plain-words`: remove it")
    }));
    violations
}

/// Whether the project's people write it; providers own their documents.
fn is_ours(path: &str) -> bool {
    let provider_document = path.strip_prefix("specs/").is_some_and(|file| {
        !file.contains('/') && [".yaml", ".yml", ".json"].iter().any(|end| file.ends_with(end))
    });
    !provider_document && !path.starts_with("generated/")
}

/// A line (0 for the path), the refused word as the table spells it, and the message.
type Finding = (usize, &'static str, String);

/// The refused words of a file's path and of its text.
fn findings(path: &str, text: &str) -> Vec<Finding> {
    let text = if NOT_READ.iter().any(|end| path.ends_with(end)) { "" } else { text };
    let is_code = path.ends_with(".rs");
    let words = candidates(&format!("{path}\n{text}").to_lowercase(), is_code);
    let lines = std::iter::once((path, 0)).chain(text.lines().zip(1..));
    let mut findings: Vec<Finding> =
        lines.flat_map(|(line, number)| findings_in_line(&words, line, number)).collect();
    if is_code {
        findings.extend(path.split('/').filter_map(refused_name));
        findings.extend(refused_types(text));
    }
    findings
}

/// The words that a file may have, by a search that is quick and too broad.
fn candidates(lower: &str, is_code: bool) -> Vec<&'static Word> {
    let code: &[Word] = if is_code { &CODE } else { &[] };
    let occurs =
        |word: &&Word| word.parts.iter().all(|part| lower.contains(part.trim_end_matches('*')));
    EVERYWHERE.iter().chain(code).filter(occurs).collect()
}

fn findings_in_line(words: &[&Word], line: &str, number: usize) -> Vec<Finding> {
    if words.is_empty() {
        return Vec::new();
    }
    let segments = segments(line);
    let finding = |word: &&Word| {
        let found = find(&segments, &word.parts)?;
        Some((number, word.entry.0, message(&found, word.entry)))
    };
    words.iter().filter_map(finding).collect()
}

/// The findings for identifiers that are refused as they are spelled.
fn refused_types(text: &str) -> Vec<Finding> {
    let code = code(text);
    let occurring: Vec<&Entry> =
        TYPE_NAMES.iter().filter(|entry| contains_word(&code, entry.0)).collect();
    let mut findings = Vec::new();
    for (line, number) in code.lines().zip(1..) {
        let found = occurring.iter().filter(|entry| contains_word(line, entry.0));
        findings.extend(found.map(|entry| (number, entry.0, message(entry.0, **entry))));
    }
    findings
}

/// The finding for a folder or file whose whole name is refused.
fn refused_name(name: &str) -> Option<Finding> {
    let name = name.trim_end_matches(".rs");
    let entry = FOLDER_AND_FILE_NAMES.iter().find(|entry| entry.0 == name)?;
    Some((0, entry.0, message(&format!("{name} (as a module's name)"), *entry)))
}

fn message(found: &str, (_, replacement): Entry) -> String {
    format!("refused word: {found}; say {replacement}")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_plain_words_and_texts_of_others() {
        let files = [
            ("a/src/b.rs", "// a remarkable response\nfn oblong() { keep_alive(); }"),
            ("a/README.md", "It answers, and the modding continues."),
            ("a/src/response.rs", "#[expect(dead_code, reason = \"a\")]"),
            ("a/tests/snapshots/b.snap", "nobody"),
            ("generated/src/a.rs", "// nobody"),
            ("specs/a.yaml", "description: nobody"),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_refused_words_in_every_spelling() {
        for text in ["fn made_up()", "struct MadeUp;", "// made-up", "\"it is Made up\"", "MADE_UP"]
        {
            let found = check(&RULE, &Tree::of(&[("a/src/b.rs", text)]));
            assert_eq!(found, ["a/src/b.rs:1: refused word: made up; say generated"], "{text}");
        }
    }

    #[test]
    fn rejects_refused_words_in_code_documents_and_names() {
        let files = [
            ("a/README.md", "\nThe spoilt server answers nobody."),
            ("a/docs/judged.json", ""),
            ("a/src/bold.rs", ""),
            ("a/src/ok.rs", "let answer = send();"),
            ("a/tests/b.yaml", "title: Odd"),
        ];
        let expected = [
            "a/README.md:2: refused word: nobody; say what is missing, or \"no client\", \"no user\"",
            "a/README.md:2: refused word: spoilt; say mutate, mutant, fault",
            "a/docs/judged.json: refused word: judged; say validate, validator, test, evaluate",
            "a/src/bold.rs: refused word: bold; say random, fuzz",
            "a/src/ok.rs:1: refused word: answer; say response, respond",
            "a/tests/b.yaml:1: refused word: odd; say malformed, unusual",
        ];
        let mut found = check(&RULE, &Tree::of(&files));
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn rejects_modules_with_a_refused_name() {
        let files = [("a/src/given/command.rs", ""), ("a/src/given_values.rs", "// given")];
        let expected =
            "a/src/given/command.rs: refused word: given (as a module's name); say value_source";
        assert_eq!(check(&RULE, &Tree::of(&files)), [expected]);
    }

    #[test]
    fn rejects_types_with_a_refused_name() {
        let files = [("a/src/b.rs", "// Whose is it?\n\"Whose\"; whose(); Whose::Own")];
        let expected = "a/src/b.rs:2: refused word: Whose; say Owner";
        assert_eq!(check(&RULE, &Tree::of(&files)), [expected]);
    }

    #[test]
    fn exceptions_cover_their_words_and_must_be_needed() {
        let bold = ("conformance/report/src/styles.rs", "Style::new().bold()");
        let history = ("CHANGELOG.md", "- nobody");
        assert_eq!(check(&RULE, &Tree::of(&[bold, history])), Vec::<String>::new());
        let expected = "CHANGELOG.md: needs no exception from `plain-words`: remove it";
        assert_eq!(check(&RULE, &Tree::of(&[bold, ("CHANGELOG.md", "")])), [expected]);
    }
}
