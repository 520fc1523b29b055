//! Embeds the recordings of `conformance/recordings`: `$OUT_DIR/recordings.rs` is an array of
//! `(<provider>/<file>, text)`, sorted by name. A new file needs no other change.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const RECORDINGS: &str = "../recordings";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={RECORDINGS}");
    let root = fs::canonicalize(RECORDINGS)?;
    let mut rows = String::new();
    for provider in sorted(&root)? {
        for file in sorted(&provider)? {
            let name = file.strip_prefix(&root).map_err(io::Error::other)?;
            let name = name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            rows.push_str(&format!(
                "    ({name:?}, include_str!({:?})),\n",
                file.display().to_string()
            ));
        }
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&out).join("recordings.rs"), format!("&[\n{rows}]\n"))
}

/// The entries of a folder, sorted by name.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
