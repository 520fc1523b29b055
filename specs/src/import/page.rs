//! The blocks of code of a page in Markdown (CommonMark §4.5), and the texts beside them.

use crate::Source;

/// A block of code that may be OpenAPI.
pub(super) struct Block {
    /// Its text, after as many line breaks as there are lines before it in the page: each of its lines has
    /// the number that it has there.
    pub(super) source: Source,
    /// The first heading of the page.
    pub(super) heading: Option<String>,
    /// The host of the page, where it names its own URL.
    pub(super) host: Option<String>,
    /// Whether the line that opens it names a path: the block of a reference.
    pub(super) is_reference: bool,
}

/// The blocks of a page in YAML or JSON, in order.
pub(super) fn blocks(page: &Source) -> Vec<Block> {
    let heading = heading(page.text());
    let host = host(page.text());
    let mut blocks = Vec::new();
    let mut lines = page.text().lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(fence) = Fence::open(line) else { continue };
        let mut text = String::new();
        for (_, line) in lines.by_ref() {
            if fence.closes(line) {
                break;
            }
            text.push_str(fence.unindented(line));
            text.push('\n');
        }
        let is_reference = fence.info.contains(" /");
        let is_likely = ["openapi", "swagger", "paths"].iter().any(|key| text.contains(key));
        if fence.is_data() && (is_reference || is_likely) {
            blocks.push(Block {
                source: Source::new(page.name(), "\n".repeat(number + 1) + &text),
                heading: heading.clone(),
                host: host.clone(),
                is_reference,
            });
        }
    }
    blocks
}

/// The line that opens a block.
struct Fence<'a> {
    character: char,
    length: usize,
    indent: usize,
    info: &'a str,
}

impl<'a> Fence<'a> {
    fn open(line: &'a str) -> Option<Self> {
        let text = line.trim_start_matches([' ', '\t']);
        let character = text.chars().next().filter(|first| matches!(first, '`' | '~'))?;
        let info = text.trim_start_matches(character);
        let length = text.len() - info.len();
        let indent = line.len() - text.len();
        (length >= 3).then_some(Self { character, length, indent, info: info.trim() })
    }

    /// At least as long, and nothing else on the line.
    fn closes(&self, line: &str) -> bool {
        let text = line.trim();
        text.len() >= self.length && text.chars().all(|character| character == self.character)
    }

    fn unindented<'l>(&self, line: &'l str) -> &'l str {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        &line[blank.min(self.indent)..]
    }

    fn is_data(&self) -> bool {
        let language = self.info.split_whitespace().next().unwrap_or_default();
        ["yaml", "yml", "json"].iter().any(|known| language.eq_ignore_ascii_case(known))
    }
}

/// The first heading that is no remark about the page itself.
fn heading(text: &str) -> Option<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("# "));
    let mut own = headings.filter(|heading| !heading.trim_start().starts_with("Source:"));
    own.next().map(|heading| heading.trim().to_owned())
}

/// The host of the URL in a line such as `# Source: https://example.com/docs/page.md`.
fn host(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find_map(|line| line.trim_start_matches(['#', ' ']).strip_prefix("Source:"))?;
    let (_, rest) = line.split_once("://")?;
    let end = rest.find(['/', ':', '?', '#', ' ']).unwrap_or(rest.len());
    Some(rest[..end].to_owned()).filter(|host| !host.is_empty())
}
