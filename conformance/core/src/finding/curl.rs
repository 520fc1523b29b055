//! A request as a command line that can be pasted into a POSIX shell.

use crate::exchange::RedactedRequest;

/// The command. `$NAME` in the request becomes a shell variable; everything else is quoted.
pub fn curl(request: &RedactedRequest) -> String {
    let mut command = format!("curl -sS -i -X {} {}", request.method, quote(&request.url));
    for (name, value) in &request.headers {
        if name.eq_ignore_ascii_case("accept") && value == "*/*" {
            continue;
        }
        // curl sends `Name;` as a field without a value.
        let field = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        command.push_str(&format!(" -H {}", quote(&field)));
    }
    if let Some(body) = &request.body {
        command.push_str(&format!(" --data-raw {}", quote(body)));
    }
    command
}

/// Single quotes around text, double quotes around variables.
fn quote(text: &str) -> String {
    let mut quoted = String::new();
    let mut rest = text;
    while let Some((start, end)) = next_variable(rest) {
        push_plain(&mut quoted, &rest[..start]);
        quoted.push_str(&format!("\"{}\"", &rest[start..end]));
        rest = &rest[end..];
    }
    push_plain(&mut quoted, rest);
    if quoted.is_empty() { "''".to_owned() } else { quoted }
}

fn push_plain(quoted: &mut String, text: &str) {
    if !text.is_empty() {
        quoted.push_str(&format!("'{}'", text.replace('\'', r"'\''")));
    }
}

/// The bytes of the next `$NAME` in capitals.
fn next_variable(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text[from..].find('$') {
        let start = from + found;
        let name: usize = text[start + 1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
            .count();
        if name > 1 && text.as_bytes()[start + 1].is_ascii_uppercase() {
            return Some((start, start + 1 + name));
        }
        from = start + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_and_variables_are_not() {
        assert_eq!(quote("it's"), r"'it'\''s'");
        assert_eq!(quote("Bearer $BEARER_AUTH"), "'Bearer '\"$BEARER_AUTH\"");
        assert_eq!(quote("$BEARER_AUTH"), "\"$BEARER_AUTH\"");
        assert_eq!(quote("costs $5 and $x"), "'costs $5 and $x'");
        assert_eq!(quote(""), "''");
    }
}
