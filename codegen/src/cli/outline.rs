//! `specwright outline`: contracts as text for people.

use super::documents::Input;
use super::{CLEAN, Failure, printer};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    for contract in args.input.contracts(false)? {
        printer::out(specs::outline(&contract).trim_end());
        printer::out(format!("\n{}", contract.coverage()));
    }
    Ok(CLEAN)
}
