//! How a row of the table is written.

use super::{Child, Field, Kind, Need, Object, Rest};
use crate::version::Version;

/// A key without which the object is left out.
pub(super) const fn vital(key: &'static str, child: Child) -> Field {
    Field { need: Need::Vital, ..may(key, child) }
}

/// A required key; a blank value does no harm.
pub(super) const fn must(key: &'static str, child: Child) -> Field {
    Field { need: Need::Blank, ..may(key, child) }
}

/// A key that is required before a version.
pub(super) const fn must_before(version: Version, key: &'static str, child: Child) -> Field {
    Field { need: Need::BlankBefore(version), ..may(key, child) }
}

pub(super) const fn may(key: &'static str, child: Child) -> Field {
    Field { key, need: Need::Optional, since: Version::V20, child }
}

/// A key from OpenAPI 3.1 on.
pub(super) const fn from_31(key: &'static str, child: Child) -> Field {
    Field { since: Version::V31, ..may(key, child) }
}

/// A key from OpenAPI 3.2 on.
pub(super) const fn from_32(key: &'static str, child: Child) -> Field {
    Field { since: Version::V32, ..may(key, child) }
}

pub(super) const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object { name, fields, reference: None, rest: Rest::Unknown, rule: None }
}

pub(super) const fn referable(name: &'static str, fields: &'static [Field]) -> Object {
    Object { reference: Some(Version::V20), ..object(name, fields) }
}

pub(super) const fn map(name: &'static str, fields: &'static [Field], kind: Kind) -> Object {
    Object { rest: Rest::Objects(kind), ..object(name, fields) }
}

pub(super) const EXTERNAL_DOCS: Child = Child::Object(Kind::ExternalDocs);
