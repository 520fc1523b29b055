//! Translation of regular expressions of documents (ECMA-262) for the crate `regex`.

/// The pattern in the syntax of `regex`; `None` if it uses what a linear-time engine lacks.
pub fn translate(pattern: &str) -> Option<String> {
    let mut translated = String::with_capacity(pattern.len());
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            translated.push(sign);
            continue;
        }
        // ECMA-262's classes are ASCII; those of `regex` are Unicode.
        match signs.next()? {
            'd' => translated.push_str("[0-9]"),
            'D' => translated.push_str("[^0-9]"),
            'w' => translated.push_str("[A-Za-z0-9_]"),
            'W' => translated.push_str("[^A-Za-z0-9_]"),
            '/' => translated.push('/'),
            other => translated.extend(['\\', other]),
        }
    }
    regex::Regex::new(&translated).ok()?;
    Some(translated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_keep_their_meaning() {
        let translated = translate(r"^[\d-]+\/\w$").expect("a plain pattern");
        let regex = regex::Regex::new(&translated).expect("it was tried");
        assert!(regex.is_match("1-2/a") && !regex.is_match("٣/a"));
        assert_eq!(translate("(?=a)"), None);
    }
}
