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
    match count {
        0 => Err(Failure { code: 4, message: "no case is selected".to_owned() }),
        _ => Ok(0),
    }
}
