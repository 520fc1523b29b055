//! `conformance plan`: what a run would send, and which live values it needs. Nothing is sent.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::arguments::{Format, PlanArgs};
use super::target::{self, Chosen};
use super::{Failure, documents, printer, run};
use crate::case::{Case, Origin, Piece, Slot, Template, Via};
use crate::fixtures::{Fixtures, LiveValues, Whose};
use crate::reference::Stores;
use crate::source::synthetic::{FallenOut, LeftOut, fallen_out};
use crate::suite::Suite;

/// How the values of a field are told apart that belong to another client.
const OTHERS: &str = " (of another client)";

/// Where the plan of a run against the built-in server says that it goes.
const BUILT_IN: &str = "the built-in reference server";

pub(super) fn plan(arguments: &PlanArgs) -> Result<u8, Failure> {
    let plans = plans(arguments)?;
    let total: usize = plans.iter().map(|plan| plan.requests()).sum();
    if total == 0 {
        return Err(Failure { code: 4, message: "no case is selected".to_owned() });
    }
    match arguments.format {
        Format::Json => {
            let document = json!({
                "form": 1,
                "seed": arguments.selection.seed,
                "requests": total,
                "suites": plans.iter().map(Plan::json).collect::<Vec<_>>(),
            });
            printer::line(&format!("{document:#}"));
        }
        Format::Human => {
            plans.iter().for_each(|plan| plan.print(arguments.requests));
            let bold = anstyle::Style::new().bold();
            printer::line(&format!("{bold}{}{bold:#} in all; nothing was sent", count(total)));
        }
    }
    Ok(0)
}

fn plans(arguments: &PlanArgs) -> Result<Vec<Plan>, Failure> {
    let mut selection = arguments.selection.clone();
    let target = arguments.target.as_deref();
    let settled = target::choose(&mut selection, target, &arguments.configured, true)?;
    let contracts = documents::contracts(&selection)?;
    let (chosen, selection) = (Chosen { contracts, settled }, &selection);
    let contracts = &chosen.contracts;
    if arguments.target.is_some() && contracts.len() > 1 {
        return Err(Failure::usage(
            "--target is the server of one document, and several are selected\n  \
             help: name one with --provider ID or --spec FILE",
        ));
    }
    let stores = Stores::new(selection.seed);
    let is_built_in =
        selection.spec.is_none() && arguments.target.is_none() && chosen.settled.is_none();
    contracts
        .iter()
        .map(|contract| {
            let known = match is_built_in {
                true => stores.fixtures(&contract.id),
                false => chosen.fixtures(contract)?,
            };
            let fixtures = documents::supplied(selection, contract, known)?;
            let base = match &chosen.settled {
                Some(settled) => target::base(arguments.target.clone(), settled, contracts)?,
                None => arguments.target.clone(),
            };
            let base = base.filter(|base| !base.is_empty());
            let base = base.map_or(Ok(String::new()), |base| run::base_url(&base))?;
            let mut suite = documents::suite(selection, contract, base, fixtures)?;
            documents::add_random(&mut suite, selection, arguments.random);
            // A plan names what a run only draws: it holds every case.
            let phase = suite.random.as_ref();
            let inputs = suite.inputs(selection.seed);
            let random: Vec<Case> =
                phase.into_iter().flat_map(|phase| phase.cases(inputs)).collect();
            suite.cases.extend(random);
            Ok(Plan::of(suite, selection.seed))
        })
        .collect()
}

/// How many live values of a field are needed, and how many are there.
#[derive(Default)]
struct Supply {
    needed: usize,
    drawn: usize,
    /// How many are made when they are needed.
    made: usize,
    /// How many requests that takes.
    setup: usize,
    /// Whether more are left.
    more: bool,
}

struct Plan {
    suite: Suite,
    supply: BTreeMap<String, Supply>,
    /// The ids of the cases for which no live value would be left.
    dry: Vec<String>,
    /// The scripts that fall out for want of something else.
    fallen: Vec<FallenOut>,
}

/// What the values of a field are called.
fn name(whose: Whose, field: &str) -> String {
    match whose {
        Whose::Own => field.to_owned(),
        Whose::Others => format!("{field}{OTHERS}"),
    }
}

/// Whose values have this name, and of which field.
fn named(name: &str) -> (Whose, &str) {
    match name.strip_suffix(OTHERS) {
        Some(field) => (Whose::Others, field),
        None => (Whose::Own, name),
    }
}

fn pool(whose: Whose, fixtures: &Fixtures) -> &dyn LiveValues {
    match whose {
        Whose::Own => fixtures.live(),
        Whose::Others => fixtures.others(),
    }
}

impl Plan {
    /// Draws what the run would draw, in the same order, from fixtures that nobody else uses.
    fn of(suite: Suite, seed: u64) -> Self {
        let mut supply: BTreeMap<String, Supply> = BTreeMap::new();
        let mut dry = Vec::new();
        for case in &suite.cases {
            let mut is_dry = false;
            for (whose, field) in case.draws() {
                let entry = supply.entry(name(whose, field)).or_default();
                entry.needed += 1;
                if suite.fixtures.is_made(whose, field) {
                    entry.made += 1;
                    continue;
                }
                // A run gives up a case at the first field that is dry.
                if !is_dry && pool(whose, &suite.fixtures).next(field).is_some() {
                    entry.drawn += 1;
                } else {
                    is_dry = true;
                }
            }
            if is_dry {
                dry.push(case.id.clone());
            }
        }
        for (name, entry) in &mut supply {
            let (whose, field) = named(name);
            entry.more = pool(whose, &suite.fixtures).next(field).is_some();
            let minter = suite.fixtures.minter();
            entry.setup = entry.made * minter.map_or(0, |minter| minter.requests(whose, field));
        }
        let fallen = fallen_out(&suite.inputs(seed));
        Self { suite, supply, dry, fallen }
    }

    fn requests(&self) -> usize {
        self.suite.cases.iter().map(|case| case.steps.len()).sum()
    }

    /// The cases by source, operation and cause, in the order in which they run.
    fn groups(&self) -> Vec<(Origin, &str, &'static str, Vec<&Case>)> {
        let mut groups: Vec<(Origin, &str, &'static str, Vec<&Case>)> = Vec::new();
        for case in &self.suite.cases {
            let (origin, operation, cause) = (case.origin, &case.operation, case.cause.as_str());
            match groups.iter_mut().find(|(o, p, c, _)| (*o, *p, *c) == (origin, operation, cause))
            {
                Some((.., cases)) => cases.push(case),
                None => groups.push((origin, operation, cause, vec![case])),
            }
        }
        groups
    }

    fn print(&self, each: bool) {
        let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
        let contract = &self.suite.contract;
        let base = if self.suite.base.is_empty() { BUILT_IN } else { &self.suite.base };
        printer::line(&format!(
            "{bold}{}{bold:#}  {} {}, {} to {base}",
            contract.id,
            contract.title,
            contract.version,
            count(self.requests())
        ));
        let mut heading = None;
        for (origin, operation, cause, cases) in self.groups() {
            if heading != Some((origin, operation)) {
                heading = Some((origin, operation));
                let known = contract.operation(operation);
                let path = known.map(|o| format!("{} {}", o.method.as_str(), o.path.raw));
                let path = path.unwrap_or_default();
                printer::line(&format!("  {}: {operation} {dim}{path}{dim:#}", origin.as_str()));
            }
            let requests: usize = cases.iter().map(|case| case.steps.len()).sum();
            printer::line(&format!("    {cause:<24}{requests:>5}"));
            for case in cases.into_iter().filter(|_| each) {
                for step in &case.steps {
                    let path = written(&step.request.path);
                    let request = format!("{} {path}", step.request.method);
                    printer::line(&format!("      {request} {dim}{}{dim:#}", case.title));
                }
            }
        }
        for (field, supply) in &self.supply {
            printer::line(&format!("  live values of {field}: {}", supply.words()));
        }
        if !self.dry.is_empty() {
            let first = self.dry.first().map(String::as_str).unwrap_or_default();
            printer::line(&format!(
                "  {} would be skipped for want of live values, from {first} on",
                if self.dry.len() == 1 {
                    "1 case".to_owned()
                } else {
                    format!("{} cases", self.dry.len())
                }
            ));
        }
        for (script, why, operations) in self.fallen_together() {
            let first = operations.first().copied().unwrap_or_default();
            let more = match operations.len() {
                0 | 1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            printer::line(&format!("  falls out: {script} {dim}{first}{more}{dim:#}: {why}"));
        }
        for part in self.left_out() {
            printer::line(&format!("  left out: {} {dim}{}{dim:#}", part.reason, part.id));
        }
        printer::line("");
    }

    /// What random cases leave out.
    fn left_out(&self) -> &[LeftOut] {
        self.suite.random.as_ref().map_or(&[], |phase| phase.left_out())
    }

    /// What falls out, with the operations for which it does so for the same reason.
    fn fallen_together(&self) -> Vec<(&str, &str, Vec<&str>)> {
        let mut together: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for FallenOut { operation, script, why } in &self.fallen {
            match together.iter_mut().find(|(s, w, _)| s == script && w == why) {
                Some((.., operations)) => operations.push(operation),
                None => together.push((script, why, vec![operation])),
            }
        }
        together
    }

    fn json(&self) -> Value {
        let contract = &self.suite.contract;
        let groups = self.groups();
        let groups = groups.iter().map(|(origin, operation, cause, cases)| {
            let requests = cases.iter().flat_map(|case| {
                case.steps.iter().map(|step| {
                    json!({
                        "case": case.id,
                        "title": case.title,
                        "method": step.request.method,
                        "path": written(&step.request.path),
                        "raw": step.via != Via::Http,
                    })
                })
            });
            let requests: Vec<Value> = requests.collect();
            json!({
                "source": origin.as_str(),
                "operation": operation,
                "cause": cause,
                "count": requests.len(),
                "requests": requests,
            })
        });
        let live = self.supply.iter().map(|(field, supply)| {
            let missing = supply.needed - supply.drawn - supply.made;
            let counts = json!({
                "needed": supply.needed,
                "supplied": supply.drawn,
                "more": supply.more,
                "made": supply.made,
                "setup_requests": supply.setup,
                "missing": missing,
            });
            (field.clone(), counts)
        });
        json!({
            "provider": contract.id,
            "title": format!("{} {}", contract.title, contract.version),
            "spec": contract.source.name(),
            "target": if self.suite.base.is_empty() { Value::Null } else { json!(self.suite.base) },
            "requests": self.requests(),
            "groups": groups.collect::<Vec<_>>(),
            "live": live.collect::<serde_json::Map<_, _>>(),
            "skipped": self.dry,
            "left_out": self
                .left_out()
                .iter()
                .map(|part| json!({ "case": part.id, "reason": part.reason }))
                .collect::<Vec<_>>(),
            "fallen_out": self.fallen,
        })
    }
}

impl Supply {
    fn words(&self) -> String {
        match (self.made, self.setup) {
            (0, _) => {}
            (made, 0) => return format!("{} needed, {made} made by a command", self.needed),
            (made, setup) => {
                return format!("{} needed, {made} made by {}", self.needed, count(setup));
            }
        }
        let more = if self.more { " and more" } else { "" };
        format!("{} needed, {}{more} supplied", self.needed, self.drawn)
    }
}

/// The path with the names of what is filled in.
fn written(path: &Template) -> String {
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
