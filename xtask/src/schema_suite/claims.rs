//! What is not claimed, each with its reason.

/// The list: `file | description of the group | reason`; `*` instead of a description is every group of the
/// file that fails.
const LIST: &str = include_str!("not_claimed.txt");

/// An entry of the list.
struct Entry {
    file: String,
    group: String,
    reason: String,
    is_used: bool,
}

/// The entries, and which of them were needed.
pub(super) struct Claims {
    entries: Vec<Entry>,
}

impl Claims {
    /// The list of this repository.
    pub(super) fn committed() -> Self {
        Self::of(LIST)
    }

    /// A list; lines that are empty or begin with `#` are for people.
    pub(super) fn of(list: &str) -> Self {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let entries = lines.filter_map(|line| {
            let (file, rest) = line.split_once(" | ")?;
            let (group, reason) = rest.rsplit_once(" | ")?;
            let [file, group, reason] = [file, group, reason].map(|part| part.trim().to_owned());
            Some(Entry { file, group, reason, is_used: false })
        });
        Self { entries: entries.collect() }
    }

    /// Why a group that fails is not claimed; `None` where it should pass.
    pub(super) fn reason(&mut self, file: &str, group: &str) -> Option<&str> {
        let mut of_file = self.entries.iter_mut().filter(|entry| entry.file == file);
        let entry = of_file.find(|entry| entry.group == group || entry.group == "*")?;
        entry.is_used = true;
        Some(&entry.reason)
    }

    /// Entries of files with this text in their path that no group needed: it passes, or does not exist.
    pub(super) fn stale(&self, only: &str) -> Vec<String> {
        let unused =
            self.entries.iter().filter(|entry| !entry.is_used && entry.file.contains(only));
        unused.map(|entry| format!("{} | {}", entry.file, entry.group)).collect()
    }
}
