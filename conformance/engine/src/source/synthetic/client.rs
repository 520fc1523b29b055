//! How a valid request says which client sends it, where the body can say so as well as a header: in one
//! way, since a client must not use more (RFC 6749 §2.3), and in some way, since a server may want to know.

use serde_json::Value;
use specs::Contract;
use specs::contract::{Operation, SchemaId};

use super::super::Inputs;
use super::draft::Draft;
use conformance_core::heuristics::members;
use conformance_core::values::{Extent, Maker};

/// RFC 6749 §2.3.1: the members that stand for Basic.
const NAMES: [&str; 2] = ["client_id", "client_secret"];

/// Leaves the credentials of the header out where the body names the client, and puts the whole client
/// into the body where no header reports it.
pub(super) fn resolve(inputs: Inputs<'_>, draft: &mut Draft<'_>) {
    let Some(body) = draft.body.clone().filter(|_| may_name_client(inputs.contract, draft)) else {
        return;
    };
    let has = |name: &&str| body.value.get(name).is_some();
    if NAMES.iter().any(has) || draft.credentials.is_empty() {
        draft.credentials.clear();
        if let Some(value) = with_client(inputs, draft.operation, body.schema, &body.value) {
            draft.set_body(inputs, body.media_type, body.index, body.schema, value);
        }
    }
}

/// Whether the request says it in one way.
pub(super) fn is_decided(inputs: Inputs<'_>, draft: &Draft<'_>) -> bool {
    let Some(body) = draft.body.as_ref().filter(|_| may_name_client(inputs.contract, draft)) else {
        return true;
    };
    let messages = NAMES.iter().filter(|name| body.value.get(**name).is_some()).count();
    messages == if draft.credentials.is_empty() { NAMES.len() } else { 0 }
}

/// Whether the body may report the client in place of a header.
pub(super) fn may_name_client(contract: &Contract, draft: &Draft<'_>) -> bool {
    let is_open = draft.operation.security.allows_anonymous();
    let known = draft.body.as_ref().map(|body| members(&contract.schemas, body.schema));
    let holds = |name: &&str| known.unwrap_or_default().iter().any(|member| member.name == **name);
    is_open && draft.operation.security.alternatives.len() > 1 && NAMES.iter().all(holds)
}

/// The value with both members, where the schema admits them.
fn with_client(
    inputs: Inputs<'_>,
    operation: &Operation,
    schema: SchemaId,
    value: &Value,
) -> Option<Value> {
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    let mut rng = super::draft::rng(inputs, operation, "body");
    let full = maker.make(schema, Extent::Full, &mut rng)?;
    let mut value = value.clone();
    let given = value.as_object_mut()?;
    for name in NAMES {
        if !given.contains_key(name) {
            given.insert(name.to_owned(), full.get(name)?.clone());
        }
    }
    maker.accepts(schema, &value).then_some(value)
}
