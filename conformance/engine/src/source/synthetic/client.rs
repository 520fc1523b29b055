//! How a valid request identifies the client, if both the body and a header can: in only one way, since
//! a client must not use more (RFC 6749 §2.3), and in at least one, since a server may require it.

use serde_json::Value;
use specs::Contract;
use specs::contract::{Operation, SchemaId};

use super::super::Inputs;
use super::draft::Draft;
use conformance_core::heuristics::members;
use conformance_core::values::{Extent, Maker};

/// RFC 6749 §2.3.1: the body properties that replace Basic.
const NAMES: [&str; 2] = ["client_id", "client_secret"];

/// Omits the credentials of the header if the body identifies the client, and adds the client to the
/// body if no header identifies it.
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

/// Whether the request identifies the client in at most one way.
pub(super) fn is_decided(inputs: Inputs<'_>, draft: &Draft<'_>) -> bool {
    let Some(body) = draft.body.as_ref().filter(|_| may_name_client(inputs.contract, draft)) else {
        return true;
    };
    let messages = NAMES.iter().filter(|name| body.value.get(**name).is_some()).count();
    messages == if draft.credentials.is_empty() { NAMES.len() } else { 0 }
}

/// Whether the body may identify the client instead of a header.
pub(super) fn may_name_client(contract: &Contract, draft: &Draft<'_>) -> bool {
    let is_open = draft.operation.security.allows_anonymous();
    let known = draft.body.as_ref().map(|body| members(&contract.schemas, body.schema));
    let holds = |name: &&str| known.unwrap_or_default().iter().any(|member| member.name == **name);
    is_open && draft.operation.security.alternatives.len() > 1 && NAMES.iter().all(holds)
}

/// The value with both properties, if the schema accepts them.
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
