//! `conformance list`: the case ids, one a line.

use super::arguments::ListArgs;
use super::{Failure, documents, printer};
use crate::reference::Stores;

pub(super) fn list(arguments: &ListArgs) -> Result<u8, Failure> {
    let selection = &arguments.selection;
    let stores = Stores::new(selection.seed);
    let mut count = 0;
    for contract in documents::contracts(selection)? {
        let known = if selection.spec.is_none() {
            stores.fixtures(&contract.id)
        } else {
            Default::default()
        };
        let fixtures = documents::supplied(selection, &contract, known)?;
        let mut suite = documents::suite(selection, &contract, String::new(), fixtures)?;
        documents::add_random(&mut suite, selection, arguments.random);
        for case in &suite.cases {
            printer::line(&case.id);
        }
        if let Some(phase) = &suite.random {
            phase.ids(&contract).for_each(|id| printer::line(&id));
            phase.left_out().iter().for_each(|part| printer::line(&part.id));
        }
        count += suite.count();
    }
    match count {
        0 => Err(Failure { code: 4, message: "no case is selected".to_owned() }),
        _ => Ok(0),
    }
}
