//! Globs of JSON Pointers and of paths, as the conformance suite has them for ids.

/// Whether the whole text matches; `*` stands for any text, slashes included.
pub(super) fn matches(glob: &str, text: &str) -> bool {
    let mut parts = glob.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    // The earliest occurrence of each part leaves the most for those after it.
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs_match_whole_texts() {
        let pointer = "/paths/~1a~1{id}/get/parameters/0";
        let matching = ["*", "/paths/*", "*/parameters/*", "/paths/*/get/*/0", "**0", pointer];
        for glob in matching {
            assert!(matches(glob, pointer), "{glob}");
        }
        for glob in ["", "/paths", "*/parameters", "/paths/*/post/*", "*/get/*/parameters/0", "?*"]
        {
            assert!(!matches(glob, pointer), "{glob}");
        }
        assert!(!matches("ab*b", "ab") && matches("a*b*", "ab") && matches("", ""));
    }
}
