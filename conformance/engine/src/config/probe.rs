//! The members of a probe, for the JSON Schema alone: the probe reads itself.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::value_source::Text;

/// A request that shows whether a live value lives.
#[derive(JsonSchema)]
#[schemars(rename = "Probe", deny_unknown_fields)]
#[expect(dead_code, reason = "its shape is all that is wanted")]
pub struct ProbeShape {
    /// The method; GET without it.
    method: Option<String>,
    /// Below the base URL, or absolute on the target's host. `{{field}}` stands for the live value,
    /// `{{credential.Scheme}}` for the caller's credential.
    url: Text,
    /// Header fields.
    headers: Option<BTreeMap<String, Text>>,
    /// The content.
    body: Option<Text>,
    /// The statuses that say that the value lives.
    live: Vec<u16>,
    /// The statuses that say that it is revoked.
    revoked: Option<Vec<u16>>,
    /// A JSON Pointer to the boolean that says it.
    member: Option<String>,
    /// Seconds that the end of a value may take.
    grace: Option<f64>,
}
