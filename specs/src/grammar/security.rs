//! The part of the table that describes security schemes (OpenAPI 3.0.4 §4.7.27 to §4.7.29).

use super::Child::{self, Boolean, Enum, Map, Object as One, Text};
use super::entry::{from_32, may, must, object, referable, vital};
use super::{Field, Kind, Object, rules};

const SCOPES: Child = Map(&Text);

pub(super) static SECURITY_SCHEME: Object = Object {
    rule: Some(rules::security_scheme),
    ..referable(
        "security scheme",
        &[
            vital("type", Enum(&["apiKey", "http", "oauth2", "openIdConnect"])),
            may("description", Text),
            may("name", Text),
            may("in", Enum(&["query", "header", "cookie"])),
            may("scheme", Text),
            may("bearerFormat", Text),
            may("flows", One(Kind::Flows)),
            may("openIdConnectUrl", Text),
            from_32("oauth2MetadataUrl", Text),
            from_32("deprecated", Boolean),
        ],
    )
};

pub(super) static FLOWS: Object = object(
    "OAuth flows",
    &[
        may("implicit", One(Kind::ImplicitFlow)),
        may("password", One(Kind::PasswordFlow)),
        may("clientCredentials", One(Kind::ClientCredentialsFlow)),
        may("authorizationCode", One(Kind::AuthorizationCodeFlow)),
        from_32("deviceAuthorization", One(Kind::DeviceAuthorizationFlow)),
    ],
);

pub(super) static IMPLICIT_FLOW: Object = object(
    "OAuth flow",
    &[must("authorizationUrl", Text), may("refreshUrl", Text), must("scopes", SCOPES)],
);

pub(super) static PASSWORD_FLOW: Object = object("OAuth flow", TOKEN_FLOW);

pub(super) static CLIENT_CREDENTIALS_FLOW: Object = object("OAuth flow", TOKEN_FLOW);

const TOKEN_FLOW: &[Field] =
    &[must("tokenUrl", Text), may("refreshUrl", Text), must("scopes", SCOPES)];

pub(super) static AUTHORIZATION_CODE_FLOW: Object = object(
    "OAuth flow",
    &[
        must("authorizationUrl", Text),
        must("tokenUrl", Text),
        may("refreshUrl", Text),
        must("scopes", SCOPES),
    ],
);

pub(super) static DEVICE_AUTHORIZATION_FLOW: Object = object(
    "OAuth flow",
    &[
        must("deviceAuthorizationUrl", Text),
        must("tokenUrl", Text),
        may("refreshUrl", Text),
        must("scopes", SCOPES),
    ],
);
