//! `conformance list`: the case ids, one a line.

use super::arguments::ListArgs;
use super::{Failure, documents, filter, printer};
use crate::reference::Stores;
use crate::suite::Suite;

pub(super) fn list(arguments: &ListArgs) -> Result<u8, Failure> {
    let selection = &arguments.selection;
    let stores = Stores::new(selection.seed);
    let mut suites = Vec::new();
    for contract in documents::contracts(selection)? {
        let known = if selection.spec.is_none() {
            stores.fixtures(&contract.id)
        } else {
            Default::default()
        };
        let fixtures = documents::supplied(selection, &contract, known)?;
        let mut suite = documents::suite(selection, &contract, String::new(), fixtures)?;
        documents::add_random(&mut suite, selection, arguments.random)?;
        suites.push(suite);
    }
    filter::tell_unused(&selection.choice, &suites)?;
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
        0 => Err(Failure { code: 4, message: "no case is selected".to_owned() }),
        _ => Ok(0),
    }
}
