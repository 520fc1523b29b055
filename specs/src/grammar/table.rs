//! The table: one row for each kind of object, in the order of the specification.

use super::Child::{Any, Array, Boolean, Enum, Map, Object as One, Text};
use super::entry::{
    EXTERNAL_DOCS, from_31, from_32, map, may, must, must_before, object, referable, vital,
};
use super::{Child, Kind, Object, rules, schema, security};
use crate::version::Version;

const TEXTS: Child = Array(&Text);
const SERVERS: Child = Array(&One(Kind::Server));
const PARAMETERS: Child = Array(&One(Kind::Parameter));
const CONTENT: Child = Map(&One(Kind::MediaType));
const EXAMPLES: Child = Map(&One(Kind::Example));
const HEADERS: Child = Map(&One(Kind::Header));
const SECURITY: Child = Array(&Map(&TEXTS));
const ENCODINGS: Child = Map(&One(Kind::Encoding));
const SCHEMA: Child = One(Kind::Schema);
const STYLES: Child =
    Enum(&["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject"]);

impl Kind {
    /// The definition of this kind of object.
    pub(super) fn object(self) -> &'static Object {
        match self {
            Self::Root => &ROOT,
            Self::Info => &INFO,
            Self::Contact => &CONTACT,
            Self::License => &LICENSE,
            Self::Server => &SERVER,
            Self::ServerVariable => &SERVER_VARIABLE,
            Self::Components => &COMPONENTS,
            Self::Paths => &PATHS,
            Self::PathItem => &PATH_ITEM,
            Self::Operation => &OPERATION,
            Self::ExternalDocs => &DOCS,
            Self::Parameter => &PARAMETER,
            Self::RequestBody => &REQUEST_BODY,
            Self::MediaType => &MEDIA_TYPE,
            Self::Encoding => &ENCODING,
            Self::Responses => &RESPONSES,
            Self::Response => &RESPONSE,
            Self::Callback => &CALLBACK,
            Self::Example => &EXAMPLE,
            Self::Link => &LINK,
            Self::Header => &HEADER,
            Self::Tag => &TAG,
            Self::Schema => &schema::SCHEMA,
            Self::Discriminator => &schema::DISCRIMINATOR,
            Self::Xml => &schema::XML,
            Self::SecurityScheme => &security::SECURITY_SCHEME,
            Self::Flows => &security::FLOWS,
            Self::ImplicitFlow => &security::IMPLICIT_FLOW,
            Self::PasswordFlow => &security::PASSWORD_FLOW,
            Self::ClientCredentialsFlow => &security::CLIENT_CREDENTIALS_FLOW,
            Self::AuthorizationCodeFlow => &security::AUTHORIZATION_CODE_FLOW,
            Self::DeviceAuthorizationFlow => &security::DEVICE_AUTHORIZATION_FLOW,
        }
    }
}

static ROOT: Object = object(
    "document",
    &[
        must("openapi", Text),
        from_32("$self", Text),
        must("info", One(Kind::Info)),
        may("servers", SERVERS),
        must_before(Version::V31, "paths", One(Kind::Paths)),
        from_31("webhooks", Map(&One(Kind::PathItem))),
        from_31("jsonSchemaDialect", Text),
        may("components", One(Kind::Components)),
        may("security", SECURITY),
        may("tags", Array(&One(Kind::Tag))),
        may("externalDocs", EXTERNAL_DOCS),
    ],
);

static INFO: Object = object(
    "info",
    &[
        must("title", Text),
        from_31("summary", Text),
        may("description", Text),
        may("termsOfService", Text),
        may("contact", One(Kind::Contact)),
        may("license", One(Kind::License)),
        must("version", Text),
    ],
);

static CONTACT: Object =
    object("contact", &[may("name", Text), may("url", Text), may("email", Text)]);

static LICENSE: Object =
    object("license", &[must("name", Text), from_31("identifier", Text), may("url", Text)]);

static SERVER: Object = object(
    "server",
    &[
        vital("url", Text),
        may("description", Text),
        from_32("name", Text),
        may("variables", Map(&One(Kind::ServerVariable))),
    ],
);

static SERVER_VARIABLE: Object = object(
    "server variable",
    &[may("enum", TEXTS), must("default", Text), may("description", Text)],
);

static COMPONENTS: Object = object(
    "components",
    &[
        may("schemas", Map(&SCHEMA)),
        may("responses", Map(&One(Kind::Response))),
        may("parameters", Map(&One(Kind::Parameter))),
        may("examples", EXAMPLES),
        may("requestBodies", Map(&One(Kind::RequestBody))),
        may("headers", HEADERS),
        may("securitySchemes", Map(&One(Kind::SecurityScheme))),
        may("links", Map(&One(Kind::Link))),
        may("callbacks", Map(&One(Kind::Callback))),
        from_31("pathItems", Map(&One(Kind::PathItem))),
        from_32("mediaTypes", CONTENT),
    ],
);

static PATHS: Object = map("paths", &[], Kind::PathItem);

static PATH_ITEM: Object = referable(
    "path item",
    &[
        may("summary", Text),
        may("description", Text),
        may("get", One(Kind::Operation)),
        may("put", One(Kind::Operation)),
        may("post", One(Kind::Operation)),
        may("delete", One(Kind::Operation)),
        may("options", One(Kind::Operation)),
        may("head", One(Kind::Operation)),
        may("patch", One(Kind::Operation)),
        may("trace", One(Kind::Operation)),
        from_32("query", One(Kind::Operation)),
        from_32("additionalOperations", Map(&One(Kind::Operation))),
        may("servers", SERVERS),
        may("parameters", PARAMETERS),
    ],
);

static OPERATION: Object = object(
    "operation",
    &[
        may("tags", TEXTS),
        may("summary", Text),
        may("description", Text),
        may("externalDocs", EXTERNAL_DOCS),
        may("operationId", Text),
        may("parameters", PARAMETERS),
        may("requestBody", One(Kind::RequestBody)),
        must_before(Version::V31, "responses", One(Kind::Responses)),
        may("callbacks", Map(&One(Kind::Callback))),
        may("deprecated", Boolean),
        may("security", SECURITY),
        may("servers", SERVERS),
    ],
);

static DOCS: Object =
    object("external documentation", &[may("description", Text), must("url", Text)]);

static PARAMETER: Object = Object {
    rule: Some(rules::parameter),
    ..referable(
        "parameter",
        &[
            vital("name", Text),
            vital("in", Enum(&["query", "header", "path", "cookie"])),
            may("description", Text),
            may("required", Boolean),
            may("deprecated", Boolean),
            may("allowEmptyValue", Boolean),
            may("style", STYLES),
            may("explode", Boolean),
            may("allowReserved", Boolean),
            may("schema", SCHEMA),
            may("example", Any),
            may("examples", EXAMPLES),
            may("content", CONTENT),
        ],
    )
};

static REQUEST_BODY: Object = referable(
    "request body",
    &[may("description", Text), vital("content", CONTENT), may("required", Boolean)],
);

static MEDIA_TYPE: Object = Object {
    reference: Some(Version::V32),
    ..object(
        "media type",
        &[
            may("schema", SCHEMA),
            from_32("itemSchema", SCHEMA),
            may("example", Any),
            may("examples", EXAMPLES),
            may("encoding", ENCODINGS),
            from_32("prefixEncoding", Array(&One(Kind::Encoding))),
            from_32("itemEncoding", One(Kind::Encoding)),
        ],
    )
};

static ENCODING: Object = object(
    "encoding",
    &[
        may("contentType", Text),
        may("headers", HEADERS),
        may("style", STYLES),
        may("explode", Boolean),
        may("allowReserved", Boolean),
        from_32("encoding", ENCODINGS),
        from_32("prefixEncoding", Array(&One(Kind::Encoding))),
        from_32("itemEncoding", One(Kind::Encoding)),
    ],
);

static RESPONSES: Object = map("responses", &[], Kind::Response);

static RESPONSE: Object = referable(
    "response",
    &[
        from_32("summary", Text),
        must_before(Version::V32, "description", Text),
        may("headers", HEADERS),
        may("content", CONTENT),
        may("links", Map(&One(Kind::Link))),
    ],
);

static CALLBACK: Object =
    Object { reference: Some(Version::V20), ..map("callback", &[], Kind::PathItem) };

static EXAMPLE: Object = referable(
    "example",
    &[
        may("summary", Text),
        may("description", Text),
        from_32("dataValue", Any),
        from_32("serializedValue", Text),
        may("value", Any),
        may("externalValue", Text),
    ],
);

static LINK: Object = referable(
    "link",
    &[
        may("operationRef", Text),
        may("operationId", Text),
        may("parameters", Map(&Any)),
        may("requestBody", Any),
        may("description", Text),
        may("server", One(Kind::Server)),
    ],
);

static HEADER: Object = Object {
    rule: Some(rules::header),
    ..referable(
        "header",
        &[
            may("description", Text),
            may("required", Boolean),
            may("deprecated", Boolean),
            may("allowEmptyValue", Boolean),
            may("style", STYLES),
            may("explode", Boolean),
            may("allowReserved", Boolean),
            may("schema", SCHEMA),
            may("example", Any),
            may("examples", EXAMPLES),
            may("content", CONTENT),
        ],
    )
};

static TAG: Object = object(
    "tag",
    &[
        must("name", Text),
        from_32("summary", Text),
        may("description", Text),
        may("externalDocs", EXTERNAL_DOCS),
        from_32("parent", Text),
        from_32("kind", Text),
    ],
);
