//! Locations in a configuration file.

use std::collections::BTreeMap;
use std::ops::Range;

/// A key as a part of a JSON Pointer (RFC 6901 §3).
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The bytes of a key and of its value, by JSON Pointer.
pub(crate) type Places = BTreeMap<String, (Range<usize>, Range<usize>)>;
