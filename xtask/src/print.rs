//! What prints: the printer of `specwright`, which shares the code of `gen`.

pub(crate) use codegen::cli::printer::{err, out};
