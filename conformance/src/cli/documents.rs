//! Which documents are meant, and the suites that follow from them.

use std::path::Path;
use std::sync::Arc;

use specs::{Contract, Diagnostics};

use super::arguments::{Selection, Sources};
use super::filter::Filter;
use super::{Failure, printer};
use conformance_core::case::CaseKind;
use conformance_core::nearest::did_you_mean;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::source::recorded::{Recording, embedded, in_directory};
use conformance_engine::suite::Suite;

/// The contracts of the selection, in the order in which reports name them.
pub(super) fn contracts(selection: &Selection) -> Result<Vec<Arc<Contract>>, Failure> {
    of(&selection.provider, selection.spec.as_deref())
}

/// The contract of a file, else of these providers; of all where none is named.
pub(super) fn of(providers: &[String], spec: Option<&Path>) -> Result<Vec<Arc<Contract>>, Failure> {
    if let Some(file) = spec {
        let (contract, diagnostics) = specs::load(file);
        if !diagnostics.is_empty() {
            printer::note(&diagnostics.render(true));
        }
        return Ok(vec![usable(contract, &diagnostics)?]);
    }
    for id in providers {
        if specs::providers::find(id).is_none() {
            let known = specs::providers::ALL.iter().map(|provider| provider.id);
            let known: Vec<&str> = known.collect();
            let help = did_you_mean(id, known.iter().copied())
                .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
            return Err(Failure::usage(format!("unknown provider `{id}`\n  help: {help}")));
        }
    }
    let wanted = |id: &str| providers.is_empty() || providers.iter().any(|provider| provider == id);
    specs::providers::ALL
        .iter()
        .filter(|provider| wanted(provider.id))
        .map(|provider| {
            let name = format!("specs/{}", provider.file);
            let (contract, diagnostics) = specs::parse(provider.id, &name, provider.text);
            if diagnostics.is_fatal() {
                printer::note(&diagnostics.render(true));
            }
            usable(contract, &diagnostics)
        })
        .collect()
}

fn usable(contract: Option<Contract>, diagnostics: &Diagnostics) -> Result<Arc<Contract>, Failure> {
    match contract {
        Some(contract) if !diagnostics.is_fatal() => Ok(Arc::new(contract)),
        _ => {
            let name = diagnostics.source().name();
            let message = format!("{name} cannot be used: see its problems");
            Err(Failure { details: diagnostics.render(false), ..Failure::configuration(message) })
        }
    }
}

/// What the files and flags of the selection add to the fixtures of a target.
pub(super) fn supplied(
    selection: &Selection,
    contract: &Contract,
    otherwise: Fixtures,
) -> Result<Fixtures, Failure> {
    let wrong = |error: conformance_engine::fixtures::FixturesError| {
        Failure::configuration(error.to_string())
    };
    let supplied = &selection.supplied;
    let mut fixtures = match &supplied.fixtures {
        Some(file) => Fixtures::load(file).map_err(wrong)?,
        None => otherwise,
    };
    for flag in &supplied.auth {
        fixtures.add_auth(flag, contract).map_err(|error| Failure::usage(error.to_string()))?;
    }
    for flag in &supplied.value {
        fixtures.add_value(flag).map_err(|error| Failure::usage(error.to_string()))?;
    }
    fixtures.add_live(&supplied.live_value).map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(shard) = selection.choice.shard {
        let (index, count) = shard.of();
        fixtures.share_out(index, count);
    }
    Ok(fixtures)
}

/// Everything that is asked of a target: recorded cases, then those from the document, then random ones.
pub(super) fn suite(
    selection: &Selection,
    sources: &Sources,
    contract: &Arc<Contract>,
    base: String,
    fixtures: Fixtures,
) -> Result<Suite, Failure> {
    let recordings: Vec<Recording> = match (&sources.recordings, &selection.spec) {
        (Some(directory), _) => in_directory(directory, &contract.id)
            .map_err(|error| Failure::configuration(error.to_string()))?,
        (None, None) => embedded(&contract.id),
        // A document of the user's own has no recordings here, whatever it is called.
        (None, Some(_)) => Vec::new(),
    };
    fixtures.check_probe(contract, &base).map_err(|error| {
        let file = selection.supplied.fixtures.as_ref();
        let file = file.map_or(String::new(), |file| format!("{}#", file.display()));
        Failure::configuration(format!("{file}{error}"))
    })?;
    let contract = Arc::clone(contract);
    let mut suite = Suite::plan(contract, base, fixtures, &recordings, selection.seed)
        .map_err(|error| Failure::configuration(error.to_string()))?;
    Filter::new(&selection.choice, &suite.contract)?.keep(&mut suite);
    if let Some(count) = sources.random {
        let filter = Filter::new(&selection.choice, &suite.contract)?;
        suite.add_random(count, selection.seed, move |id| filter.is_wanted(id));
    }
    Ok(suite)
}

/// Leaves malformed messages to one of several documents: one server reads them all, and it does so before
/// it knows which document holds. The one with most of them has them, whichever part of a run this is.
pub(super) fn share_framing(suites: &mut [Suite]) {
    let has_any = |suite: &Suite| suite.cases.iter().any(|case| is_raw(&case.kind));
    let count = |suite: &Suite| {
        let omitted = suite.omitted.iter().map(|case| &case.kind);
        suite.cases.iter().map(|case| &case.kind).chain(omitted).filter(|kind| is_raw(kind)).count()
    };
    // Of equals, `max_by_key` takes the last.
    let asked = suites.iter().enumerate().rev().filter(|(_, suite)| has_any(suite));
    let Some((keeper, _)) = asked.max_by_key(|(_, suite)| count(suite)) else { return };
    for (_, suite) in suites.iter_mut().enumerate().filter(|(index, _)| *index != keeper) {
        suite.omit(|case| is_raw(&case.kind));
    }
}

/// Whether a case sends a malformed message over a raw connection.
fn is_raw(kind: &CaseKind) -> bool {
    matches!(kind, CaseKind::MalformedMessage(malformation) if malformation.needs_raw_connection())
}
