//! `conformance list`: the case ids, one a line.

use super::{Failure, Selection, documents, printer};
use crate::reference::Stores;

pub(super) fn list(selection: &Selection) -> Result<u8, Failure> {
    let stores = Stores::new(selection.seed);
    let mut count = 0;
    for contract in documents::contracts(selection)? {
        let known = if selection.spec.is_none() {
            stores.fixtures(&contract.id)
        } else {
            Default::default()
        };
        let fixtures = documents::supplied(selection, &contract, known)?;
        let suite = documents::suite(selection, &contract, String::new(), fixtures)?;
        for case in &suite.cases {
            printer::line(&case.id);
        }
        count += suite.cases.len();
    }
    // 4 says that nothing is left to run.
    Ok(if count == 0 { 4 } else { 0 })
}
