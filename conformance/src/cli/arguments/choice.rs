//! The flags that select cases and checks.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use conformance_core::nearest::did_you_mean;

/// The cases and checks that are selected.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ChoiceArgs {
    /// Run only cases whose id matches; `*` matches any text. `operation:GLOB` and `tag:GLOB` select by
    /// operation, `check:GLOB` selects checks. May be repeated.
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) only: Vec<Selector>,
    /// Skip cases whose id matches; `operation:`, `tag:` and `check:` as with --only. May be
    /// repeated.
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) skip: Vec<Selector>,
    /// Run one part of the cases, such as 2/5. The parts are disjoint, and together they have every
    /// case. Live values of files and flags are divided as well.
    #[arg(long, value_name = "K/N")]
    pub(in crate::cli) shard: Option<Shard>,
    /// Run only the cases that failed or were inconclusive in a JSON or JSON Lines report.
    #[arg(long, value_name = "REPORT")]
    pub(in crate::cli) rerun_failed: Option<PathBuf>,
}

/// What a selector is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) enum Dimension {
    Case,
    Operation,
    Tag,
    Check,
}

impl Dimension {
    const NAMED: [(&'static str, Self); 4] = [
        ("case", Self::Case),
        ("operation", Self::Operation),
        ("tag", Self::Tag),
        ("check", Self::Check),
    ];

    /// Its name, as in `operation:GLOB` and in messages.
    pub(in crate::cli) fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| *name)
    }
}

/// A glob of ids; of cases by default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Selector {
    pub(in crate::cli) dimension: Dimension,
    pub(in crate::cli) glob: String,
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((prefix, glob)) = text.split_once(':') else {
            return Ok(Self { dimension: Dimension::Case, glob: text.to_owned() });
        };
        let names = Dimension::NAMED.map(|(name, _)| name);
        match Dimension::NAMED.iter().find(|(name, _)| *name == prefix) {
            Some((_, dimension)) => Ok(Self { dimension: *dimension, glob: glob.to_owned() }),
            None => Err(format!(
                "unknown prefix `{prefix}:`; {}",
                did_you_mean(prefix, names)
                    .map(|help| help.replace("`?", ":`?"))
                    .unwrap_or_else(|| format!("use one of {}", names.join(", ")))
            )),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dimension {
            Dimension::Case => write!(f, "{}", self.glob),
            dimension => write!(f, "{}:{}", dimension.name(), self.glob),
        }
    }
}

/// One of several parts of all cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Shard {
    /// Counted from 0.
    index: usize,
    count: usize,
}

impl Shard {
    /// Whether the case of this id is in this part. It depends on the id alone.
    pub(in crate::cli) fn has(self, id: &str) -> bool {
        // FNV-1a with a final mix: its low bits alone differ little for similar ids.
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mixed = (hash ^ (hash >> 32)) % self.count as u64;
        mixed == self.index as u64
    }

    /// Whether it is the last part.
    pub(in crate::cli) fn is_last(self) -> bool {
        self.index + 1 == self.count
    }

    /// Its index, counted from 0, and the number of parts.
    pub(in crate::cli) fn index_and_count(self) -> (usize, usize) {
        (self.index, self.count)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index + 1, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let read = |text: &str| text.trim().parse::<usize>().ok();
        match parts.and_then(|(number, count)| Some((read(number)?, read(count)?))) {
            Some((number, count)) if number >= 1 && number <= count && count <= 1_000 => {
                Ok(Self { index: number - 1, count })
            }
            Some((_, count)) if (1..=1_000).contains(&count) => {
                Err(format!("write it as K/{count}, with K from 1 to {count}"))
            }
            _ => Err("write it as 2/5, which is the second of 5 parts".to_owned()),
        }
    }
}
