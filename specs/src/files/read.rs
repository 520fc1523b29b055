//! Files as texts.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// How many bytes a file may have.
const MOST_BYTES: u64 = 64 << 20;

/// The text of a file, or why it cannot be read. Only a regular file is opened: others may have no end.
pub(super) fn read(path: &Path) -> Result<String, String> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => "there is no such file".to_owned(),
        _ => error.to_string(),
    })?;
    if metadata.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is no regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("it has more than {MOST_BYTES} bytes"));
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

/// The path of a file as one that is relative to the document, where there is such a one.
pub(super) fn relative(document: &str, path: &str) -> String {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    if document.starts_with('/') != path.starts_with('/') {
        return path.to_owned();
    }
    let segments = |text: &'_ str| -> Vec<String> {
        text.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
    };
    let (folder, whole) = (segments(folder), segments(path));
    let common = folder.iter().zip(&whole).take_while(|(one, other)| one == other).count();
    if folder[common..].iter().any(|segment| segment == "..") {
        return path.to_owned();
    }
    let up = folder[common..].iter().map(|_| "..");
    up.chain(whole[common..].iter().map(String::as_str)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_document() {
        for (document, path, expected) in [
            ("a.yaml", "b/c.yaml", "b/c.yaml"),
            ("s/a.yaml", "s/b/c.yaml", "b/c.yaml"),
            ("s/t/a.yaml", "s/c.yaml", "../c.yaml"),
            ("s/a.yaml", "../c.yaml", "../../c.yaml"),
            ("../s/a.yaml", "../../c.yaml", "../../c.yaml"),
            ("../../s/a.yaml", "../c.yaml", "../c.yaml"),
            ("/s/a.yaml", "/t/c.yaml", "../t/c.yaml"),
            ("s/a.yaml", "/t/c.yaml", "/t/c.yaml"),
        ] {
            assert_eq!(relative(document, path), expected, "{document} {path}");
        }
    }

    #[test]
    fn only_regular_files_are_read() {
        assert_eq!(read(Path::new("src")).unwrap_err(), "it is a folder");
        assert_eq!(read(Path::new("no/such")).unwrap_err(), "there is no such file");
        #[cfg(unix)]
        assert_eq!(read(Path::new("/dev/zero")).unwrap_err(), "it is no regular file");
    }
}
