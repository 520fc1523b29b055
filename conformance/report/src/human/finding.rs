//! One finding as text: the violation, its location in the document, the response, and how to reproduce it.

use std::io::{self, Write};

use crate::styles::{BOLD, DIM, RED, YELLOW};
use conformance_core::finding::{Finding, Folded, RedactedResponse, SpecPlace};

/// The most merged case ids that are named.
const MOST_IDS: usize = 3;
/// The longest body that is shown, in characters.
const LONGEST_BODY: usize = 300;

pub(super) fn write(writer: &mut dyn Write, folded: &Folded) -> io::Result<()> {
    let finding = &folded.finding;
    let style = if finding.fails() { RED } else { YELLOW };
    writeln!(writer)?;
    writeln!(
        writer,
        "{style}{}[{}]{style:#}{BOLD}: {}{BOLD:#}",
        finding.severity, finding.check, finding.title
    )?;
    place(writer, &finding.spec)?;
    let mut row =
        |name: &str, text: &str| writeln!(writer, "  {BOLD}{name:<9}{BOLD:#}{}", on_a_line(text));
    row("case", &finding.case)?;
    row("expected", &finding.expected)?;
    row("actual", &finding.actual)?;
    if let Some(response) = &finding.response {
        row("response", &response_text(response))?;
    }
    row("clause", finding.clause)?;
    if let Some(provenance) = &finding.provenance {
        row("recorded", provenance)?;
    }
    // Not redrawn on one line, since it is to be copied.
    writeln!(writer, "  {BOLD}{:<9}{BOLD:#}{}", "try", finding.curl)?;
    let mut row =
        |name: &str, text: &str| writeln!(writer, "  {BOLD}{name:<9}{BOLD:#}{}", on_a_line(text));
    row("help", finding.help)?;
    if !folded.also.is_empty() {
        row("also", &also(&folded.also))?;
    }
    Ok(())
}

/// A finding of severity `info`, in two lines.
pub(super) fn note(writer: &mut dyn Write, folded: &Folded) -> io::Result<()> {
    let finding = &folded.finding;
    let SpecPlace { file, line, column, .. } = &finding.spec;
    let cases = several(&finding.case, folded.also.len());
    writeln!(
        writer,
        "{BOLD}{}[{}]{BOLD:#}: {}; expected {}\n  {DIM}{file}:{line}:{column}  {cases}{DIM:#}",
        finding.severity, finding.check, finding.actual, finding.expected
    )
}

/// The same without style or merged cases, for other reports.
pub(crate) fn plain(finding: &Finding) -> String {
    let spec = &finding.spec;
    let mut lines = vec![
        format!("{}[{}]: {}", finding.severity, finding.check, finding.title),
        format!("{}:{}:{}: {}", spec.file, spec.line, spec.column, spec.text.trim()),
        format!("expected: {}", finding.expected),
        format!("actual: {}", finding.actual),
    ];
    lines.extend(
        finding.response.as_ref().map(|response| format!("response: {}", response_text(response))),
    );
    lines.push(format!("clause: {}", finding.clause));
    lines.push(format!("try: {}", finding.curl));
    lines.push(format!("help: {}", finding.help));
    lines.join("\n") + "\n"
}

/// The line of the document with the location underlined.
fn place(writer: &mut dyn Write, spec: &SpecPlace) -> io::Result<()> {
    let gutter = spec.line.to_string().len();
    writeln!(writer, "{:gutter$}{DIM}-->{DIM:#} {}:{}:{}", "", spec.file, spec.line, spec.column)?;
    let text = spec.text.trim_start();
    let cut = spec.text.chars().count() - text.chars().count();
    let indent = spec.column.saturating_sub(1).saturating_sub(cut);
    writeln!(writer, "{DIM}{} |{DIM:#} {text}", spec.line)?;
    writeln!(
        writer,
        "{:gutter$} {DIM}|{DIM:#} {:indent$}{RED}{}{RED:#}",
        "",
        "",
        "^".repeat(spec.width)
    )
}

fn response_text(response: &RedactedResponse) -> String {
    let content_type =
        response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let content_type = content_type.map(|(_, value)| format!(" {value}")).unwrap_or_default();
    let body = conformance_core::excerpt::excerpt(response.body.as_bytes(), LONGEST_BODY);
    let body = on_a_line(&body);
    let body = if body.is_empty() { "no body".to_owned() } else { body };
    format!("{}{content_type}: {body}", response.status)
}

/// Text of a target without control characters and line breaks, which a log might interpret as a command.
fn on_a_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A case, and the number of the others.
pub(super) fn several(first: &str, others: usize) -> String {
    match others {
        0 => first.to_owned(),
        others => format!("{first} and {others} more"),
    }
}

fn also(ids: &[String]) -> String {
    let named = ids.iter().take(MOST_IDS).map(String::as_str).collect::<Vec<_>>().join(", ");
    match ids.len() {
        count if count > MOST_IDS => format!("{named} and {} more cases", count - MOST_IDS),
        _ => named,
    }
}
