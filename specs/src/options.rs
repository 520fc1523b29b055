//! What the reading of a document depends on beside the document.

use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Which other files belong to a document.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where files are that a document refers to by a URL. Of several that name the beginning of a URL,
    /// the longest counts. No other URL is read.
    pub maps: Vec<UrlMap>,
    /// Files of overlays (OpenAPI Overlay 1.0 and 1.1), which are applied to the document in order.
    pub overlays: Vec<PathBuf>,
}

/// A URL, or the beginning of several, and the file or folder that is read instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlMap {
    /// The URL, without a fragment.
    pub url: String,
    /// The file, or the folder whose files have the rest of the URL as their path.
    pub path: PathBuf,
}

impl UrlMap {
    /// The file for a URL, if it begins with this one.
    fn file(&self, url: &str) -> Option<PathBuf> {
        let rest = url.strip_prefix(self.url.trim_end_matches('/'))?;
        if rest.is_empty() || rest == "/" {
            return Some(self.path.clone());
        }
        let below = rest.strip_prefix('/')?;
        let below = percent_encoding::percent_decode_str(below).decode_utf8().ok()?;
        Some(self.path.join(Path::new(below.trim_start_matches('/'))))
    }
}

/// Reads `URL=PATH`.
impl FromStr for UrlMap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (url, path) = text.split_once('=').ok_or("write it as URL=PATH")?;
        if !url.contains(':') {
            return Err(format!("`{url}` is not a URL"));
        }
        if path.is_empty() {
            return Err("give the path of a file or folder after the `=`".to_owned());
        }
        let url = url.split('#').next().unwrap_or_default();
        Ok(Self { url: url.to_owned(), path: PathBuf::from(path) })
    }
}

impl Options {
    /// The file for a URL.
    pub(crate) fn file(&self, url: &str) -> Option<PathBuf> {
        let found = self.maps.iter().filter_map(|map| Some((map.url.len(), map.file(url)?)));
        // Of equals, `max_by_key` takes the last.
        found.rev().max_by_key(|(length, _)| *length).map(|(_, path)| path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_map_of_a_url_counts() {
        let maps =
            ["https://a.test/x=one", "https://a.test/x/y=two", "https://a.test/x/z.json=z.yaml"];
        let maps = maps.iter().map(|text| text.parse().unwrap()).collect();
        let options = Options { maps, ..Options::default() };
        for (url, expected) in [
            ("https://a.test/x/a%20b.json", Some("one/a b.json")),
            ("https://a.test/x/y/c.json", Some("two/c.json")),
            ("https://a.test/x/z.json", Some("z.yaml")),
            ("https://a.test/xy", None),
            ("http://a.test/x/a.json", None),
        ] {
            assert_eq!(options.file(url).as_deref(), expected.map(Path::new), "{url}");
        }
    }

    #[test]
    fn maps_are_a_url_and_a_path() {
        for wrong in ["", "https://a.test", "a/b=c", "https://a.test="] {
            assert!(wrong.parse::<UrlMap>().is_err(), "{wrong}");
        }
    }
}
