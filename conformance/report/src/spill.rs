//! Rows that are not kept in memory: beyond a limit they are in a temporary file until the report
//! is written.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use tempfile::SpooledTempFile;

/// The most bytes in memory.
const IN_MEMORY: usize = 1024 * 1024;

/// Rows of JSON, one a line, which are written as an array.
pub(super) struct Spill<T> {
    lines: RefCell<SpooledTempFile>,
    line: Vec<u8>,
    count: usize,
    row: PhantomData<fn(T)>,
}

impl<T> Default for Spill<T> {
    fn default() -> Self {
        let lines = RefCell::new(SpooledTempFile::new(IN_MEMORY));
        Self { lines, line: Vec::new(), count: 0, row: PhantomData }
    }
}

impl<T: Serialize> Spill<T> {
    /// Adds a row.
    pub(super) fn push(&mut self, row: &T) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, row)?;
        self.line.push(b'\n');
        self.count += 1;
        self.lines.get_mut().write_all(&self.line)
    }
}

impl<T> Spill<T> {
    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Passes the JSON of each row to a function, in order.
    pub(super) fn each<E: From<io::Error>>(
        &self,
        mut look: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut lines = self.lines.borrow_mut();
        lines.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::new(&mut *lines);
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 {
            look(line.trim_end_matches('\n'))?;
            line.clear();
        }
        Ok(())
    }
}

/// The errors of a pass over the rows: of the file, or of the function.
enum Failure<E> {
    File(io::Error),
    Writer(E),
}

impl<E> From<io::Error> for Failure<E> {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl<T> Serialize for Spill<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.count))?;
        let written = self.each(|line| {
            let row: &RawValue =
                serde_json::from_str(line).map_err(|error| Failure::File(error.into()))?;
            list.serialize_element(row).map_err(Failure::Writer)
        });
        match written {
            Ok(()) => list.end(),
            Err(Failure::File(error)) => Err(S::Error::custom(error)),
            Err(Failure::Writer(error)) => Err(error),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Spill<T> {
    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}
