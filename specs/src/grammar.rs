//! The grammar of OpenAPI 3.0 as one table, and one walk over it that finds every structural error,
//! every reference, and separates every Schema Object from the structure.

mod entry;
mod rules;
mod schema;
mod security;
mod table;
mod walk;

pub(crate) use self::walk::{Walked, walk};

use crate::node::{Child, Kind};

/// The definition of one kind of object.
pub(crate) struct Object {
    /// What messages call it, such as `parameter`.
    name: &'static str,
    /// The keys it defines.
    fields: &'static [Field],
    /// Whether the specification allows a `$ref` instead of it.
    reference: bool,
    /// What other keys than those in `fields` and `x-` are.
    rest: Rest,
    /// Requirements on several keys at once.
    rule: Option<rules::Rule>,
}

/// A key of an object.
#[derive(Clone, Copy)]
struct Field {
    key: &'static str,
    required: bool,
    child: Child,
}

/// What keys that are not fields are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Not defined.
    Unknown,
    /// Objects of this kind, by any key.
    Objects(Kind),
}
