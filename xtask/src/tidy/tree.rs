//! The workspace as rules see it: the text of every file, and the packages as cargo lists them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cargo::{self, cargo};
use crate::failure::Failure;

/// Dot folders that belong to the project; all others belong to tools.
const DOT_FOLDERS: [&str; 3] = [".cargo", ".ci", ".github"];

/// The files and packages of the workspace.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: BTreeMap<String, String>,
    packages: Vec<Package>,
    root: String,
}

/// A package of the workspace.
#[derive(Debug, Clone)]
pub(super) struct Package {
    pub(super) name: String,
    /// Its folder, below the root.
    pub(super) folder: String,
    /// The packages that it names as dependencies, of whatever kind.
    pub(super) dependencies: Vec<String>,
}

impl Tree {
    /// Reads the workspace below `root`, except build output and what `.gitignore` names by its
    /// path. Bytes that are not UTF-8 are replaced.
    pub(super) fn read(root: &Path) -> Result<Self, Failure> {
        let mut tree = Self { root: root.display().to_string(), ..Self::default() };
        let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        let ignored: Vec<&str> =
            ignored.lines().filter_map(|line| line.trim().strip_prefix('/')).collect();
        tree.read_folder(root, "", &ignored)?;
        tree.packages = packages(root)?;
        Ok(tree)
    }

    fn read_folder(&mut self, root: &Path, folder: &str, ignored: &[&str]) -> Result<(), Failure> {
        let location = root.join(folder);
        let failed = |source| Failure::Read { path: location.clone(), source };
        for entry in fs::read_dir(&location).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(failed)?;
            let hidden = name.starts_with('.') && !DOT_FOLDERS.contains(&name.as_str());
            if ignored.contains(&path.as_str()) || path == "target" {
                continue;
            } else if kind.is_dir() && !hidden {
                self.read_folder(root, &path, ignored)?;
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).map_err(failed)?;
                self.files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(())
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Where the workspace is on this machine; empty for one that is on no disk.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// Every file, path and text, by path.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The Rust files that people write: all but those below `generated/`.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("generated/"))
    }

    /// The files below a folder, by their path below it.
    pub(super) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files().filter_map(move |(path, text)| {
            Some((path.strip_prefix(folder)?.strip_prefix('/')?, text))
        })
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The packages, in the order in which the workspace names them.
    pub(super) fn packages(&self) -> &[Package] {
        &self.packages
    }
}

fn packages(root: &Path) -> Result<Vec<Package>, Failure> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let text = cargo::read(cargo().current_dir(root).args(arguments))?;
    let bad = |reason: String| Failure::Metadata { reason };
    let metadata: Value = serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?;
    let list = metadata["packages"].as_array().ok_or_else(|| bad("no packages".to_owned()))?;
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    Ok(list.iter().map(|package| read_package(package, root)).collect())
}

fn read_package(package: &Value, root: &str) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let manifest = text(&package["manifest_path"]).replace('\\', "/");
    let folder = manifest.strip_suffix("/Cargo.toml").unwrap_or(&manifest);
    let folder = folder.strip_prefix(&root.replace('\\', "/")).unwrap_or(folder);
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    Package {
        name: text(&package["name"]),
        folder: folder.trim_start_matches('/').to_owned(),
        dependencies: dependencies.map(|dependency| text(&dependency["name"])).collect(),
    }
}

#[cfg(test)]
impl Tree {
    /// A tree that is on no disk.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self { files: files.collect(), ..Self::default() }
    }

    /// The same tree with a package in the folder of the same name.
    pub(super) fn with_package(self, name: &str, dependencies: &[&str]) -> Self {
        self.with_package_in(name, name, dependencies)
    }

    /// The same tree with a package in a folder.
    pub(super) fn with_package_in(
        mut self,
        name: &str,
        folder: &str,
        dependencies: &[&str],
    ) -> Self {
        let dependencies = dependencies.iter().map(|name| (*name).to_owned()).collect();
        let (name, folder) = (name.to_owned(), folder.to_owned());
        self.packages.push(Package { name, folder, dependencies });
        self
    }

    /// The same tree, as if it were there.
    pub(super) fn at(mut self, root: &str) -> Self {
        self.root = root.to_owned();
        self
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Tree;

    #[test]
    fn built_ignored_and_hidden_folders_are_not_read() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["target", "report", ".git", ".github", "a/target"] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
            fs::write(dir.path().join(folder).join("file"), "text").unwrap();
        }
        fs::write(dir.path().join(".gitignore"), "/target\n/report\n*.new\n").unwrap();
        let mut tree = Tree::default();
        tree.read_folder(dir.path(), "", &["target", "report"]).unwrap();
        let paths: Vec<&str> = tree.files().map(|(path, _)| path).collect();
        assert_eq!(paths, [".github/file", ".gitignore", "a/target/file"]);
    }
}
