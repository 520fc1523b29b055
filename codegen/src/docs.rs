//! The document's descriptions as doc comments that rustdoc takes without a warning.

use proc_macro2::TokenStream;
use quote::quote;

/// Doc attributes for a text; for `fallback` where there is none.
pub fn docs(text: Option<&str>, fallback: &str) -> TokenStream {
    let text = text.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(fallback);
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// Doc attributes of the module that they stand in.
pub fn inner_docs(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#![doc = #lines])*)
}

/// Doc attributes for a summary and a description.
pub fn docs_of(summary: Option<&str>, description: Option<&str>, fallback: &str) -> TokenStream {
    docs(Some(&paragraphs(&[summary, description])), fallback)
}

/// The texts that say something, each a paragraph.
pub fn paragraphs(texts: &[Option<&str>]) -> String {
    let texts = texts.iter().flatten().map(|text| text.trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn lines(text: &str) -> Vec<String> {
    let cleaned = clean(text);
    let lines = cleaned.lines().map(str::trim_end);
    lines.map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}

/// Escapes what rustdoc would read as a link or as HTML, and links bare URLs. Code spans stay.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        // Every second piece stands between backticks; an unpaired one is escaped below.
        if index % 2 == 1 {
            out.push_str(piece);
        } else {
            clean_prose(piece, &mut out);
        }
    }
    if text.matches('`').count() % 2 == 1 {
        out = out.replace('`', "'");
    }
    // Four blanks would make a line a code block, which rustdoc would compile as a test.
    let lines = out.lines().map(|line| match line.trim_start() {
        rest if line.len() - rest.len() >= 4 => format!("   {rest}"),
        _ => line.replace('\t', " "),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn clean_prose(piece: &str, out: &mut String) {
    for (index, word) in piece.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let is_url = (word.starts_with("https://") || word.starts_with("http://"))
            && !word.contains(['<', '>', '[', ']', '(', ')', '\n']);
        if is_url {
            let end = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            out.push_str(&format!("<{end}>{}", &word[end.len()..]));
        } else {
            for sign in word.chars() {
                if matches!(sign, '<' | '>' | '[' | ']') {
                    out.push('\\');
                }
                out.push(sign);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_safe_for_rustdoc() {
        let cases = [
            ("a <b> [c]", r"a \<b\> \[c\]"),
            ("code `<T>` stays", "code `<T>` stays"),
            ("see https://example.com/a.", "see <https://example.com/a>."),
            ("an unpaired ` tick", "an unpaired ' tick"),
            ("    indented", "   indented"),
        ];
        for (text, cleaned) in cases {
            assert_eq!(clean(text), cleaned);
        }
    }
}
