//! `tidy`: the project's own rules, which neither the compiler nor clippy checks.
//!
//! It reads the workspace once and hands it to every rule; rules do no I/O.

mod code;
mod paths;
mod rules;
mod test_code;
mod tree;

use std::path::Path;

use self::rules::{RULES, Rule};
use self::tree::Tree;
use crate::failure::{CLEAN, FINDINGS, Failure};
use crate::print;

#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Print the rules, and check nothing
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    if args.list {
        RULES.iter().for_each(|rule| print::out(format!("{}: {}", rule.id, rule.what)));
        return Ok(CLEAN);
    }
    let tree = Tree::read(root)?;
    let count: usize = RULES.iter().map(|rule| report(rule, &tree)).sum();
    if count == 0 {
        print::out(format!("tidy: {} rules kept by {} files", RULES.len(), tree.len()));
        return Ok(CLEAN);
    }
    print::err(format!("error: {count} violations of the project's rules"));
    Ok(FINDINGS)
}

/// Prints the violations of a rule; their number.
fn report(rule: &Rule, tree: &Tree) -> usize {
    let violations = (rule.run)(tree);
    for violation in &violations {
        print::err(format!("{violation} [{}]", rule.id));
    }
    if !violations.is_empty() {
        print::err(format!("  the rule: {}", rule.what));
    }
    violations.len()
}
