//! The selected documents, and their suites.

use std::path::Path;
use std::sync::Arc;

use specs::{Contract, Diagnostics};

use super::arguments::{RelatedFiles, Selection, Sources};
use super::filter::Filter;
use super::{Failure, printer};
use conformance_core::case::CaseKind;
use conformance_core::nearest::did_you_mean;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::source::recorded::{Recording, embedded, in_directory};
use conformance_engine::suite::Suite;

/// The contracts of the selection, in the order in which reports name them.
pub(super) fn contracts(selection: &Selection) -> Result<Vec<Arc<Contract>>, Failure> {
    load(&selection.provider, selection.spec.as_deref(), &selection.related)
}

/// The contract of a file, or of these providers; of all providers if neither is named.
pub(super) fn load(
    providers: &[String],
    spec: Option<&Path>,
    related: &RelatedFiles,
) -> Result<Vec<Arc<Contract>>, Failure> {
    if let Some(file) = spec {
        let (contract, diagnostics) = specs::load_with(file, &related.options());
        if !diagnostics.is_empty() {
            printer::note(&diagnostics.render_brief(true));
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
            let message = format!("{name} cannot be used: it has the errors above");
            Err(Failure { details: diagnostics.render(false), ..Failure::configuration(message) })
        }
    }
}

/// The fixtures of a target, with those of files and flags added.
pub(super) fn supplied(
    selection: &Selection,
    contract: &Contract,
    of_target: Fixtures,
) -> Result<Fixtures, Failure> {
    let wrong = |error: conformance_engine::fixtures::FixturesError| {
        Failure::configuration(error.to_string())
    };
    let supplied = &selection.supplied;
    let mut fixtures = match &supplied.fixtures {
        Some(file) => Fixtures::load(file).map_err(wrong)?,
        None => of_target,
    };
    for flag in &supplied.auth {
        fixtures.add_auth(flag, contract).map_err(|error| Failure::usage(error.to_string()))?;
    }
    for flag in &supplied.value {
        fixtures.add_value(flag).map_err(|error| Failure::usage(error.to_string()))?;
    }
    fixtures.add_live(&supplied.live_value).map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(shard) = selection.choice.shard {
        let (index, count) = shard.index_and_count();
        fixtures.share_out(index, count);
    }
    Ok(fixtures)
}

/// The cases for a target: recorded ones, then those from the document, then random ones.
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
        // A document of the user has no built-in recordings, also if it is named like a provider.
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
        suite.add_random(count, selection.seed, move |id| filter.includes(id));
    }
    Ok(suite)
}

/// Keeps malformed messages in one of several suites only: one server parses the messages of all documents,
/// before it knows which of them applies. The suite with the most such cases, omitted ones included, keeps
/// them, so that every shard makes the same choice.
pub(super) fn share_framing(suites: &mut [Suite]) {
    let has_any = |suite: &Suite| suite.cases.iter().any(|case| is_raw(&case.kind));
    let count = |suite: &Suite| {
        let omitted = suite.omitted.iter().map(|case| &case.kind);
        suite.cases.iter().map(|case| &case.kind).chain(omitted).filter(|kind| is_raw(kind)).count()
    };
    // Of equals, `max_by_key` takes the last.
    let with_framing = suites.iter().enumerate().rev().filter(|(_, suite)| has_any(suite));
    let Some((keeper, _)) = with_framing.max_by_key(|(_, suite)| count(suite)) else { return };
    for (_, suite) in suites.iter_mut().enumerate().filter(|(index, _)| *index != keeper) {
        suite.omit(|case| is_raw(&case.kind));
    }
}

/// Whether a case sends a malformed message over a raw connection.
fn is_raw(kind: &CaseKind) -> bool {
    matches!(kind, CaseKind::MalformedMessage(malformation) if malformation.needs_raw_connection())
}
