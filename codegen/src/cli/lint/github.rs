//! Diagnostics as workflow commands of GitHub Actions: an annotation for each.

use specs::Outcome;

use super::Linted;

/// GitHub shows at most 10 annotations of a level in a step; more would only be in the log.
const MOST: usize = 50;

pub(super) fn commands(linted: &[Linted]) -> Vec<String> {
    let mut commands = Vec::new();
    for (source, found) in linted.iter().flat_map(Linted::iter) {
        let level = match found.outcome {
            Outcome::Fatal | Outcome::Lost => "error",
            Outcome::Repaired => "warning",
        };
        let file = property(source.name());
        let place = found
            .location
            .map_or(String::new(), |at| format!(",line={},col={}", at.line, at.column));
        let title = property(&format!("{}: {}", found.outcome.as_str(), found.code));
        let text = message(&format!("{}\nhelp: {}", found.message, found.help));
        commands.push(format!("::{level} file={file}{place},title={title}::{text}"));
    }
    let more = commands.len().saturating_sub(MOST);
    commands.truncate(MOST);
    if more > 0 {
        commands.push(format!("::warning title=specwright lint::and {more} more diagnostics"));
    }
    commands
}

/// The message of a workflow command: a line of its own, whatever is in it.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
