//! The kinds of OpenAPI objects, and what the value of a key may be. The grammar and the table of schema
//! keywords are written in these terms.

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
    DeviceAuthorizationFlow,
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
