//! How a row of the table is written.

use super::{Child, Field, Kind, Object, Rest};

pub(super) const fn must(key: &'static str, child: Child) -> Field {
    Field { key, required: true, child }
}

pub(super) const fn may(key: &'static str, child: Child) -> Field {
    Field { key, required: false, child }
}

pub(super) const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object { name, fields, reference: false, rest: Rest::Unknown, rule: None }
}

pub(super) const fn referable(name: &'static str, fields: &'static [Field]) -> Object {
    Object { reference: true, ..object(name, fields) }
}

pub(super) const fn map(name: &'static str, fields: &'static [Field], kind: Kind) -> Object {
    Object { rest: Rest::Objects(kind), ..object(name, fields) }
}

pub(super) const EXTERNAL_DOCS: Child = Child::Object(Kind::ExternalDocs);
