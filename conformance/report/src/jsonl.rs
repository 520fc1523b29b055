//! JSON Lines: one event a line, as it happens. The JSON Schema of a line is `docs/event.schema.json`.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Form, Goes, Reporter};
use conformance_core::event::Event;

/// The form for the command line.
pub(super) const FORM: Form = Form {
    name: "jsonl",
    about: "one event a line, as it happens",
    goes: Goes::Stream,
    make: |writer, _| Box::new(Jsonl::new(writer)),
};

/// The version of the format. It changes with incompatible changes only.
const VERSION: u32 = 1;

/// Writes each event as it happens.
pub struct Jsonl {
    writer: Box<dyn Write>,
    line: Vec<u8>,
}

/// An event of a run of the conformance suite.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "conformance event")]
struct Line<'a> {
    /// The version of this format. It changes with incompatible changes only; properties may be added without.
    #[schemars(extend("const" = VERSION))]
    form: u32,
    #[serde(flatten)]
    event: &'a Event,
}

impl Jsonl {
    /// Writes to this writer, line by line.
    pub fn new(writer: Box<dyn Write>) -> Self {
        Self { writer, line: Vec::new() }
    }
}

impl Reporter for Jsonl {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, &Line { form: VERSION, event })?;
        self.line.push(b'\n');
        // In one write, so that a concurrent reader never sees a part of a line.
        self.writer.write_all(&self.line)?;
        self.writer.flush()
    }
}

/// The JSON Schema of a line, derived from the types that are serialized.
pub fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Line<'_>>().into()
}
