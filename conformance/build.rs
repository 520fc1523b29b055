//! Embeds the templates of `conformance init`: `$OUT_DIR/init_templates.rs` is an array of
//! `(<provider>, text)`, sorted by name. A new file needs no other change.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const TEMPLATES: &str = "src/cli/init";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={TEMPLATES}");
    let entries = fs::read_dir(fs::canonicalize(TEMPLATES)?)?;
    let mut files =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    files.sort();
    let rows: String = files.iter().map(|file| row(file)).collect();
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(PathBuf::from(out).join("init_templates.rs"), format!("&[\n{rows}]\n"))
}

/// The provider of a template, with its text.
fn row(file: &Path) -> String {
    let provider = file.file_stem().unwrap_or_default().to_string_lossy();
    format!("    ({provider:?}, include_str!({:?})),\n", file.display().to_string())
}
