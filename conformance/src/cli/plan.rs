//! `conformance plan`: the requests that a run would send, and the live values that it needs.

mod budget;
mod human;
mod json;
mod supply;

use std::collections::BTreeMap;

use serde_json::json;

use super::arguments::{Format, PlanArgs};
use super::target::{self, Chosen};
use super::{Failure, documents, filter, printer, run};
use budget::BudgetPlan;
use conformance_core::case::{Case, Origin, Piece, Slot, Template};
use conformance_engine::fixtures::cost;
use conformance_engine::selection::Choice;
use conformance_engine::source::synthetic::{LeftOut, SkippedScenario, skipped_scenarios};
use conformance_engine::suite::Suite;
use conformance_testbed::reference::Stores;
use supply::Supply;

/// The name of the target of a run without `--target`.
const BUILT_IN: &str = "the built-in reference server";

pub(super) fn plan(mut arguments: PlanArgs) -> Result<u8, Failure> {
    let chosen = choose(&mut arguments)?;
    let arguments = &arguments;
    let (plans, budget) = plans(arguments, &chosen)?;
    let total: usize = plans.iter().map(Plan::requests).sum();
    let teardown: usize = plans.iter().map(Plan::teardown).sum();
    if plans.iter().all(|plan| plan.all == 0) {
        return Err(Failure::new(4, "no case is selected"));
    }
    let shortest = arguments.limits.rate.iter().map(|rate| rate.least(total)).max();
    match arguments.format {
        Format::Json => {
            let document = json!({
                "form": 1,
                "seed": arguments.selection.seed,
                "requests": total,
                "teardown_requests": teardown,
                "seconds": shortest.map(|shortest| shortest.as_secs()),
                "budget": budget.as_ref().map(BudgetPlan::json),
                "suites": plans.iter().map(Plan::json).collect::<Vec<_>>(),
            });
            printer::line(&format!("{document:#}"));
        }
        Format::Human => {
            plans.iter().for_each(|plan| plan.print(arguments.requests));
            if let Some(budget) = &budget {
                budget.print(&plans);
            }
            if let Some(shortest) = shortest {
                let rates: Vec<String> =
                    arguments.limits.rate.iter().map(ToString::to_string).collect();
                let shortest = humantime::format_duration(shortest);
                printer::line(&format!("at {}: at least {shortest}", rates.join(" and ")));
            }
            let bold = anstyle::Style::new().bold();
            let at_end = match teardown {
                0 => String::new(),
                most => format!(", and up to {most} for teardown"),
            };
            let total = count(total);
            printer::line(&format!("{bold}{total}{bold:#} in total{at_end}; nothing was sent"));
        }
    }
    Ok(0)
}

/// The documents and the selected target of a file, whose limits apply unless flags override them.
fn choose(arguments: &mut PlanArgs) -> Result<Chosen, Failure> {
    let PlanArgs { selection, target, config_files, limits, .. } = arguments;
    let resolved = target::choose(selection, target.as_deref(), config_files, true)?;
    if let Some(resolved) = &resolved {
        **limits = std::mem::take(&mut **limits).or(resolved.target().limits.clone());
    }
    Ok(Chosen { contracts: documents::contracts(selection)?, resolved })
}

/// The plan of each document, and the plan of the budget if there is one.
fn plans(
    arguments: &PlanArgs,
    chosen: &Chosen,
) -> Result<(Vec<Plan>, Option<BudgetPlan>), Failure> {
    let mut suites = suites(arguments, chosen)?;
    documents::share_framing(&mut suites);
    filter::report_unused(&arguments.selection.choice, &suites)?;
    let total = arguments.limits.budget();
    let mut choice = total.map(|total| Choice::among(&suites, total));
    let seed = arguments.selection.seed;
    for suite in &mut suites {
        // A plan lists every random case, where a run generates them one by one.
        let (phase, inputs) = (suite.random.as_ref(), suite.inputs(seed));
        let random: Vec<Case> = phase.into_iter().flat_map(|phase| phase.cases(inputs)).collect();
        if let Some(choice) = &mut choice {
            random.iter().for_each(|case| choice.add(suite, case));
        }
        suite.cases.extend(random);
    }
    let plan = |suite| Plan::of(suite, seed, choice.as_ref());
    let plans = suites.into_iter().map(plan).collect();
    Ok((plans, total.zip(choice).map(|(total, choice)| BudgetPlan { total, choice })))
}

fn suites(arguments: &PlanArgs, chosen: &Chosen) -> Result<Vec<Suite>, Failure> {
    let selection = &arguments.selection;
    let contracts = &chosen.contracts;
    if arguments.target.is_some() && contracts.len() > 1 {
        return Err(Failure::usage(
            "--target is the server of one document, and several are selected\n  \
             help: name one with --provider ID or --spec FILE, or add --config FILE to use the targets of a file",
        ));
    }
    let stores = Stores::new(selection.seed);
    let is_built_in =
        selection.spec.is_none() && arguments.target.is_none() && chosen.resolved.is_none();
    contracts
        .iter()
        .map(|contract| {
            let known = if is_built_in {
                stores.fixtures(&contract.id)
            } else {
                chosen.fixtures(contract)?
            };
            let fixtures = documents::supplied(selection, contract, known)?;
            let base = match &chosen.resolved {
                Some(resolved) => target::base(arguments.target.clone(), resolved, contracts)?,
                None => arguments.target.clone(),
            };
            let base = base.filter(|base| !base.is_empty());
            let base = base.map_or(Ok(String::new()), |base| run::base_url(&base))?;
            documents::suite(selection, &arguments.sources, contract, base, fixtures)
        })
        .collect()
}

struct Plan {
    /// The number of cases, with those beyond the budget.
    all: usize,
    /// The suite with the cases that would be run.
    suite: Suite,
    supply: BTreeMap<String, Supply>,
    /// The ids of the cases that would be skipped because no live value remains.
    without_live_value: Vec<String>,
    /// The scripts that are skipped for another reason.
    skipped_scenarios: Vec<SkippedScenario>,
}

impl Plan {
    fn of(suite: Suite, seed: u64, choice: Option<&Choice>) -> Self {
        let all = suite.cases.len();
        let mut suite = suite;
        if let Some(choice) = choice {
            suite.cases.retain(|case| choice.has(&case.id));
        }
        let (supply, without_live_value) = supply::supply(&suite.cases, &suite.fixtures);
        let skipped_scenarios = skipped_scenarios(&suite.inputs(seed));
        Self { all, suite, supply, without_live_value, skipped_scenarios }
    }

    /// The number of requests: those of cases and of the setup of live values, and one for each token.
    fn requests(&self) -> usize {
        let fixtures = &self.suite.fixtures;
        let cases: usize = self.suite.cases.iter().map(|case| cost(case, fixtures)).sum();
        cases + fixtures.grants().count()
    }

    /// The maximum number of teardown requests.
    fn teardown(&self) -> usize {
        self.supply.values().map(|supply| supply.teardown).sum()
    }

    /// The cases by source, operation and kind, in the order in which they run.
    fn groups(&self) -> Vec<(Origin, &str, &'static str, Vec<&Case>)> {
        let mut groups: Vec<(Origin, &str, &'static str, Vec<&Case>)> = Vec::new();
        for case in &self.suite.cases {
            let (origin, operation, kind) = (case.origin, &case.operation, case.kind.as_str());
            match groups.iter_mut().find(|(o, p, c, _)| (*o, *p, *c) == (origin, operation, kind)) {
                Some((.., cases)) => cases.push(case),
                None => groups.push((origin, operation, kind, vec![case])),
            }
        }
        groups
    }

    /// The random cases that cannot be generated.
    fn left_out(&self) -> &[LeftOut] {
        self.suite.random.as_ref().map_or(&[], |phase| phase.left_out())
    }

    /// The skipped scripts, grouped by reason, with their operations.
    fn skipped_by_reason(&self) -> Vec<(&str, &str, Vec<&str>)> {
        let mut groups: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for SkippedScenario { operation, script, why } in &self.skipped_scenarios {
            match groups.iter_mut().find(|(s, w, _)| s == script && w == why) {
                Some((.., operations)) => operations.push(operation),
                None => groups.push((script, why, vec![operation])),
            }
        }
        groups
    }
}

/// The path with a placeholder for each value.
fn path_text(path: &Template) -> String {
    let pieces = path.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Slot(Slot::Live(field)) => format!("{{{{{field}}}}}"),
        Piece::Slot(Slot::OtherLive(field)) => format!("{{{{other:{field}}}}}"),
        Piece::Slot(Slot::Others(field)) => format!("{{{{others:{field}}}}}"),
        Piece::Slot(Slot::Captured(capture)) => {
            format!("{{{{{} of step {}}}}}", capture.name, capture.step + 1)
        }
        Piece::Slot(Slot::Own(field)) => format!("{{{{own:{field}}}}}"),
        Piece::Slot(Slot::Unknown { field, .. }) => format!("{{{{unknown:{field}}}}}"),
        Piece::Slot(_) => "{{…}}".to_owned(),
    });
    pieces.collect()
}

fn count(requests: usize) -> String {
    if requests == 1 { "1 request".to_owned() } else { format!("{requests} requests") }
}
