//! `conformance list`: the case ids, one per line.

use super::arguments::ListArgs;
use super::target::{self, Chosen};
use super::{Failure, documents, filter, printer};
use conformance_engine::suite::Suite;
use conformance_testbed::reference::Stores;

pub(super) fn list(arguments: &ListArgs) -> Result<u8, Failure> {
    let mut selection = arguments.selection.clone();
    let target = arguments.target.as_deref();
    let resolved = target::choose(&mut selection, target, &arguments.config_files, true)?;
    let contracts = documents::contracts(&selection)?;
    let (chosen, selection) = (Chosen { contracts, resolved }, &selection);
    let stores = Stores::new(selection.seed);
    let mut suites = Vec::new();
    for contract in &chosen.contracts {
        let known = if selection.spec.is_none() && chosen.resolved.is_none() {
            stores.fixtures(&contract.id)
        } else {
            chosen.fixtures(contract)?
        };
        let fixtures = documents::supplied(selection, contract, known)?;
        let sources = &arguments.sources;
        suites.push(documents::suite(selection, sources, contract, String::new(), fixtures)?);
    }
    documents::share_framing(&mut suites);
    filter::report_unused(&selection.choice, &suites)?;
    for suite in &suites {
        for case in &suite.cases {
            printer::line(&case.id);
        }
        if let Some(phase) = &suite.random {
            phase.ids(&suite.contract).for_each(|id| printer::line(&id));
            phase.left_out().iter().for_each(|part| printer::line(&part.id));
        }
    }
    match suites.iter().map(Suite::count).sum::<usize>() {
        0 => Err(Failure::new(4, "no case is selected")),
        _ => Ok(0),
    }
}
