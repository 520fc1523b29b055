//! `fuzz`: mutated documents for the front end and the generator. A panic, a document without end and an
//! `unreadable` part are failures. An input follows from the seeds, `--seed` and its number: a failing one
//! is made again by its number.

mod bytes;
mod execute;
mod input;
mod rng;
mod seeds;
mod structure;
mod supervise;
mod work;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::failure::{CLEAN, FINDINGS, Failure};
use crate::print;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How long, such as 90s, 20m or 1h
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = duration)]
    time: Duration,

    /// The folder of the documents that are mutated [default: specs]
    #[arg(long, value_name = "DIR")]
    seeds: Option<PathBuf>,

    /// The most bytes of a document that is mutated
    #[arg(long, value_name = "BYTES", default_value_t = 40_000)]
    largest: u64,

    /// Another number, other inputs
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,

    /// How long one input may take
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration)]
    limit: Duration,

    /// Run the input of this number only, in this process, and print it
    #[arg(long, value_name = "N")]
    one: Option<u64>,

    /// Run inputs in this process from this number on
    #[arg(long, value_name = "N", hide = true)]
    from: Option<u64>,
}

/// Exit code 0 where no input failed.
pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    let folder = args.seeds.clone().unwrap_or_else(|| root.join("specs"));
    let seeds = seeds::read(&folder, args.largest)?;
    let inputs = input::Inputs { seeds: &seeds, seed: args.seed };
    if let Some(number) = args.one {
        let text = inputs.text(number);
        print::out(&text);
        let failure = execute::execute(&text, true);
        print::out(failure.as_ref().map_or_else(|| "passed".to_owned(), |failure| failure.clone()));
        return Ok(if failure.is_none() { CLEAN } else { FINDINGS });
    }
    if let Some(first) = args.from {
        work::run(&inputs, first);
        return Ok(CLEAN);
    }
    print::out(format!("{} documents of at most {} bytes", seeds.len(), args.largest));
    let found = supervise::run(root, &folder, args, &inputs)?;
    Ok(if found == 0 { CLEAN } else { FINDINGS })
}

/// A number and a unit.
fn duration(text: &str) -> Result<Duration, String> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let factor = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        _ => return Err("expected a number and s, m or h".to_owned()),
    };
    let number: u64 =
        text.trim_end_matches(unit).parse().map_err(|_| "expected a number".to_owned())?;
    Ok(Duration::from_secs(number.saturating_mul(factor)))
}

#[cfg(test)]
mod tests;
