//! `specwright explain`: what a diagnostic code means.

use specs::diagnostic::{CODES, EXPLANATIONS, Explanation};

use super::{CLEAN, Failure, printer};
use crate::unsupported::NOT_GENERATED;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A code, as diagnostics show it; without one, all are listed
    code: Option<String>,
}

/// The descriptions of all codes: those of the reader, then that of the generator.
pub(super) fn all() -> impl Iterator<Item = &'static Explanation> {
    EXPLANATIONS.iter().chain([&NOT_GENERATED])
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let Some(code) = &args.code else {
        all().for_each(|known| printer::out(row(known)));
        return Ok(CLEAN);
    };
    let Some(known) = all().find(|known| known.code == code) else {
        return Err(Failure::Usage {
            message: format!("unknown code `{code}`"),
            help: nearest(code)
                .map_or("`specwright explain` lists the codes".to_owned(), |known| {
                    format!("did you mean `{known}`?")
                }),
        });
    };
    printer::out(describe(known));
    Ok(CLEAN)
}

/// The code that is spelled almost like this text.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase().replace([' ', '_'], "-");
    let distance = |code: &&str| strsim::damerau_levenshtein(&text, code);
    let nearest = all().map(|known| known.code).min_by_key(distance);
    nearest.filter(|code| distance(code) <= code.len().max(3) / 3)
}

/// A line of the list.
fn row(known: &Explanation) -> String {
    let meaning = CODES.iter().find(|code| code.id == known.code);
    let meaning = meaning.map_or(known.cause, |code| code.meaning);
    format!("{:<24}{:<26}{meaning}", known.code, outcomes(known))
}

fn outcomes(known: &Explanation) -> String {
    let code = CODES.iter().find(|code| code.id == known.code);
    let names = code.map(|code| code.outcomes.iter().map(|one| one.as_str()).collect());
    names.unwrap_or_else(|| vec!["lost"]).join(" or ")
}

fn describe(known: &Explanation) -> String {
    let Explanation { code, cause, consequence, remedy, example } = known;
    let example = example.replace('\n', "\n    ");
    let outcomes = outcomes(known);
    format!(
        "{code} ({outcomes})\n\n{cause}\n{consequence}\n\nhelp: {remedy}\n\nexample:\n    {example}"
    )
}

#[cfg(test)]
mod tests {
    use super::{all, describe, row};

    #[test]
    fn a_description_has_all_of_its_parts() {
        let known = all().find(|known| known.code == "path-query").unwrap();
        insta::assert_snapshot!(format!("{}\n\n{}", row(known), describe(known)));
    }

    #[test]
    fn every_code_of_the_generator_has_a_description() {
        let last = all().last().unwrap();
        assert_eq!(last.code, "not-generated");
    }
}
