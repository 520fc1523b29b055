//! The paths that Rust code names, such as `crate::a::B`, with groups of `use` written out. No parser:
//! it reads text whose comments and literals are blanked by [`super::code::code`].

/// A path or a single identifier in the code.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NamedPath<'a> {
    /// Its parts; `*` for a glob import.
    pub(super) segments: Vec<&'a str>,
    /// The line of its last part, from 1.
    pub(super) line: usize,
    /// How many inline modules (`mod a { … }`) of the file surround it.
    pub(super) inline_modules: usize,
    /// For a `use`, the name that it brings into scope.
    pub(super) imported_as: Option<&'a str>,
}

impl NamedPath<'_> {
    /// Whether these parts follow one another anywhere in the path.
    pub(super) fn contains(&self, parts: &[&str]) -> bool {
        self.segments.windows(parts.len()).any(|window| window == parts)
    }
}

/// All paths of the code, in the order of the text.
pub(super) fn paths(code: &str) -> Vec<NamedPath<'_>> {
    let mut reader = Reader { tokens: tokens(code), at: 0, paths: Vec::new(), braces: Vec::new() };
    while reader.at < reader.tokens.len() {
        reader.step();
    }
    reader.paths
}

/// An identifier, `::`, or a single other character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) line: usize,
}

impl Token<'_> {
    pub(super) fn is_identifier(&self) -> bool {
        self.text.starts_with(in_identifier)
    }
}

fn in_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The tokens of the code, without white space.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (text, line) in code.lines().zip(1..) {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if in_identifier(first) {
                rest.find(|c| !in_identifier(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push(Token { text: &rest[..length], line });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    paths: Vec<NamedPath<'a>>,
    /// The open braces; true for that of an inline module.
    braces: Vec<bool>,
}

impl<'a> Reader<'a> {
    fn text(&self, ahead: usize) -> &'a str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    fn step(&mut self) {
        match self.text(0) {
            "{" => self.braces.push(self.at >= 2 && self.tokens[self.at - 2].text == "mod"),
            "}" => drop(self.braces.pop()),
            // `impl A + use<'a>` imports nothing.
            "use" if self.text(1) != "<" => {
                self.at += 1;
                self.import(Vec::new());
                return;
            }
            _ if self.tokens[self.at].is_identifier() => return self.path(),
            _ => {}
        }
        self.at += 1;
    }

    /// Reads a path outside of `use`.
    fn path(&mut self) {
        let mut segments = vec![self.text(0)];
        while self.text(1) == "::" && self.text(2).starts_with(in_identifier) {
            segments.push(self.text(2));
            self.at += 2;
        }
        self.push(segments, None);
        self.at += 1;
    }

    /// Reads the rest of a `use` after the parts that are read already, up to its end.
    fn import(&mut self, mut segments: Vec<&'a str>) {
        loop {
            match self.text(0) {
                "::" => {}
                "{" => return self.group(&segments),
                part if part == "*" || part.starts_with(in_identifier) => {
                    // `a::{self}` imports `a`.
                    if part != "self" || segments.is_empty() {
                        segments.push(part);
                    }
                    if self.text(1) != "::" {
                        return self.imported(segments);
                    }
                }
                _ => return,
            }
            self.at += 1;
        }
    }

    fn group(&mut self, segments: &[&'a str]) {
        self.at += 1;
        while !matches!(self.text(0), "" | "}") {
            self.import(segments.to_vec());
            if self.text(0) != "}" {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    /// Ends one import, at its last part.
    fn imported(&mut self, segments: Vec<&'a str>) {
        let renamed = (self.text(1) == "as").then(|| self.text(2));
        let name = renamed.or(segments.last().copied());
        self.push(segments, name);
        self.at += if renamed.is_some() { 3 } else { 1 };
    }

    fn push(&mut self, segments: Vec<&'a str>, imported_as: Option<&'a str>) {
        let line = self.tokens[self.at].line;
        let inline_modules = self.braces.iter().filter(|is_module| **is_module).count();
        self.paths.push(NamedPath { segments, line, inline_modules, imported_as });
    }
}

#[cfg(test)]
mod tests {
    use super::paths;

    /// Each path as `line: a::b`, with the imported name behind it.
    fn shown(code: &str) -> Vec<String> {
        let show = |path: &super::NamedPath<'_>| {
            let name = path.imported_as.map_or(String::new(), |name| format!(" as {name}"));
            format!("{}: {}{name}", path.line, path.segments.join("::"))
        };
        paths(code).iter().map(show).collect()
    }

    #[test]
    fn groups_of_imports_are_written_out() {
        let code = "use crate::{a, b::{self, C as D},\n e::*};\nuse f as _;";
        let expected = [
            "1: crate::a as a",
            "1: crate::b as b",
            "1: crate::b::C as D",
            "2: crate::e::* as *",
            "3: f as _",
        ];
        assert_eq!(shown(code), expected);
    }

    #[test]
    fn paths_in_expressions_and_types_are_found() {
        let code = "a::b::<super::C>(::d::E, $crate::f)";
        assert_eq!(shown(code), ["1: a::b", "1: super::C", "1: d::E", "1: crate::f"]);
        assert_eq!(shown("+ use<'a> {"), ["1: use", "1: a"]);
    }

    #[test]
    fn an_import_that_is_not_rust_ends_the_reading() {
        assert_eq!(
            shown("use a::{r#type, b"),
            ["1: a::r as r", "1: a::type as type", "1: a::b as b"]
        );
    }

    #[test]
    fn inline_modules_are_counted() {
        let counts: Vec<(String, usize)> = paths("mod a { fn b() { c } } d")
            .iter()
            .map(|path| (path.segments.join("::"), path.inline_modules))
            .filter(|(name, _)| matches!(name.as_str(), "c" | "d"))
            .collect();
        assert_eq!(counts, [("c".to_owned(), 1), ("d".to_owned(), 0)]);
    }
}
