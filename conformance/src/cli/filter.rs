//! Selects cases by globs, by shard and by what failed in an earlier run.

mod failed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use specs::Contract;

use super::arguments::{ChoiceArgs, Dimension, Selector, Shard};
use super::{Failure, printer};
use conformance_core::check::{Level, Rules, SeverityRule};
use conformance_core::checks;
use conformance_core::glob::matches;
use conformance_core::nearest::{closest, did_you_mean};
use conformance_core::slug::slug;
use conformance_engine::suite::Suite;

/// Decides which cases of a document are selected.
#[derive(Debug)]
pub(super) struct Filter {
    only: Vec<Selector>,
    skip: Vec<Selector>,
    shard: Option<Shard>,
    /// The ids of the cases that failed in the earlier run.
    failed: Option<BTreeSet<String>>,
    /// Ids and tags of operations, by the slug that case ids have.
    operations: BTreeMap<String, OperationNames>,
}

/// The names by which an operation is selected.
#[derive(Debug, Default)]
struct OperationNames {
    ids: Vec<String>,
    tags: Vec<String>,
}

impl Filter {
    pub(super) fn new(choice: &ChoiceArgs, contract: &Contract) -> Result<Self, Failure> {
        let mut operations: BTreeMap<String, OperationNames> = BTreeMap::new();
        for operation in &contract.operations {
            let named = operations.entry(slug(&operation.id)).or_default();
            named.ids.push(operation.id.clone());
            named.tags.extend(operation.tags.iter().cloned());
        }
        Ok(Self {
            only: choice.only.clone(),
            skip: choice.skip.clone(),
            shard: choice.shard,
            failed: choice.rerun_failed.as_deref().map(failed::read).transpose()?,
            operations,
        })
    }

    /// Whether a case is selected: each kind of --only matches it, no --skip does, and its shard is this one.
    pub(super) fn includes(&self, id: &str) -> bool {
        self.matches_flags(id) && self.shard.is_none_or(|shard| shard.has(id))
    }

    fn matches_flags(&self, id: &str) -> bool {
        let is_only = |dimension: Dimension| {
            let mut globs = self.only.iter().filter(|one| one.dimension == dimension).peekable();
            globs.peek().is_none() || globs.any(|one| self.selects(one, id))
        };
        [Dimension::Case, Dimension::Operation, Dimension::Tag].into_iter().all(is_only)
            && !self.skip.iter().any(|one| self.selects(one, id))
            && self.failed.as_ref().is_none_or(|failed| failed.contains(id))
    }

    fn selects(&self, selector: &Selector, id: &str) -> bool {
        let named = || id.split('/').nth(2).and_then(|slug| self.operations.get(slug));
        let any = |texts: &[String]| texts.iter().any(|text| matches(&selector.glob, text));
        match selector.dimension {
            Dimension::Case => matches(&selector.glob, id),
            Dimension::Operation => named().is_some_and(|named| any(&named.ids)),
            Dimension::Tag => named().is_some_and(|named| any(&named.tags)),
            Dimension::Check => false,
        }
    }

    /// Removes the cases that are not selected.
    pub(super) fn keep(&self, suite: &mut Suite) {
        suite.omit(|case| match self.shard {
            // After it, no client can send requests: it belongs to the last shard.
            Some(shard) if case.ends_the_caller() => {
                !shard.is_last() || !self.matches_flags(&case.id)
            }
            _ => !self.includes(&case.id),
        });
    }
}

/// Switches off the checks that are not selected.
pub(super) fn restrict(rules: &mut Rules, choice: &ChoiceArgs) {
    let of_checks = |list: &[Selector]| -> Vec<String> {
        let checks = list.iter().filter(|one| one.dimension == Dimension::Check);
        checks.map(|one| one.glob.clone()).collect()
    };
    let (only, skip) = (of_checks(&choice.only), of_checks(&choice.skip));
    let any = |globs: &[String], id: &str| globs.iter().any(|glob| matches(glob, id));
    for check in checks::ALL {
        if !only.is_empty() && !any(&only, check.id) || any(&skip, check.id) {
            let (check, operation) = (check.id.to_owned(), "*".to_owned());
            rules.severities.push(SeverityRule { check, operation, level: Level::Off });
        }
    }
}

/// Warns about globs that match nothing, and about failed cases of the earlier run that no longer exist.
pub(super) fn report_unused(choice: &ChoiceArgs, suites: &[Suite]) -> Result<(), Failure> {
    let cases = suites.iter().flat_map(|suite| suite.cases.iter().map(|case| case.id.as_str()));
    let omitted = suites.iter().flat_map(|suite| &suite.omitted).map(|case| case.id.as_str());
    let ids: BTreeSet<&str> = cases.chain(omitted).collect();
    let only = choice.only.iter().map(|selector| ("--only", selector));
    for (flag, selector) in only.chain(choice.skip.iter().map(|selector| ("--skip", selector))) {
        let known = known(selector.dimension, suites, &ids);
        let is_case = selector.dimension == Dimension::Case;
        let names = |name: &str| matches(&selector.glob, name);
        let is_used =
            known.iter().any(|name| names(name)) || is_case && random(suites).any(|id| names(&id));
        if !is_used {
            printer::warning(&unused(flag, selector, &known));
        }
    }
    match &choice.rerun_failed {
        Some(file) => report_missing(file, &ids, suites),
        None => Ok(()),
    }
}

/// The ids of all random cases; there may be many.
fn random(suites: &[Suite]) -> impl Iterator<Item = String> {
    let phases = suites.iter().filter_map(|suite| Some((suite, suite.random.as_ref()?)));
    phases.flat_map(|(suite, phase)| phase.all_ids(&suite.contract))
}

/// The warning for a glob that matches nothing.
fn unused(flag: &str, selector: &Selector, known: &BTreeSet<&str>) -> String {
    let name = selector.dimension.name();
    let is_case = selector.dimension == Dimension::Case;
    let near = if is_case {
        closest(&selector.glob, known.iter().copied()).map(|near| format!("did you mean `{near}`?"))
    } else {
        did_you_mean(&selector.glob, known.iter().copied())
    };
    let help = near.unwrap_or_else(|| {
        if known.is_empty() {
            format!("the documents have no {name}")
        } else if is_case {
            "`conformance list` lists them".to_owned()
        } else {
            format!("use one of {}", few(known))
        }
    });
    format!("{flag} `{selector}` matches no {name}\n  help: {help}")
}

/// Every name that a glob of this dimension can match.
fn known<'a>(
    dimension: Dimension,
    suites: &'a [Suite],
    ids: &BTreeSet<&'a str>,
) -> BTreeSet<&'a str> {
    let operations = || suites.iter().flat_map(|suite| &suite.contract.operations);
    match dimension {
        Dimension::Case => ids.clone(),
        Dimension::Operation => operations().map(|operation| operation.id.as_str()).collect(),
        Dimension::Tag => {
            operations().flat_map(|operation| operation.tags.iter().map(String::as_str)).collect()
        }
        Dimension::Check => checks::ALL.iter().map(|check| check.id).collect(),
    }
}

/// The first of many names.
fn few(names: &BTreeSet<&str>) -> String {
    const FEW: usize = 10;
    let first: Vec<&str> = names.iter().take(FEW).copied().collect();
    let more = names.len() - first.len();
    match more {
        0 => first.join(", "),
        _ => format!("{} and {more} more", first.join(", ")),
    }
}

fn report_missing(file: &Path, ids: &BTreeSet<&str>, suites: &[Suite]) -> Result<(), Failure> {
    let failed = failed::read(file)?;
    let mut gone: BTreeSet<&str> = failed.iter().map(String::as_str).collect();
    gone.retain(|id| !ids.contains(id));
    for id in random(suites) {
        gone.remove(id.as_str());
    }
    if let Some(first) = gone.first() {
        printer::warning(&format!(
            "{}: {} of its {} failed cases do not exist in this run, such as {first}\n  \
             help: use the same documents, --seed and --random as the earlier run",
            file.display(),
            gone.len(),
            failed.len()
        ));
    }
    Ok(())
}
