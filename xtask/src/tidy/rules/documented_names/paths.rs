//! Paths as documents write them, and whether the tree has them.

use regex::Regex;

use crate::tidy::tree::Tree;

/// Folders that many packages have; a path that begins with one is relative to a package.
const OF_PACKAGES: [&str; 5] = ["benches", "docs", "scripts", "src", "tests"];

/// Endings that only files of the repository have.
const OWN_ENDINGS: [&str; 2] = [".md", ".rs"];

/// Whether a word looks like a path of the repository, as against a URL, a media type or a path of an API.
pub(super) fn is_path(tree: &Tree, word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.<>*/-".contains(c);
    if !word.chars().all(plain) || word.starts_with(['/', '-', '*', '<']) {
        return false;
    }
    let own = OWN_ENDINGS.iter().any(|ending| word.ends_with(ending) && word != *ending);
    match word.split_once('/') {
        Some((first, rest)) => own || rest.is_empty() || is_first_folder(tree, first),
        None => own,
    }
}

fn is_first_folder(tree: &Tree, name: &str) -> bool {
    matches!(name, "." | "..") || OF_PACKAGES.contains(&name) || is_top_folder(tree, name)
}

fn is_top_folder(tree: &Tree, name: &str) -> bool {
    tree.below(name).next().is_some()
}

/// Whether the path that a document names exists: below the document's folder or one that holds it; if
/// it does not begin with a folder of the top level or of a package, anywhere, as the end of a path.
/// A part in angle brackets and `*` match any name.
pub(super) fn path_exists(tree: &Tree, document: &str, path: &str) -> bool {
    if path.starts_with("./") || path.starts_with("../") {
        return resolve(document, path).is_some_and(|path| exists(tree, "^", &path));
    }
    let first = path.split('/').next().unwrap_or(path);
    if path.contains('/') && is_first_folder(tree, first) {
        return folders(document).any(|folder| exists(tree, "^", &format!("{folder}{path}")));
    }
    exists(tree, "(^|/)", path)
}

/// The folders that hold a document, from its own to the root, each with its final slash.
fn folders(document: &str) -> impl Iterator<Item = &str> {
    let slashes = document.rmatch_indices('/').map(|(at, _)| &document[..=at]);
    slashes.chain([""])
}

/// Whether some file has this path, or is in a folder of this path.
fn exists(tree: &Tree, before: &str, path: &str) -> bool {
    let pattern = pattern(path.trim_end_matches('/'));
    Regex::new(&format!("{before}{pattern}(/|$)"))
        .is_ok_and(|regex| tree.files().any(|(file, _)| regex.is_match(file)))
}

/// The path as a regular expression.
fn pattern(path: &str) -> String {
    let mut pattern = String::new();
    let mut rest = path;
    while let Some(at) = rest.find(['<', '*']) {
        pattern += &regex::escape(&rest[..at]);
        pattern += "[^/]+";
        let end = if rest[at..].starts_with('<') { rest[at..].find('>') } else { None };
        rest = &rest[at + end.unwrap_or(0) + 1..];
    }
    pattern + &regex::escape(rest)
}

/// Whether the target of a link exists, if it is a file of the repository.
pub(super) fn link_exists(tree: &Tree, document: &str, target: &str) -> bool {
    let path = target.split(['#', ' ']).next().unwrap_or(target);
    if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
        return true;
    }
    resolve(document, path).is_some_and(|path| exists(tree, "^", &path))
}

/// A path that is relative to a document's folder, from the root. None if it leaves the repository.
fn resolve(document: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        parts.clear();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{pattern, resolve};

    #[test]
    fn placeholders_match_any_name() {
        assert_eq!(pattern("a.b/<id>.rs"), r"a\.b/[^/]+\.rs");
        assert_eq!(pattern("a/*.har"), r"a/[^/]+\.har");
    }

    #[test]
    fn links_are_relative_to_their_document() {
        let resolved = |path| resolve("a/docs/b.md", path);
        assert_eq!(resolved("c.md"), Some("a/docs/c.md".to_owned()));
        assert_eq!(resolved("../../c.md"), Some("c.md".to_owned()));
        assert_eq!(resolved("/c.md"), Some("c.md".to_owned()));
        assert_eq!(resolved("../../../c.md"), None);
    }
}
