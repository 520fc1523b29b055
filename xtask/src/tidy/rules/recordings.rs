//! Recordings, and the providers that they belong to.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "recordings",
    what: "every recording is a HAR file in the folder of a provider and names its origin",
    run,
};

/// The recordings are in the folders of this name, wherever they are below `conformance`.
const FOLDER: &str = "/recordings/";

fn run(tree: &Tree) -> Vec<Violation> {
    let files = tree.files().filter(|(path, _)| path.starts_with("conformance/"));
    let violation = |(path, text)| {
        let (package, recording) = split(path)?;
        let message = problem(tree, recording, text)?;
        Some(Violation::of(&format!("{package}{FOLDER}{recording}"), message))
    };
    files.filter_map(violation).collect()
}

/// The package and the recording's path in the folder; none for code and tests of recordings.
fn split(path: &str) -> Option<(&str, &str)> {
    let (package, recording) = path.split_once(FOLDER)?;
    let is_code = package.split('/').any(|folder| matches!(folder, "src" | "tests"));
    (!is_code).then_some((package, recording))
}

fn problem(tree: &Tree, recording: &str, text: &str) -> Option<String> {
    let Some((provider, file)) = recording.split_once('/') else {
        return Some("is not in the folder of a provider".to_owned());
    };
    if tree.text(&format!("specs/{provider}.yaml")).is_none() {
        return Some(format!("there is no provider {provider}"));
    }
    if !file.ends_with(".har") {
        return Some("is not a HAR file".to_owned());
    }
    // RFC 8259 leaves keys to the format; HAR gives every entry one `request`.
    let count = |key: &str| text.matches(&format!("\"{key}\":")).count();
    let complete = count("request") == count("_provenance");
    (!complete).then(|| "an entry lacks its `_provenance`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_recordings_of_a_provider() {
        let har = "{\"_provenance\": \"a\", \"request\": {}}";
        let files = [
            ("specs/a.yaml", ""),
            ("conformance/recordings/a/revoke.har", har),
            ("conformance/engine/recordings/a/revoke.har", har),
            ("conformance/engine/src/recordings/entry.rs", ""),
            ("conformance/docs/recordings.md", ""),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_other_files() {
        let files = [
            ("specs/a.yaml", ""),
            ("conformance/engine/recordings/a/notes.txt", ""),
            ("conformance/engine/recordings/a/revoke.har", "{\"request\": {}}"),
            ("conformance/engine/recordings/b/revoke.har", "{}"),
            ("conformance/engine/recordings/revoke.har", "{}"),
        ];
        let expected = [
            "a/notes.txt: is not a HAR file",
            "a/revoke.har: an entry lacks its `_provenance`",
            "b/revoke.har: there is no provider b",
            "revoke.har: is not in the folder of a provider",
        ];
        let expected = expected.map(|line| format!("conformance/engine/recordings/{line}"));
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
