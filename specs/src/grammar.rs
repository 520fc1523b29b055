//! The grammar of OpenAPI as one table with the versions that each key is of, and one walk over it that
//! finds every structural error, repairs it or leaves its part out, finds every reference, and separates
//! every Schema Object from the structure.

mod amend;
mod dialect;
mod entry;
mod legacy;
mod rules;
mod schema;
mod security;
mod table;
mod walk;

use crate::document::Version;

pub(crate) use self::walk::{Walked, walk};

/// The kinds of objects that the specification defines (OpenAPI 3.0.4 §4.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Root,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    ImplicitFlow,
    PasswordFlow,
    ClientCredentialsFlow,
    AuthorizationCodeFlow,
}

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
    /// The same, in OpenAPI 3.0 only.
    BlankIn30,
    /// The object is left out without it.
    Vital,
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Child {
    Any,
    Text,
    /// One of these strings.
    Enum(&'static [&'static str]),
    Boolean,
    /// A number that is not negative and has no fraction.
    Count,
    Number,
    Object(Kind),
    /// A schema, `true` or `false`.
    SchemaOrBoolean,
    Array(&'static Child),
    Map(&'static Child),
}

/// What keys that are not fields are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Not defined.
    Unknown,
    /// Objects of this kind, by any key.
    Objects(Kind),
}
