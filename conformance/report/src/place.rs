//! Paths of documents in the forms of other tools: relative to the folder of the repository, or as a URI.

use std::path::{Component, Path};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Characters that must be encoded in the path of a URI (RFC 3986 §3.3); a colon could end a scheme.
const NO_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The file below this folder with `/` between its parts, or as it is where it is not below.
pub(super) fn relative(file: &str, root: Option<&Path>) -> String {
    let path = Path::new(file);
    let below = root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
    let parts: Vec<&str> = below
        .components()
        .filter(|part| *part != Component::CurDir)
        .filter_map(|part| match part {
            Component::RootDir => Some(""),
            part => part.as_os_str().to_str(),
        })
        .collect();
    parts.join("/")
}

/// A file as a URI reference.
pub(super) fn uri(file: &str) -> String {
    let path = utf8_percent_encode(file, NO_PATH).to_string();
    if path.starts_with('/') { format!("file://{path}") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_below_the_folder_are_relative_to_it() {
        let root = Some(Path::new("/project"));
        assert_eq!(relative("/project/specs/a.yaml", root), "specs/a.yaml");
        assert_eq!(relative("./specs/a.yaml", root), "specs/a.yaml");
        assert_eq!(relative("/other/a.yaml", root), "/other/a.yaml");
        assert_eq!(relative("../a.yaml", root), "../a.yaml");
    }

    #[test]
    fn what_no_uri_holds_is_encoded() {
        assert_eq!(uri("specs/my api#1.yaml"), "specs/my%20api%231.yaml");
        assert_eq!(uri("/other/a.yaml"), "file:///other/a.yaml");
    }
}
