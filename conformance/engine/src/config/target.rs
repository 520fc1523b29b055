//! What a file says of a target: where it is, who may call, what exists there, how much it may be sent.
//! A file of fixtures says a part of the same.

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
    /// A file of `NAME=value` lines that environment variables are looked for in as well. None is read
    /// unless it is named.
    pub env_file: Option<String>,
    /// The targets by name.
    #[serde(default)]
    pub targets: BTreeMap<String, Target>,
}

/// One target.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Target {
    /// One of the five providers, whose document is built in.
    pub provider: Option<String>,
    /// An OpenAPI document.
    pub spec: Option<String>,
    /// The base URL, in place of a server of the document.
    pub url: Option<Text>,
    /// A server of the document: its place in the list, from 0, or its URL.
    pub server: Option<ServerChoice>,
    /// Values for the variables in the URL of the server.
    pub variables: BTreeMap<String, Text>,
    /// The credential of each security scheme, by its name in the document.
    #[serde(alias = "credentials")]
    pub auth: BTreeMap<String, Auth>,
    /// Headers that every request carries although the document does not say so.
    pub headers: BTreeMap<String, HeaderText>,
    /// Values of parameters and body properties.
    pub values: BTreeMap<String, Anything>,
    /// Values that exist at the target and are used up, by parameter or body property.
    pub live_values: BTreeMap<String, LiveSource>,
    /// The same, of another client.
    pub foreign_values: BTreeMap<String, LiveSource>,
    /// The value that is the caller's own credential, which the last case ends.
    pub own_credential: Option<OwnCredentialText>,
    /// The request that shows whether a value lives.
    #[schemars(with = "Option<super::probe::ProbeShape>")]
    pub probe: Option<Anything>,
    /// How requests are signed.
    pub signing: Option<SigningConfig>,
    /// How much a run may ask, and how long it waits.
    pub limits: RunLimits,
    /// What a run demands beside the document.
    pub checks: RunPolicy,
    /// Reports, as `--report` takes them.
    pub report: Vec<String>,
    /// Known failures, as `--expectations` takes them.
    pub expectations: Option<String>,
    /// Certificates in PEM form that are trusted besides those of the system.
    pub ca: Option<String>,
    /// The proxy: `env` for that of the environment, or its URL.
    pub proxy: Option<Text>,
    /// Whether requests that change something may go to a host that the document calls production.
    pub allow_production: bool,
}

/// A server of the document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ServerChoice {
    /// Its place in the list, from 0.
    Index(usize),
    /// Its URL, as it is written there.
    Url(String),
}

/// The value that is the caller's own credential.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnCredentialText {
    /// The parameter or body property that names it.
    pub field: String,
    /// What it is there.
    pub value: Anything,
}

/// How a caller says who it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "AuthMembers")]
pub enum Auth {
    /// A bearer token.
    Token(Text),
    /// An API key.
    Key(Text),
    /// A user name and a password.
    Basic(Text, Text),
    /// A token that is fetched with the credentials of a client.
    Oauth2(Box<Oauth2>),
}

/// The members of a credential.
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

/// A token that is fetched with the credentials of a client (RFC 6749 §4.4), used as long as it lives,
/// and fetched again before its end.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Oauth2 {
    /// Where it is fetched: below the base URL, or absolute.
    pub token_url: Text,
    /// Who the client is.
    pub client_id: Text,
    /// How it proves it.
    pub client_secret: Text,
    /// What the token is to be good for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Where the client's credentials stand.
    #[serde(default)]
    pub style: ClientStyle,
    /// How the request is written.
    #[serde(default)]
    pub body: TokenBody,
    /// Headers besides, such as `accountId`.
    #[serde(default)]
    pub headers: BTreeMap<String, Text>,
    /// Parameters besides, such as `audience`.
    #[serde(default)]
    pub parameters: BTreeMap<String, Text>,
    /// Where the response holds the token, as a JSON Pointer; `/access_token` without it.
    pub token_pointer: Option<String>,
    /// Where the response says how many seconds it lives; `/expires_in` without it.
    pub expires_pointer: Option<String>,
    /// How many seconds it lives, where the response does not say.
    pub lifetime: Option<u64>,
}

/// Where the client's credentials stand (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClientStyle {
    /// In `Authorization: Basic`.
    #[default]
    Basic,
    /// In the body.
    Body,
}

/// How the request for a token is written.
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
    /// The members that a file of fixtures may not have, of those that are there.
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
