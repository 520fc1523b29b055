//! Reads accepted diagnostics from TOML, with every mistake at its line.

use std::ops::Range;

use specs::Pointer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Entry;
use crate::cli::explain;

/// The keys of an entry.
const KEYS: [&str; 4] = ["code", "pointer", "file", "reason"];

/// The entries of a file, or every mistake in it, each with its line and help.
pub(super) fn parse(file: &str, text: &str) -> Result<Vec<Entry>, Vec<String>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { file, text, mistakes: Vec::new() };
    for error in errors {
        let help = "write it as TOML: `reason = \"why it is accepted\"`";
        reader.mistake(error.span().unwrap_or_default(), error.message(), help);
    }
    // What follows an error of syntax may be read as something else.
    let entries = if reader.mistakes.is_empty() { reader.root(root.get_ref()) } else { Vec::new() };
    let mut mistakes = reader.mistakes;
    mistakes.sort_by_key(|(offset, _)| *offset);
    let mistakes: Vec<String> = mistakes.into_iter().map(|(_, mistake)| mistake).collect();
    if mistakes.is_empty() { Ok(entries) } else { Err(mistakes) }
}

/// Reads entries, and collects their mistakes.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// Each with its byte in the text.
    mistakes: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn root(&mut self, root: &DeTable<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut keys: Vec<_> = root.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            match (key.get_ref().as_ref(), value.get_ref().as_array()) {
                ("accepted", Some(items)) => {
                    entries.extend(items.iter().filter_map(|item| self.entry(item)));
                }
                ("accepted", None) => {
                    let message = "`accepted` is not an array of tables";
                    self.mistake(key.span(), message, "write `[[accepted]]` before each entry");
                }
                (other, _) => {
                    let message = format!("unknown key `{other}`");
                    self.mistake(key.span(), &message, "write `[[accepted]]` before each entry");
                }
            }
        }
        entries
    }

    fn entry(&mut self, item: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let Some(table) = item.get_ref().as_table() else {
            let help = "write `[[accepted]]` before each entry";
            self.mistake(item.span(), "an entry is not a table", help);
            return None;
        };
        self.unknown_keys(table);
        let [code, pointer, file, reason] = KEYS.map(|key| self.text_of(table, key));
        if [&code, &pointer, &file].iter().all(|value| value.is_none()) {
            let help = "name `code`, `pointer` or `file`";
            self.mistake(item.span(), "the entry would match every diagnostic", help);
        }
        if !table.contains_key("reason") {
            let help = "describe why the loss is accepted";
            self.mistake(item.span(), "`reason` is missing", help);
        }
        self.code(table, code.as_deref());
        self.pointer(table, pointer.as_deref());
        let reason = reason.unwrap_or_default();
        Some(Entry { place: self.place(&item.span()), code, pointer, file, reason, is_used: false })
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>) {
        let mut unknown: Vec<_> =
            table.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        for key in unknown {
            let message = format!("unknown key `{}`", key.get_ref());
            self.mistake(
                key.span(),
                &message,
                "the keys are `code`, `pointer`, `file` and `reason`",
            );
        }
    }

    /// A value that is a string and not empty.
    fn text_of(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str();
        match text {
            Some(text) if !text.trim().is_empty() => {}
            Some(_) => {
                let help = match key {
                    "reason" => "describe why the loss is accepted",
                    _ => "give it a value, or remove it",
                };
                self.mistake(value.span(), &format!("`{key}` is empty"), help);
            }
            None => {
                let message = format!("`{key}` is not a string");
                self.mistake(value.span(), &message, "write the value in quotes");
            }
        }
        // A value with a mistake is a value all the same: its absence is not another mistake.
        Some(text.unwrap_or_default().trim().to_owned())
    }

    fn code(&mut self, table: &DeTable<'_>, code: Option<&str>) {
        let Some(code) = code.filter(|code| !code.is_empty()) else { return };
        if explain::all().any(|known| known.code == code) {
            return;
        }
        let help = explain::nearest(code)
            .map_or("`specwright explain` lists the codes".to_owned(), |known| {
                format!("did you mean `{known}`?")
            });
        self.mistake(span(table, "code"), &format!("unknown code `{code}`"), &help);
    }

    fn pointer(&mut self, table: &DeTable<'_>, pointer: Option<&str>) {
        let Some(pointer) = pointer.filter(|pointer| !pointer.is_empty()) else { return };
        if !pointer.starts_with('*') && Pointer::parse(pointer).is_none() {
            let help = "begin with a slash or `*`, and write `~1` for a slash in a key";
            self.mistake(span(table, "pointer"), "`pointer` is no JSON Pointer", help);
        }
    }

    fn mistake(&mut self, at: Range<usize>, message: &str, help: &str) {
        let place = self.place(&at);
        self.mistakes.push((at.start, format!("error: {place}: {message}\n  help: {help}")));
    }

    fn place(&self, at: &Range<usize>) -> String {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        format!("{}:{}", self.file, before.matches('\n').count() + 1)
    }
}

fn span(table: &DeTable<'_>, key: &str) -> Range<usize> {
    table.get(key).map_or(0..0, Spanned::span)
}
