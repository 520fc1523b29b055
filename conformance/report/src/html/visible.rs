//! Text with visible characters only: one that moves a cursor, changes the text direction or has no width is
//! replaced by its name.

/// The text with a replacement for each invisible character.
pub(super) fn visible(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => written.push(character),
            // The symbols for control characters have the order of the characters.
            '\0'..='\u{1f}' => {
                let picture = char::from_u32(0x2400 + character as u32);
                written.push(picture.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            '\u{7f}' => written.push('\u{2421}'),
            character if is_hidden(character) => {
                written.push_str(&format!("⟨U+{:04X}⟩", character as u32));
            }
            character => written.push(character),
        }
    }
    written
}

/// C1 controls, and characters that change direction, end lines or have no width (Unicode TR36, TR9).
fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_cannot_be_seen_is_named() {
        assert_eq!(visible("a\0b\u{1b}[31m\r\nc"), "a␀b␛[31m␍\nc");
        assert_eq!(visible("a\u{202e}b\u{2028}c"), "a⟨U+202E⟩b⟨U+2028⟩c");
        assert_eq!(visible("שלום, <b>ü</b>"), "שלום, <b>ü</b>");
    }
}
