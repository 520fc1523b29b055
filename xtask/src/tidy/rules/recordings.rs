//! Recordings, and what they belong to.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "recordings",
    what: "every recording stands in the folder of a provider and says where it comes from",
    run,
};

const FOLDER: &str = "conformance/recordings";

fn run(tree: &Tree) -> Vec<Violation> {
    tree.below(FOLDER).filter_map(|(path, text)| fault(tree, path, text)).collect()
}

fn fault(tree: &Tree, path: &str, text: &str) -> Option<Violation> {
    let fault = |message: String| Some(Violation::of(&format!("{FOLDER}/{path}"), message));
    let Some((provider, file)) = path.split_once('/') else {
        return fault("does not stand in the folder of a provider".to_owned());
    };
    if tree.text(&format!("specs/{provider}.yaml")).is_none() {
        return fault(format!("there is no provider {provider}"));
    }
    if !file.ends_with(".har") {
        return fault("is no HAR file".to_owned());
    }
    // RFC 8259 leaves keys to the format; HAR gives every entry one `request`.
    let count = |key: &str| text.matches(&format!("\"{key}\":")).count();
    if count("request") == count("_provenance") {
        None
    } else {
        fault("holds an entry without its `_provenance`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn a_provider_s_own_is_right() {
        let har = "{\"_provenance\": \"a\", \"request\": {}}";
        let files = [("specs/a.yaml", ""), ("conformance/recordings/a/revoke.har", har)];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn strays_are_wrong() {
        let files = [
            ("specs/a.yaml", ""),
            ("conformance/recordings/a/notes.txt", ""),
            ("conformance/recordings/a/revoke.har", "{\"request\": {}}"),
            ("conformance/recordings/b/revoke.har", "{}"),
            ("conformance/recordings/revoke.har", "{}"),
        ];
        let expected = [
            "a/notes.txt: is no HAR file",
            "a/revoke.har: holds an entry without its `_provenance`",
            "b/revoke.har: there is no provider b",
            "revoke.har: does not stand in the folder of a provider",
        ];
        let expected = expected.map(|line| format!("conformance/recordings/{line}"));
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
