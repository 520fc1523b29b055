//! The keys of a probe, for the JSON Schema only: the probe itself is read elsewhere.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::value_source::Text;

/// A request that shows whether a value is live.
#[derive(JsonSchema)]
#[schemars(rename = "Probe", deny_unknown_fields)]
#[expect(dead_code, reason = "its shape is all that is wanted")]
pub struct ProbeShape {
    /// The method; GET by default.
    method: Option<String>,
    /// Below the base URL, or absolute on the target's host. `{{field}}` is replaced by the live value,
    /// `{{credential.Scheme}}` by the caller's credential.
    url: Text,
    /// Header fields.
    headers: Option<BTreeMap<String, Text>>,
    /// The body.
    body: Option<Text>,
    /// The status codes for a live value.
    live: Vec<u16>,
    /// The status codes for a revoked value.
    revoked: Option<Vec<u16>>,
    /// A JSON Pointer to the boolean that is true for a live value.
    member: Option<String>,
    /// Seconds that a revocation may take to have effect.
    grace: Option<f64>,
}
