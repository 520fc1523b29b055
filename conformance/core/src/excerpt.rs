//! The beginning of a body, as reports show it.

/// The beginning of a body as text.
pub fn excerpt(content: &[u8], longest: usize) -> String {
    let text = String::from_utf8_lossy(content);
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}
