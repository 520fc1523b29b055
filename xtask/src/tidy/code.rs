//! Rust text with its comments and literals blanked, so that every word in it is code. No parser.

/// The same text, character for character, with spaces in place of comments and of string and
/// character literals. Line ends stay.
pub(super) fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_word = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        match blank_length(rest, after_word) {
            0 => code.push(first),
            length => {
                let blanked = rest[..length].chars();
                code.extend(blanked.map(|c| if c == '\n' { '\n' } else { ' ' }));
                rest = &rest[length..];
                continue;
            }
        }
        rest = &rest[first.len_utf8()..];
    }
    code
}

/// How many bytes from the start on are a comment or a literal; 0 where code begins.
fn blank_length(rest: &str, after_word: bool) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(body) = rest.strip_prefix('"') {
        return 1 + string_end(body, '"');
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if after_word { 0 } else { raw_string(rest).unwrap_or(0) }
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let tail = &rest.as_bytes()[at..];
        let step = match tail {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                2
            }
            _ => 1,
        };
        at += step;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The bytes up to and with the closing quote.
fn string_end(body: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    body.len()
}

/// A character literal, as against a lifetime or a label.
fn character(rest: &str) -> usize {
    let mut body = rest.chars().skip(1);
    match (body.next(), body.next()) {
        (Some('\\'), _) => 1 + string_end(&rest[1..], '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 0,
    }
}

/// `r"…"`, `r#"…"#` and the same with `b` or `c`.
fn raw_string(rest: &str) -> Option<usize> {
    let start = ["br", "cr", "r"].into_iter().find(|start| rest.starts_with(start))?;
    let hashes = rest[start.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let open = start.len() + hashes + 1;
    rest[..rest.len().min(open)].ends_with('"').then_some(())?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(rest[open..].find(&close).map_or(rest.len(), |at| open + at + close.len()))
}

/// Whether a text contains a word, not only as a part of another.
pub(super) fn contains_word(text: &str, word: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let open = word.starts_with(in_word) && before.ends_with(in_word);
        let runs_on = word.ends_with(in_word) && after.starts_with(in_word);
        !open && !runs_on
    })
}

#[cfg(test)]
mod tests {
    use super::{code, contains_word};

    #[test]
    fn comments_and_literals_are_blanked() {
        let cases = [
            ("a // b", "a     "),
            ("a /* b /* c */ d */ e", "a                   e"),
            ("f(\"b\\\" c\", d)", "f(       , d)"),
            ("f(r#\"b\" c\"#, d)", "f(         , d)"),
            ("f(br\"b\", d)", "f(     , d)"),
            ("var\"b\"", "var   "),
            ("&'a str", "&'a str"),
            ("'outer: loop", "'outer: loop"),
            ("f('\"', b)", "f(   , b)"),
            ("f('\\'', b)", "f(    , b)"),
            ("\"b\nc\" d", "  \n   d"),
            ("\"never closed", "             "),
            ("/* never closed", "               "),
        ];
        for (text, blanked) in cases {
            assert_eq!(code(text), blanked, "{text}");
        }
    }

    #[test]
    fn words_are_whole_words() {
        assert!(contains_word("use serde_yaml::Value;", "serde_yaml"));
        assert!(!contains_word("use my_serde_yaml;", "serde_yaml"));
        assert!(!contains_word("serde_yaml2", "serde_yaml"));
    }
}
