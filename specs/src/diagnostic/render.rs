//! Diagnostics as text for people, through miette.

use std::fmt::{self, Write as _};

use indexmap::IndexMap;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::{Diagnostic, Diagnostics, Outcome, Related};
use crate::{Location, Source};

/// Bytes of text that are shown around a location, where its lines are longer than that.
const WINDOW: usize = 160;

/// The largest snippet of whole lines, in bytes.
const SNIPPET: usize = 4_000;

/// Lines of further diagnostics that are listed.
const LISTED: usize = 12;

pub(super) fn render(diagnostics: &Diagnostics, color: bool) -> String {
    let mut page = Page::new(diagnostics, color);
    diagnostics.iter().for_each(|diagnostic| page.block(diagnostic));
    page.text
}

pub(super) fn render_brief(diagnostics: &Diagnostics, color: bool) -> String {
    let mut kinds: IndexMap<_, Vec<&Diagnostic>> = IndexMap::new();
    for one in diagnostics {
        let kind = (diagnostics.source_of(one).name(), one.code, one.outcome);
        kinds.entry(kind).or_default().push(one);
    }
    let mut page = Page::new(diagnostics, color);
    for found in kinds.values() {
        if let [first, others @ ..] = found.as_slice() {
            page.block(first);
            page.count(others);
        }
    }
    page.text
}

/// Blocks, one after the other.
struct Page<'a> {
    diagnostics: &'a Diagnostics,
    handler: GraphicalReportHandler,
    text: String,
}

impl<'a> Page<'a> {
    fn new(diagnostics: &'a Diagnostics, color: bool) -> Self {
        let theme =
            if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme);
        let handler = handler.with_links(false).with_wrap_lines(false);
        Self { diagnostics, handler, text: String::new() }
    }

    fn block(&mut self, diagnostic: &Diagnostic) {
        let report = Report {
            diagnostic,
            snippet: Snippet(self.diagnostics.source_of(diagnostic)),
            elsewhere: elsewhere(self.diagnostics.source(), diagnostic),
        };
        // Writing to a string cannot fail, and `Snippet` always has something to show.
        let _ = self.handler.render_report(&mut self.text, &report);
        self.text.push('\n');
    }

    /// Those of one kind, after the first.
    fn count(&mut self, others: &[&Diagnostic]) {
        let Some(first) = others.first() else { return };
        let lines = others.iter().take(LISTED);
        let lines: Vec<String> =
            lines.filter_map(|one| Some(one.location?.line.to_string())).collect();
        let more = if others.len() > LISTED { ", …" } else { "" };
        let (count, code, outcome) = (others.len(), first.code, first.outcome.as_str());
        let name = if lines.len() == 1 { "line" } else { "lines" };
        let lines = lines.join(", ");
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.text,
            "  and {count} more of `{code}` ({outcome}), at {name} {lines}{more}\n"
        );
    }
}

/// One diagnostic, as miette renders it.
struct Report<'a> {
    diagnostic: &'a Diagnostic,
    snippet: Snippet<'a>,
    /// The related location, where it is in another file.
    elsewhere: Option<String>,
}

/// The related location of a diagnostic as text, where it is in another file than the diagnostic.
fn elsewhere(source: &Source, diagnostic: &Diagnostic) -> Option<String> {
    let Related { location, label } = diagnostic.related.as_ref()?;
    if diagnostic.location.is_some_and(|here| here.file == location.file) {
        return None;
    }
    let name = source.file(location.file).name();
    Some(format!("{name}:{}:{}: {label}", location.line, location.column))
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.diagnostic, f)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Diagnostic { code, outcome, .. } = self.diagnostic;
        Some(match outcome {
            Outcome::Fatal => Box::new(code),
            Outcome::Lost | Outcome::Repaired => Box::new(format!("{}: {code}", outcome.as_str())),
        })
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.outcome {
            Outcome::Fatal | Outcome::Lost => miette::Severity::Error,
            Outcome::Repaired => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = &self.diagnostic.help;
        if let Some(elsewhere) = &self.elsewhere {
            return Some(Box::new(format!("{help}\n{elsewhere}")));
        }
        (!help.is_empty()).then(|| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let location = self.diagnostic.location?;
        let span = |location| self.snippet.span(location);
        let here = LabeledSpan::new_primary_with_span(Some("here".to_owned()), span(location));
        let related = self.diagnostic.related.as_ref().filter(|_| self.elsewhere.is_none());
        let related = related.map(|related| {
            LabeledSpan::new_with_span(Some(related.label.clone()), span(related.location))
        });
        Some(Box::new(std::iter::once(here).chain(related)))
    }
}

/// Lines around a span; a window where they are too long to show.
struct Snippet<'a>(&'a Source);

impl Snippet<'_> {
    /// The bytes of a location, up to the end of its first line.
    fn span(&self, location: Location) -> SourceSpan {
        let text = &self.0.text()[location.offset..location.offset + location.length];
        (location.offset, text.lines().next().map_or(0, str::len)).into()
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (text, lines) = (self.0.text(), self.0.lines());
        let end = (span.offset() + span.len()).min(text.len());
        let line_of = |offset: usize| lines.partition_point(|start| *start <= offset) - 1;
        let first = line_of(span.offset()).saturating_sub(before);
        let last = line_of(end) + after;
        let mut start = lines[first];
        let mut stop = lines.get(last + 1).copied().unwrap_or(text.len());
        let (mut line, mut column) = (first, 0);
        if before == 0 {
            // The heading needs the location itself.
            line = line_of(span.offset());
            start = span.offset();
            column = text[lines[line]..start].chars().count();
        }
        if before > 0 && stop - start > SNIPPET {
            line = line_of(span.offset());
            let window = start_of_window(text, lines[line], span.offset());
            column = text[lines[line]..window].chars().count();
            start = window;
            stop = end_of_window(text, end);
        }
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.name().to_owned(),
            &text.as_bytes()[start..stop],
            (start, stop - start).into(),
            line,
            column,
            last.min(lines.len()) - first,
        )))
    }
}

fn start_of_window(text: &str, line: usize, offset: usize) -> usize {
    let mut start = offset.saturating_sub(WINDOW).max(line);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start
}

fn end_of_window(text: &str, end: usize) -> usize {
    let mut stop = (end + WINDOW).min(text.len());
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    text[end..stop].find('\n').map_or(stop, |at| end + at)
}
