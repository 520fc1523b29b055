//! A target in a configuration file: its URL, credentials, values, limits. A fixtures file holds a part
//! of the same.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::live_values::LiveSource;
use crate::run_options::{RunLimits, RunPolicy};
use crate::signing::SigningConfig;
use crate::value_source::{Anything, HeaderText, Text};

/// `conformance.toml`: named targets.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct File {
    /// The target of a run that names none.
    pub default_target: Option<String>,
    /// A file of `NAME=value` lines in which environment variables are looked up as well. None is read
    /// by default.
    pub env_file: Option<String>,
    /// The targets by name.
    #[serde(default)]
    pub targets: BTreeMap<String, Target>,
}

/// One target.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Target {
    /// A built-in provider, which has a document.
    pub provider: Option<String>,
    /// An OpenAPI document.
    pub spec: Option<String>,
    /// The base URL, instead of a server of the document.
    pub url: Option<Text>,
    /// A server of the document: its index, from 0, or its URL.
    pub server: Option<ServerChoice>,
    /// Values for the variables in the URL of the server.
    pub variables: BTreeMap<String, Text>,
    /// The credential of each security scheme, by its name in the document.
    #[serde(alias = "credentials")]
    pub auth: BTreeMap<String, Auth>,
    /// Headers that are added to every request although the document does not declare them.
    pub headers: BTreeMap<String, HeaderText>,
    /// Values of parameters and body properties.
    pub values: BTreeMap<String, Anything>,
    /// Values that exist at the target and are used up, by parameter or body property.
    pub live_values: BTreeMap<String, LiveSource>,
    /// The same, of another client.
    pub foreign_values: BTreeMap<String, LiveSource>,
    /// The value that is the caller's own credential, which the last case revokes.
    pub own_credential: Option<OwnCredentialText>,
    /// The request that shows whether a value is live.
    #[schemars(with = "Option<super::probe::ProbeShape>")]
    pub probe: Option<Anything>,
    /// How requests are signed.
    pub signing: Option<SigningConfig>,
    /// The limits of a run.
    pub limits: RunLimits,
    /// The policy of a run beyond the document.
    pub checks: RunPolicy,
    /// Reports, as for `--report`.
    pub report: Vec<String>,
    /// Known failures, as for `--expectations`.
    pub expectations: Option<String>,
    /// Certificates in PEM form that are trusted in addition to those of the system.
    pub ca: Option<String>,
    /// The proxy: `env` for that of the environment, or its URL.
    pub proxy: Option<Text>,
    /// Whether requests that change something may be sent to a host that the document describes as
    /// production.
    pub allow_production: bool,
}

/// A server of the document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ServerChoice {
    /// Its index, from 0.
    Index(usize),
    /// Its URL, as it is in the document.
    Url(String),
}

/// The value that is the caller's own credential.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnCredentialText {
    /// The parameter or body property that names it.
    pub field: String,
    /// The value.
    pub value: Anything,
}

/// A credential of the caller.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "AuthMembers")]
pub enum Auth {
    /// A bearer token.
    Token(Text),
    /// An API key.
    Key(Text),
    /// A user name and a password.
    Basic(Text, Text),
    /// A token that is fetched with the client credentials grant.
    Oauth2(Box<Oauth2>),
}

/// The keys of a credential.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuthMembers {
    token: Option<Text>,
    key: Option<Text>,
    username: Option<Text>,
    password: Option<Text>,
    oauth2: Option<Oauth2>,
}

impl TryFrom<AuthMembers> for Auth {
    type Error = String;

    fn try_from(members: AuthMembers) -> Result<Self, String> {
        match members {
            AuthMembers {
                token: Some(token),
                key: None,
                username: None,
                password: None,
                oauth2: None,
            } => Ok(Self::Token(token)),
            AuthMembers {
                key: Some(key),
                token: None,
                username: None,
                password: None,
                oauth2: None,
            } => Ok(Self::Key(key)),
            AuthMembers {
                username: Some(username),
                password: Some(password),
                token: None,
                key: None,
                oauth2: None,
            } => Ok(Self::Basic(username, password)),
            AuthMembers {
                oauth2: Some(oauth2),
                token: None,
                key: None,
                username: None,
                password: None,
            } => Ok(Self::Oauth2(Box::new(oauth2))),
            _ => Err("must hold `token`, `key`, `oauth2`, or `username` and `password`".to_owned()),
        }
    }
}

/// A token that is fetched with the client credentials grant (RFC 6749 §4.4), used until it expires,
/// and fetched again before that.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Oauth2 {
    /// The token endpoint: below the base URL, or absolute.
    pub token_url: Text,
    /// The client id.
    pub client_id: Text,
    /// The client secret.
    pub client_secret: Text,
    /// The scope of the token.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Where the client's credentials are sent.
    #[serde(default)]
    pub style: ClientStyle,
    /// How the request is encoded.
    #[serde(default)]
    pub body: TokenBody,
    /// Further headers, such as `accountId`.
    #[serde(default)]
    pub headers: BTreeMap<String, Text>,
    /// Further parameters, such as `audience`.
    #[serde(default)]
    pub parameters: BTreeMap<String, Text>,
    /// The token in the response, as a JSON Pointer; `/access_token` by default.
    pub token_pointer: Option<String>,
    /// The lifetime of the token in seconds, as a JSON Pointer; `/expires_in` by default.
    pub expires_pointer: Option<String>,
    /// The lifetime in seconds, if the response does not contain it.
    pub lifetime: Option<u64>,
}

/// Where the client's credentials are sent (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClientStyle {
    /// In `Authorization: Basic`.
    #[default]
    Basic,
    /// In the body.
    Body,
}

/// The encoding of a token request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TokenBody {
    /// As a form.
    #[default]
    Form,
    /// As JSON.
    Json,
}

impl Target {
    /// The keys among these that a fixtures file may not have.
    pub(crate) fn beyond_fixtures(document: &Value) -> Vec<String> {
        const FIXTURES: [&str; 9] = [
            "auth",
            "credentials",
            "headers",
            "values",
            "live-values",
            "foreign-values",
            "own-credential",
            "probe",
            "signing",
        ];
        let members = document.as_object().into_iter().flatten();
        let names = members.map(|(name, _)| name.clone());
        names.filter(|name| !FIXTURES.contains(&name.as_str())).collect()
    }
}
