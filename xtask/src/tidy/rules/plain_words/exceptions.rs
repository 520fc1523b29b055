//! Where refused words are right, and why.

use crate::tidy::tree::Tree;

/// A file or folder that may use refused words.
pub(super) struct Exception {
    /// How the paths of its files begin.
    pub(super) path: &'static str,
    /// The words, as the table spells them; empty for all.
    words: &'static [&'static str],
    /// Why; for those who read this list.
    #[expect(dead_code, reason = "documents the list; the compiler asks for it in every record")]
    reason: &'static str,
}

pub(super) const EXCEPTIONS: &[Exception] = &[
    Exception {
        path: "CHANGELOG.md",
        words: &[],
        reason: "versions are described by the names that they had",
    },
    Exception {
        path: "xtask/src/tidy/rules/plain_words",
        words: &[],
        reason: "the table and its tests name the words that are refused",
    },
    Exception {
        path: "xtask/src/corpus.rs",
        words: &["judge*"],
        reason: "an earlier name of the flag `--test`, which is kept",
    },
    Exception {
        path: "conformance/src/cli/",
        words: &["bold"],
        reason: "a style of terminal text, as `anstyle` calls it",
    },
    Exception {
        path: "conformance/report/",
        words: &["bold"],
        reason: "a style of terminal text, as `anstyle` calls it",
    },
];

impl Exception {
    /// Whether it allows a word, as the table spells it, in a file.
    pub(super) fn covers(&self, path: &str, word: &str) -> bool {
        path.starts_with(self.path) && (self.words.is_empty() || self.words.contains(&word))
    }

    /// Whether the tree has a file for it.
    pub(super) fn exists(&self, tree: &Tree) -> bool {
        tree.files().any(|(path, _)| path.starts_with(self.path))
    }
}
