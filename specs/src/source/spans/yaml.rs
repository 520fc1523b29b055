//! Spans of a YAML text, from the events of saphyr's marked parser. It counts in characters;
//! this crate in bytes.

use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::{Builder, Children};

/// How many characters there are between two entries of the table.
const STRIDE: usize = 64;

/// Reads as far as the text can be read.
pub(super) fn scan(text: &str, builder: &mut Builder) {
    let bytes = ByteOffsets::new(text);
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let span = bytes.range(span);
        match event {
            Event::Scalar(text, _, anchor, _) => builder.scalar(&text, anchor, span),
            Event::Alias(anchor) => builder.alias(anchor, span),
            Event::MappingStart(anchor, _) => {
                builder.begin(Children::Object(Vec::new()), anchor, span);
            }
            Event::SequenceStart(anchor, _) => {
                builder.begin(Children::Array(Vec::new()), anchor, span);
            }
            Event::MappingEnd | Event::SequenceEnd => builder.end(),
            _ => {}
        }
    }
}

/// From saphyr's offsets in characters to offsets in bytes.
struct ByteOffsets<'a> {
    text: &'a str,
    /// The byte at which every [`STRIDE`]th character begins; empty where all are ASCII.
    table: Vec<usize>,
}

impl<'a> ByteOffsets<'a> {
    fn new(text: &'a str) -> Self {
        let table = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect()
        };
        Self { text, table }
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }

    fn byte(&self, character: usize) -> usize {
        if self.table.is_empty() {
            return character.min(self.text.len());
        }
        let Some(start) = self.table.get(character / STRIDE) else {
            return self.text.len();
        };
        self.text[*start..]
            .char_indices()
            .nth(character % STRIDE)
            .map_or(self.text.len(), |(at, _)| start + at)
    }
}
