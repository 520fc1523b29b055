//! Globs, as the command line and configuration use them for ids.

/// Whether the text matches; `*` stands for any text, `?` for one character.
pub fn matches(glob: &str, text: &str) -> bool {
    let (glob, text): (Vec<char>, Vec<char>) = (glob.chars().collect(), text.chars().collect());
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        if glob.get(at).is_some_and(|sign| *sign == '?' || (*sign == text[from] && *sign != '*')) {
            (at, from) = (at + 1, from + 1);
        } else if glob.get(at) == Some(&'*') {
            star = Some((at, from));
            at += 1;
        } else if let Some((sign, begun)) = star {
            star = Some((sign, begun + 1));
            (at, from) = (sign + 1, begun + 1);
        } else {
            return false;
        }
    }
    glob[at..].iter().all(|sign| *sign == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs_match_whole_ids() {
        let id = "nomba/synthetic/revoke/invalid-body-missing";
        for glob in
            ["*", "nomba/*", "*/invalid-*", "nomba/synthetic/revoke/invalid-body-missin?", id]
        {
            assert!(matches(glob, id), "{glob}");
        }
        for glob in ["", "nomba", "*/valid-*", "moov/*", "nomba/synthetic/revoke/?"] {
            assert!(!matches(glob, id), "{glob}");
        }
    }
}
