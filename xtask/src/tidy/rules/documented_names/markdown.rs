//! Code spans and links of a Markdown text, but for those in fenced code blocks. No parser.

/// A part of a text, and its line from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span<'a> {
    pub(super) text: &'a str,
    pub(super) line: usize,
}

/// What is in backticks.
pub(super) fn spans(text: &str) -> Vec<Span<'_>> {
    prose(text)
        .flat_map(|(line, content)| {
            let parts = content.split('`').skip(1).step_by(2);
            parts.map(move |text| Span { text, line })
        })
        .filter(|span| !span.text.is_empty())
        .collect()
}

/// The targets of links and images, as they are written.
pub(super) fn links(text: &str) -> Vec<Span<'_>> {
    prose(text)
        .flat_map(|(line, content)| {
            let targets = content.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            targets.map(move |text| Span { text, line })
        })
        .collect()
}

/// The lines outside of fenced code blocks, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().zip(1..).filter_map(move |(content, line)| {
        let fence = content.trim_start().starts_with("```");
        fenced ^= fence;
        (!fence && !fenced).then_some((line, content))
    })
}

#[cfg(test)]
mod tests {
    use super::{links, spans};

    #[test]
    fn spans_and_links_are_found_outside_of_code_blocks() {
        let text = "a `b c` d `e`\n```sh\n`f` [g](h)\n```\n[`i`](j.md) ![k](l \"m\")";
        let found: Vec<_> = spans(text).iter().map(|span| (span.line, span.text)).collect();
        assert_eq!(found, [(1, "b c"), (1, "e"), (5, "i")]);
        let found: Vec<_> = links(text).iter().map(|span| (span.line, span.text)).collect();
        assert_eq!(found, [(5, "j.md"), (5, "l \"m\"")]);
    }
}
