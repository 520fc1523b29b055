//! Rust items as documents write them, and the names that the code defines.

use std::collections::BTreeSet;

use crate::tidy::code::code;
use crate::tidy::paths::{Token, tokens};
use crate::tidy::tree::Tree;

/// What introduces the name of an item.
const KEYWORDS: [&str; 9] =
    ["const", "enum", "fn", "mod", "static", "struct", "trait", "type", "union"];

/// Whether a code span looks like a Rust item: `Type`, `CONSTANT`, `function()`, `macro!`, or a path
/// of names with `::`.
pub(super) fn is_item(span: &str) -> bool {
    let name = span.split('(').next().unwrap_or(span);
    let is_call = name.len() < span.len() && span.ends_with(')');
    let is_macro = name.ends_with('!');
    let mut parts = name.trim_end_matches('!').split("::");
    let first_is_upper = name.starts_with(|c: char| c.is_ascii_uppercase());
    let several = name.contains("::");
    let identifiers = parts.all(is_identifier);
    let complete = is_call || !span.contains('(');
    identifiers
        && complete
        && (is_call || is_macro || several || (first_is_upper && name.len() > 1))
}

fn is_identifier(part: &str) -> bool {
    let begins = part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The names that the Rust code of the workspace defines, and the crates of others that it uses.
pub(super) struct Definitions {
    names: BTreeSet<String>,
    foreign_crates: BTreeSet<String>,
}

impl Definitions {
    pub(super) fn read(tree: &Tree) -> Self {
        let crate_name = |name: &str| name.replace('-', "_");
        let mut names: BTreeSet<String> =
            tree.packages().iter().map(|package| crate_name(&package.name)).collect();
        let dependencies = tree.packages().iter().flat_map(|package| &package.dependencies);
        let mut foreign_crates: BTreeSet<String> = dependencies
            .map(|name| crate_name(name))
            .filter(|name| !names.contains(name))
            .collect();
        foreign_crates.insert("std".to_owned());
        for (_, text) in tree.files().filter(|(path, _)| path.ends_with(".rs")) {
            collect(&tokens(&code(text)), &mut names);
        }
        Self { names, foreign_crates }
    }

    /// Whether every part of the item's path is defined, or its first is a crate of others.
    pub(super) fn have(&self, item: &str) -> bool {
        let name = item.split(['(', '!']).next().unwrap_or(item);
        let mut parts = name.split("::");
        let is_foreign = name.contains("::")
            && self.foreign_crates.contains(name.split("::").next().unwrap_or(name));
        is_foreign || parts.all(|part| part == "crate" || self.names.contains(part))
    }
}

/// Adds the names that follow a keyword, and those of the variants of enums.
fn collect(tokens: &[Token<'_>], names: &mut BTreeSet<String>) {
    for (index, pair) in tokens.windows(2).enumerate() {
        let is_macro = pair[0].text == "!" && index > 0 && tokens[index - 1].text == "macro_rules";
        if KEYWORDS.contains(&pair[0].text) || is_macro {
            names.insert(pair[1].text.to_owned());
        }
        if pair[0].text == "enum" {
            variants(&tokens[index + 1..], names);
        }
    }
}

/// Adds the names of the variants of an enum whose name the tokens begin with.
fn variants(tokens: &[Token<'_>], names: &mut BTreeSet<String>) {
    let body = tokens.iter().skip_while(|token| token.text != "{");
    let (mut depth, mut expected) = (0_usize, false);
    for token in body {
        match token.text {
            "{" | "(" | "[" => {
                depth += 1;
                expected |= depth == 1;
            }
            "}" | ")" | "]" if depth <= 1 => return,
            "}" | ")" | "]" => depth -= 1,
            "," if depth == 1 => expected = true,
            name if depth == 1 && expected && token.is_identifier() => {
                names.insert(name.to_owned());
                expected = false;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_item;

    #[test]
    fn items_differ_from_other_code_spans() {
        for item in ["Type", "A_CONSTANT", "a::b", "Type::of(x)", "f()", "f(a, b)", "make!"] {
            assert!(is_item(item), "{item}");
        }
        for other in ["name", "Retry-After", "4.0", "{}", "cargo xtask ci", "f(", "A", "::", "--a"]
        {
            assert!(!is_item(other), "{other}");
        }
    }
}
