//! URI references against the URI or the path of the text that they are in (RFC 3986 §5). A text that was
//! read from a file has the path of the file, with slashes, instead of a URI.

use percent_encoding::percent_decode_str;

/// The URI or path that a reference without a fragment refers to; `None` where the base has no
/// hierarchy, or the reference is not percent-encoded UTF-8.
pub(crate) fn resolve(base: &str, reference: &str) -> Option<String> {
    if reference.is_empty() {
        return Some(base.to_owned());
    }
    if let Some(path) = reference.strip_prefix("file://") {
        return local("", path);
    }
    if has_scheme(reference) {
        return Some(absolute(reference));
    }
    let Some((scheme, rest)) = base.split_once(':').filter(|_| has_scheme(base)) else {
        // A host without a scheme is no folder.
        let is_host = reference.starts_with("//");
        return if is_host { Some(format!("https:{reference}")) } else { local(base, reference) };
    };
    if reference.starts_with("//") {
        return Some(absolute(&format!("{scheme}:{reference}")));
    }
    let after = rest.strip_prefix("//")?;
    let (authority, path) = after.split_at(after.find(['/', '?']).unwrap_or(after.len()));
    let path = path.split('?').next().unwrap_or_default();
    let merged = if reference.starts_with('/') {
        reference.to_owned()
    } else if reference.starts_with('?') {
        format!("{path}{reference}")
    } else {
        format!("{}/{reference}", path.rsplit_once('/').map_or("", |(folder, _)| folder))
    };
    Some(absolute(&format!("{scheme}://{authority}{merged}")))
}

/// Whether a text is a URI and no path: RFC 3986 §3.1. A scheme of one letter is the drive of a path.
pub(crate) fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_part)
}

/// The path of a file, by one that is relative to another file.
fn local(base: &str, reference: &str) -> Option<String> {
    let decoded = percent_decode_str(reference).decode_utf8().ok()?;
    if decoded.starts_with('/') {
        return Some(without_dots(&decoded));
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let separator = if base.contains('/') { "/" } else { "" };
    Some(without_dots(&format!("{folder}{separator}{decoded}")))
}

/// A URI without dot segments in its path.
fn absolute(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return uri.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    format!("{scheme}://{authority}{}{query}", without_dots(path))
}

/// A path without dot segments, apart from those at the beginning of a relative one that lead upwards.
pub(crate) fn without_dots(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
        match (segment, kept.last()) {
            ("..", Some(&last)) if last != ".." => _ = kept.pop(),
            ("..", _) if is_absolute => {}
            _ => kept.push(segment),
        }
    }
    let slash = if path.ends_with('/') && !kept.is_empty() { "/" } else { "" };
    format!("{}{}{slash}", if is_absolute { "/" } else { "" }, kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_against_paths() {
        for (base, reference, expected) in [
            ("a/b.yaml", "", "a/b.yaml"),
            ("a/b.yaml", "./c%20d.yaml", "a/c d.yaml"),
            ("a/b.yaml", "../../c.yaml", "../c.yaml"),
            ("../b.yaml", "x/../../c.yaml", "../../c.yaml"),
            ("b.yaml", "c/d.yaml", "c/d.yaml"),
            ("/a/b.yaml", "../../../c.yaml", "/c.yaml"),
            ("/b.yaml", "c.yaml", "/c.yaml"),
            ("a/b.yaml", "/c.yaml", "/c.yaml"),
            ("a/b.yaml", "file:///c/d.yaml", "/c/d.yaml"),
            ("a/b.yaml", "https://h.test/x/../y.json", "https://h.test/y.json"),
            ("a/b.yaml", "urn:x:y", "urn:x:y"),
            ("a/b.yaml", "//h.test/x", "https://h.test/x"),
        ] {
            assert_eq!(resolve(base, reference).as_deref(), Some(expected), "{base} {reference}");
        }
    }

    #[test]
    fn references_are_resolved_against_uris() {
        let base = "https://h.test/a/b.json?q";
        for (reference, expected) in [
            ("", base),
            ("c.json", "https://h.test/a/c.json"),
            ("../../c", "https://h.test/c"),
            ("/c?d=/../e", "https://h.test/c?d=/../e"),
            ("?d", "https://h.test/a/b.json?d"),
            ("//i.test/c", "https://i.test/c"),
        ] {
            assert_eq!(resolve(base, reference).as_deref(), Some(expected), "{reference}");
        }
        assert_eq!(resolve("https://h.test", "c").as_deref(), Some("https://h.test/c"));
        assert_eq!(resolve("urn:x:y", "c"), None);
        assert_eq!(resolve("urn:x:y", "").as_deref(), Some("urn:x:y"));
    }
}
