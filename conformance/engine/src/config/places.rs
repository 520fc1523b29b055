//! Places in a file of settings.

use std::collections::BTreeMap;
use std::ops::Range;

/// A member's name as a part of a JSON Pointer (RFC 6901 §3).
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Where a member's name and its value stand, by JSON Pointer.
pub(crate) type Places = BTreeMap<String, (Range<usize>, Range<usize>)>;
