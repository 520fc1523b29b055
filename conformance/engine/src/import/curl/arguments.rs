//! The words of command lines as a POSIX shell splits them, with the `$'…'` that browsers write.

use super::options::shown;
use crate::import::Mistake;

/// One command.
pub(super) struct Command {
    /// Its number, and the line on which it begins.
    pub(super) place: String,
    /// Its words after `curl`.
    pub(super) words: Vec<String>,
}

/// Marks the end of a command.
const END: &str = "\u{1}";

/// Splits a text into its curl commands.
pub(super) fn commands(name: &str, text: &str) -> Result<Vec<Command>, Mistake> {
    let text = text.replace("\r\n", "\n");
    if let Some(line) = of_windows(&text) {
        let help = "copy it as cURL (bash) or cURL (POSIX)";
        let place = format!("{name}:{line}");
        return Err(Mistake::new(&place, "the command is written for Windows", help));
    }
    let plain = without_dollar_quotes(&text);
    let Some(words) = plain.as_deref().and_then(shlex::split) else {
        let message = "a quote is opened and not closed";
        return Err(Mistake::new(name, message, "copy the whole command"));
    };
    let lines = begins(&text);
    let mut commands: Vec<Command> = Vec::new();
    // Other commands, such as those that curl's output is piped to, are ignored.
    let mut is_over = false;
    for word in words {
        match word.as_str() {
            "curl" | "curl.exe" => {
                let line = lines.get(commands.len()).copied().unwrap_or(1);
                commands.push(Command { place: format!("{name}:{line}"), words: Vec::new() });
                is_over = false;
            }
            END => is_over = true,
            "$" if commands.is_empty() => {}
            _ if is_over => {}
            _ => match commands.last_mut() {
                Some(command) => command.words.push(word),
                None => {
                    let message = format!("`{}` comes before any `curl`", shown(&word));
                    let help = "begin with `curl`";
                    return Err(Mistake::new(&format!("{name}:1"), message, help));
                }
            },
        }
    }
    if commands.is_empty() {
        Err(Mistake::new(name, "there is no curl command", "write `curl 'https://…'`"))
    } else {
        Ok(commands)
    }
}

/// The lines on which commands begin, counted from 1.
fn begins(text: &str) -> Vec<usize> {
    let is_begin = |line: &str| {
        let line = line.trim_start().trim_start_matches("$ ");
        line == "curl" || line.starts_with("curl ") || line.starts_with("curl.exe ")
    };
    let lines = text.lines().enumerate().filter(|(_, line)| is_begin(line));
    lines.map(|(index, _)| index + 1).collect()
}

/// The line with the quoting of cmd.exe or of PowerShell.
fn of_windows(text: &str) -> Option<usize> {
    let is_windows = |line: &str| {
        let end = line.trim_end();
        end.ends_with(" ^") || end.ends_with(" `") || line.contains("^\"") || line.contains("^%")
    };
    text.lines().position(is_windows).map(|index| index + 1)
}

/// Rewrites `$'…'` with single quotes only, and marks where commands end; `None` if a quote is not
/// closed.
fn without_dollar_quotes(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut characters = text.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '$') if characters.peek() == Some(&'\'') => {
                characters.next();
                let inner = ansi(&mut characters)?;
                plain.push('\'');
                plain.push_str(&inner.replace('\'', r"'\''"));
                plain.push('\'');
                continue;
            }
            // The command continues on the next line.
            (None, '\\') if characters.peek() == Some(&'\n') => {
                characters.next();
                plain.push(' ');
                continue;
            }
            (None, '#') if plain.is_empty() || plain.ends_with([' ', '\n']) => {
                while characters.peek().is_some_and(|next| *next != '\n') {
                    characters.next();
                }
                continue;
            }
            (None, ';' | '|') => {
                plain.push_str(&format!(" {END} "));
                continue;
            }
            (None, '&') if characters.peek() == Some(&'&') => {
                characters.next();
                plain.push_str(&format!(" {END} "));
                continue;
            }
            (None | Some('"'), '\\') => {
                plain.push(character);
                plain.extend(characters.next());
                continue;
            }
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        plain.push(character);
    }
    Some(plain)
}

/// The text up to the closing quote, with its escapes decoded.
fn ansi(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        let character = characters.next()?;
        if character == '\'' {
            return Some(text);
        }
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next()? {
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'x' => text.extend(number(characters, 2, 16)),
            'u' => text.extend(number(characters, 4, 16)),
            'U' => text.extend(number(characters, 8, 16)),
            other => text.push(other),
        }
    }
}

fn number(
    characters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    most: usize,
    radix: u32,
) -> Option<char> {
    let mut value = 0;
    for _ in 0..most {
        let Some(digit) = characters.peek().and_then(|c| c.to_digit(radix)) else { break };
        value = value * radix + digit;
        characters.next();
    }
    char::from_u32(value)
}
