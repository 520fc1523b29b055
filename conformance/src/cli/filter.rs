//! Which cases are meant: by globs, by the part of them, by what failed before.

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

/// Which cases of a document are meant.
#[derive(Debug)]
pub(super) struct Filter {
    only: Vec<Selector>,
    skip: Vec<Selector>,
    shard: Option<Shard>,
    /// The ids of those that failed before.
    failed: Option<BTreeSet<String>>,
    /// Ids and tags of the operations, by what case ids call them.
    operations: BTreeMap<String, Named>,
}

/// What an operation is called.
#[derive(Debug, Default)]
struct Named {
    ids: Vec<String>,
    tags: Vec<String>,
}

impl Filter {
    pub(super) fn new(choice: &ChoiceArgs, contract: &Contract) -> Result<Self, Failure> {
        let mut operations: BTreeMap<String, Named> = BTreeMap::new();
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

    /// Whether the case of this id is meant: some glob of each kind of --only names it, and none of --skip.
    pub(super) fn is_wanted(&self, id: &str) -> bool {
        self.is_named(id) && self.shard.is_none_or(|shard| shard.has(id))
    }

    fn is_named(&self, id: &str) -> bool {
        let is_only = |dimension: Dimension| {
            let mut globs = self.only.iter().filter(|one| one.dimension == dimension).peekable();
            globs.peek().is_none() || globs.any(|one| self.names(one, id))
        };
        [Dimension::Case, Dimension::Operation, Dimension::Tag].into_iter().all(is_only)
            && !self.skip.iter().any(|one| self.names(one, id))
            && self.failed.as_ref().is_none_or(|failed| failed.contains(id))
    }

    fn names(&self, selector: &Selector, id: &str) -> bool {
        let named = || id.split('/').nth(2).and_then(|slug| self.operations.get(slug));
        let any = |texts: &[String]| texts.iter().any(|text| matches(&selector.glob, text));
        match selector.dimension {
            Dimension::Case => matches(&selector.glob, id),
            Dimension::Operation => named().is_some_and(|named| any(&named.ids)),
            Dimension::Tag => named().is_some_and(|named| any(&named.tags)),
            Dimension::Check => false,
        }
    }

    /// Keeps the cases that are meant.
    pub(super) fn keep(&self, suite: &mut Suite) {
        let mut left_out = Vec::new();
        suite.cases.retain(|case| {
            let is_wanted = match self.shard {
                // No client can call after it, so that it must be known which part has to come last.
                Some(shard) if case.ends_the_caller() => shard.is_last() && self.is_named(&case.id),
                _ => self.is_wanted(&case.id),
            };
            if !is_wanted {
                left_out.push(case.id.clone());
            }
            is_wanted
        });
        suite.left_out = left_out;
    }
}

/// Switches the checks off that are not to run.
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

/// Reports globs that name nothing, and of cases that failed before and are none any more.
pub(super) fn report_unused(choice: &ChoiceArgs, suites: &[Suite]) -> Result<(), Failure> {
    let cases = suites.iter().flat_map(|suite| suite.cases.iter().map(|case| case.id.as_str()));
    let left_out = suites.iter().flat_map(|suite| suite.left_out.iter().map(String::as_str));
    let ids: BTreeSet<&str> = cases.chain(left_out).collect();
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

/// The ids of all random cases. There may be many.
fn random(suites: &[Suite]) -> impl Iterator<Item = String> {
    let phases = suites.iter().filter_map(|suite| Some((suite, suite.random.as_ref()?)));
    phases.flat_map(|(suite, phase)| phase.all_ids(&suite.contract))
}

/// What is said of a glob that names nothing.
fn unused(flag: &str, selector: &Selector, known: &BTreeSet<&str>) -> String {
    let word = selector.dimension.word();
    let is_case = selector.dimension == Dimension::Case;
    let near = if is_case {
        closest(&selector.glob, known.iter().copied()).map(|near| format!("did you mean `{near}`?"))
    } else {
        did_you_mean(&selector.glob, known.iter().copied())
    };
    let help = near.unwrap_or_else(|| match known.is_empty() {
        true => format!("the documents have no {word}"),
        false if is_case => "`conformance list` names them".to_owned(),
        false => format!("use one of {}", few(known)),
    });
    format!("{flag} `{selector}` names no {word}\n  help: {help}")
}

/// Every name that a glob of this kind may mean.
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

/// The first few of many names.
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
            "{}: {} of its {} failed cases are no cases of this run, {first} first\n  \
             help: give the same documents, seed and --random as then",
            file.display(),
            gone.len(),
            failed.len()
        ));
    }
    Ok(())
}
