//! Finds and reads files: bounded in size, with or without a byte order mark.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Limits;

/// A file's text. `Debug` shows its size only: its content may be secret.
#[derive(Clone, PartialEq, Eq)]
pub struct RawFile {
    /// Its name in messages.
    pub name: String,
    /// The text.
    pub text: String,
}

impl std::fmt::Debug for RawFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawFile({}, {} bytes)", self.name, self.text.len())
    }
}

/// The files of these paths: themselves, and the `*.har` of folders and their subfolders, by name.
///
/// # Errors
///
/// The path that cannot be read, with why.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut found = Vec::new();
    for path in paths {
        let about = std::fs::metadata(path).map_err(|error| (path.clone(), error))?;
        if about.is_dir() {
            below(path, 0, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

/// The deepest folder that is searched.
const DEEPEST: usize = 8;

fn below(
    folder: &Path,
    depth: usize,
    found: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
    let unreadable = |error| (folder.to_owned(), error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    for path in paths {
        let is_har = path.extension().is_some_and(|name| name.eq_ignore_ascii_case("har"));
        // A link may lead back to its own folder.
        match std::fs::symlink_metadata(&path) {
            Ok(about) if about.is_dir() && depth < DEEPEST => below(&path, depth + 1, found)?,
            Ok(about) if !about.is_dir() && is_har => found.push(path),
            _ => {}
        }
    }
    Ok(())
}

/// Reads a file.
///
/// # Errors
///
/// If it cannot be read, or is longer than the limit.
pub fn load(path: &Path, limits: Limits) -> io::Result<RawFile> {
    let mut bytes = Vec::new();
    let read = File::open(path)?.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(read).unwrap_or(u64::MAX) > limits.bytes {
        let words = format!("longer than {} MiB; split it", limits.bytes >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, words));
    }
    Ok(RawFile { name: path.display().to_string(), text: text(&bytes) })
}

/// RFC 8259 §8.1: UTF-8 without a byte order mark; some tools on Windows write other encodings.
fn text(bytes: &[u8]) -> String {
    let wide = |order: fn([u8; 2]) -> u16, rest: &[u8]| {
        let units = rest.chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xFF, 0xFE, rest @ ..] => wide(u16::from_le_bytes, rest),
        [0xFE, 0xFF, rest @ ..] => wide(u16::from_be_bytes, rest),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn marks_of_the_byte_order_are_no_text() {
        assert_eq!(text(b"\xEF\xBB\xBF{}"), "{}");
        assert_eq!(text(b"\xFF\xFE{\0}\0"), "{}");
        assert_eq!(text(b"\xFE\xFF\0{\0}"), "{}");
        assert_eq!(text(b"{}"), "{}");
    }
}
