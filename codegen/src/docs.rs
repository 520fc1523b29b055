//! The document's descriptions as doc comments without warnings of rustdoc.

use proc_macro2::TokenStream;
use quote::quote;

/// Doc attributes for a text; for `fallback` if there is none.
pub fn docs(text: Option<&str>, fallback: &str) -> TokenStream {
    let text = text.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(fallback);
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// Doc attributes of the enclosing module.
pub fn inner_docs(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#![doc = #lines])*)
}

/// Doc attributes for a summary and a description.
pub fn docs_of(summary: Option<&str>, description: Option<&str>, fallback: &str) -> TokenStream {
    docs(Some(&paragraphs(&[summary, description])), fallback)
}

/// The texts that are not empty, each a paragraph.
pub fn paragraphs(texts: &[Option<&str>]) -> String {
    let texts = texts.iter().flatten().map(|text| text.trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn lines(text: &str) -> Vec<String> {
    let cleaned = clean(text);
    let lines = cleaned.lines().map(str::trim_end);
    lines.map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}

/// Escapes text that rustdoc would parse as a link or as HTML, and links bare URLs. Code is unchanged.
fn clean(text: &str) -> String {
    // A doc comment cannot contain a bare carriage return.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out: Vec<String> = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut fence = None;
    for line in text.lines() {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (Some(_), None) => out.push(line.replace('\t', " ")),
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                out.push("```".to_owned());
            }
            (Some(_), Some(_)) => out.push(line.to_owned()),
            (None, Some(mark)) => {
                out.extend(prose(&std::mem::take(&mut paragraph)));
                out.push(opening(line, mark));
                fence = Some(mark);
            }
            (None, None) if line.trim().is_empty() => {
                out.extend(prose(&std::mem::take(&mut paragraph)));
                out.push(String::new());
            }
            (None, None) => paragraph.push(line),
        }
    }
    out.extend(prose(&paragraph));
    out.extend(fence.map(|_| "```".to_owned()));
    out.join("\n")
}

/// The first line of a code block. Rustdoc would run one without a language as Rust.
fn opening(line: &str, mark: &str) -> String {
    let language = line.trim_start().trim_start_matches(mark).trim();
    let foreign = !language.is_empty() && language.chars().all(char::is_alphanumeric);
    let language = if foreign && language != "rust" { language } else { "text" };
    format!("```{language}")
}

/// The lines of a paragraph, in which code spans end.
fn prose(lines: &[&str]) -> Vec<String> {
    let mut text = lines.join("\n");
    if text.matches('`').count() % 2 == 1 {
        text = text.replace('`', "'");
    }
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        // Every second piece is between backticks.
        match index % 2 {
            1 => out.push_str(piece),
            _ => clean_prose(piece, &mut out),
        }
    }
    // Four blanks would make a line a code block, which rustdoc would compile as a test.
    let lines = out.lines().map(|line| match line.trim_start() {
        rest if line.len() - rest.len() >= 4 => format!("   {rest}"),
        _ => line.replace('\t', " "),
    });
    lines.collect()
}

fn clean_prose(piece: &str, out: &mut String) {
    for word in piece.split_inclusive([' ', '\n']) {
        let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min();
        let (before, rest) = word.split_at(start.unwrap_or(word.len()));
        escape(before, out);
        let closes = |sign: char| sign.is_whitespace() || "<>[]()\"'".contains(sign);
        let (url, after) = rest.split_at(rest.find(closes).unwrap_or(rest.len()));
        let end = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        if !end.is_empty() {
            out.push_str(&format!("<{end}>{}", &url[end.len()..]));
        }
        escape(after, out);
    }
}

fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        if matches!(sign, '<' | '>' | '[' | ']') {
            out.push('\\');
        }
        out.push(sign);
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
            ("(https://example.com/a)\nb", "(<https://example.com/a>)\nb"),
            ("https://example.com/a\n\nb", "<https://example.com/a>\n\nb"),
            ("[a](https://example.com/a)", r"\[a\](<https://example.com/a>)"),
            ("```\n<a>\n```", "```text\n<a>\n```"),
            ("```json\n[1]\n```\n<b>", "```json\n[1]\n```\n\\<b\\>"),
            ("~~~\nfn a() {}\n~~~", "```text\nfn a() {}\n```"),
            ("```\nnever closed", "```text\nnever closed\n```"),
            ("an unpaired ` tick <a>\n\n`<b>`", "an unpaired ' tick \\<a\\>\n\n`<b>`"),
            ("    indented", "   indented"),
        ];
        for (text, cleaned) in cases {
            assert_eq!(clean(text), cleaned);
        }
    }
}
