//! Which documents a folder has.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// The paths of the documents below a folder, in order.
pub(super) fn list(folder: &Path) -> Result<Vec<String>, Failure> {
    let index = folder.join("index.csv");
    if index.is_file() {
        let text = fs::read_to_string(&index)
            .map_err(|source| Failure::Read { path: index.clone(), source })?;
        let names = text.lines().skip(1).filter_map(|line| line.split(',').next());
        return Ok(names.filter(|name| !name.is_empty()).map(str::to_owned).collect());
    }
    let mut names = Vec::new();
    collect(folder, "", &mut names)?;
    names.sort();
    Ok(names)
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<(), Failure> {
    let read = |source| Failure::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else if [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end)) {
            names.push(name);
        }
    }
    Ok(())
}
