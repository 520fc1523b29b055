//! The grammar of OpenAPI as one table with the versions that each key is of, and one walk over it that
//! finds every structural error, repairs it or leaves its part out, finds every reference, and separates
//! every Schema Object from the structure.

mod amend;
pub(crate) mod dialect;
mod entry;
mod legacy;
mod recent;
mod rules;
mod schema;
mod security;
mod table;
mod walk;

use crate::version::Version;

pub(crate) use self::walk::{Walked, walk};

use crate::node::{Child, Kind};

/// The definition of one kind of object.
pub(crate) struct Object {
    /// What messages call it, such as `parameter`.
    name: &'static str,
    /// The keys it defines.
    fields: &'static [Field],
    /// The first version that allows a `$ref` instead of it, if one does.
    reference: Option<Version>,
    /// What other keys than those in `fields` and `x-` are.
    rest: Rest,
    /// Requirements on several keys at once.
    rule: Option<rules::Rule>,
}

/// A key of an object.
#[derive(Clone, Copy)]
struct Field {
    key: &'static str,
    need: Need,
    /// The first version that defines it.
    since: Version,
    child: Child,
}

/// Whether an object needs a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Optional,
    /// Required, and a blank value is put in its place.
    Blank,
    /// The same, before a version.
    BlankBefore(Version),
    /// The object is left out without it.
    Vital,
}

/// What keys that are not fields are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Not defined.
    Unknown,
    /// Objects of this kind, by any key.
    Objects(Kind),
}
