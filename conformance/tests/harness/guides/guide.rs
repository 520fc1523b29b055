//! A guide as a text with blocks: what the reader pastes, and what is shown in return.

use std::path::PathBuf;

/// A guide of a provider.
pub(super) struct Guide {
    id: &'static str,
    path: PathBuf,
    text: String,
    /// Whether what it shows is written anew.
    is_open: bool,
}

impl Guide {
    pub(super) fn read(id: &'static str) -> Self {
        let name = format!("{}/docs/{id}.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&name).unwrap();
        let is_open = std::env::var_os("UPDATE_README").is_some();
        Self { id, path: name.into(), text, is_open }
    }

    /// Where the content of a block begins and ends, within its fence.
    fn place(&self, name: &str) -> std::ops::Range<usize> {
        let begin = format!("<!-- {name}: begin -->\n```");
        let at = self.text.find(&begin).unwrap_or_else(|| panic!("{}: no {name}", self.id));
        let start = at + begin.len() + self.text[at + begin.len()..].find('\n').unwrap() + 1;
        let end = self.text[start..].find(&format!("```\n<!-- {name}: end -->")).unwrap();
        start..start + end
    }

    /// What is in a block.
    pub(super) fn block(&self, name: &str) -> String {
        self.text[self.place(name)].to_owned()
    }

    /// A block shows this, but for the time that it took.
    pub(super) fn shows(&mut self, name: &str, printed: &str) {
        let printed = without_time(printed);
        let place = self.place(name);
        if self.is_open {
            self.text.replace_range(place, &printed);
        } else {
            assert_eq!(self.text[place], printed, "{}: run this with UPDATE_README=1", self.id);
        }
    }

    /// Writes it, where it may be written anew.
    pub(super) fn close(&self) {
        if self.is_open {
            std::fs::write(&self.path, &self.text).unwrap();
        }
    }

    /// What `conformance init` writes is in the guide, too.
    pub(super) fn is_more_than_what_init_writes(&self) {
        let name = format!("{}/src/cli/init/{}.toml", env!("CARGO_MANIFEST_DIR"), self.id);
        let written: toml::Value = toml::from_str(&std::fs::read_to_string(name).unwrap()).unwrap();
        let shown: toml::Value = toml::from_str(&self.block("toml")).unwrap();
        has(&shown, &written, self.id);
    }
}

fn has(shown: &toml::Value, written: &toml::Value, at: &str) {
    let (Some(shown), Some(written)) = (shown.as_table(), written.as_table()) else {
        assert_eq!(shown, written, "{at}");
        return;
    };
    let said = |value: &toml::Value| value.as_table().is_none_or(|table| !table.is_empty());
    for (name, value) in written.iter().filter(|(_, value)| said(value)) {
        let at = format!("{at}.{name}");
        has(shown.get(name).unwrap_or_else(|| panic!("{at} is missing")), value, &at);
    }
}

/// The last line ends with the seconds that a run took.
fn without_time(printed: &str) -> String {
    match printed.trim_end().rsplit_once(", ") {
        Some((before, time)) if time.ends_with(" s") => format!("{before}, 0.5 s\n"),
        _ => printed.to_owned(),
    }
}
