//! Credentials that are missing in a recording: browsers omit them from exports.

use specs::contract::{Operation, ParameterLocation, SchemeKind, SecurityAlternative};

use super::super::Inputs;
use conformance_core::case::{CredentialUse, Quality, RequestPlan};

/// Adds the credentials of the fixtures to a request that needs some and has none. Returns what is
/// missing, if there are none.
pub(super) fn supply(
    inputs: &Inputs<'_>,
    operation: &Operation,
    plan: &mut RequestPlan,
) -> Option<String> {
    let alternatives = &operation.security.alternatives;
    let mut schemes = alternatives.iter().flat_map(|one| &one.requirements);
    let is_there = schemes.any(|one| carries(inputs, plan, &one.scheme));
    if operation.security.allows_anonymous() || is_there {
        return None;
    }
    let is_supplied = |alternative: &&SecurityAlternative| {
        let mut schemes = alternative.requirements.iter();
        schemes.all(|one| inputs.fixtures.credential(&one.scheme).is_some())
    };
    if let Some(alternative) = alternatives.iter().find(is_supplied) {
        plan.credentials.extend(
            alternative
                .requirements
                .iter()
                .map(|one| CredentialUse { scheme: one.scheme.clone(), quality: Quality::Right }),
        );
        return None;
    }
    let first = alternatives.first()?.requirements.first()?;
    Some(format!(
        "the credentials are missing in the recording: supply them with --auth {}=VALUE",
        first.scheme
    ))
}

fn carries(inputs: &Inputs<'_>, plan: &RequestPlan, scheme: &str) -> bool {
    let name = match inputs.contract.scheme(scheme).map(|scheme| &scheme.kind) {
        Some(SchemeKind::ApiKey { location: ParameterLocation::Header, name }) => name,
        Some(SchemeKind::ApiKey { location: ParameterLocation::Query, name }) => {
            return plan.query.iter().any(|(known, _)| known == name);
        }
        Some(SchemeKind::ApiKey { .. }) => "cookie",
        _ => "authorization",
    };
    plan.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
}
