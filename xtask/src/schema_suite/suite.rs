//! The files of the suite.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use specs::{Options, UrlMap};

use crate::failure::Failure;

/// A draft, and the version of OpenAPI whose schemas are nearest to it.
pub(super) struct Draft {
    /// The name of its folder.
    pub(super) folder: &'static str,
    /// The version of the documents that its schemas are put into.
    pub(super) version: &'static str,
}

/// What OpenAPI 3.0 and 3.1 build on.
const DRAFTS: &[Draft] = &[
    Draft { folder: "draft4", version: "3.0.3" },
    Draft { folder: "draft2020-12", version: "3.1.0" },
];

/// One file of tests.
pub(super) struct File {
    /// Its path below `tests`.
    pub(super) name: String,
    pub(super) draft: &'static Draft,
    pub(super) groups: Vec<Group>,
}

/// A schema, and values that are valid or not.
#[derive(Deserialize)]
pub(super) struct Group {
    pub(super) description: String,
    pub(super) schema: Value,
    pub(super) tests: Vec<Test>,
}

/// A value.
#[derive(Deserialize)]
pub(super) struct Test {
    pub(super) description: String,
    pub(super) data: Value,
    pub(super) valid: bool,
}

/// Where the suite has the documents that its schemas refer to.
const REMOTES: &str = "http://localhost:1234/";

/// The options that give the files of the suite for the URLs that its schemas refer to.
pub(super) fn options(folder: &Path) -> Options {
    let map = UrlMap { url: REMOTES.to_owned(), path: folder.join("remotes") };
    Options { maps: vec![map], ..Options::default() }
}

/// Every file of the drafts, in order.
pub(super) fn files(folder: &Path) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    for draft in DRAFTS {
        collect(&folder.join("tests").join(draft.folder), draft.folder, draft, &mut files)?;
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn collect(
    folder: &Path,
    prefix: &str,
    draft: &'static Draft,
    files: &mut Vec<File>,
) -> Result<(), Failure> {
    let failure = |source| Failure::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        let name = format!("{prefix}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            collect(&path, &name, draft, files)?;
        } else if name.ends_with(".json") {
            files.push(File { groups: read(&path)?, name, draft });
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Group>, Failure> {
    let failure = |source| Failure::Read { path: path.to_owned(), source };
    let text = fs::read_to_string(path).map_err(failure)?;
    serde_json::from_str(&text).map_err(|error| failure(error.into()))
}
