//! The configuration of signing: a profile, and overrides.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specwright_runtime::Secret;
use specwright_runtime::signature::{
    Algorithm, Component, Covered, Parameter, Presence, Profile, SigningKey,
};

use super::Signing;
use super::names::{
    AlgorithmName, CaseName, DigestName, ParameterName, PrehashName, ProfileName, TargetName,
};
use crate::value_source::Text;

/// How requests are signed (RFC 9421).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SigningConfig {
    /// The profile; every other key overrides a part of it.
    #[serde(default)]
    pub profile: ProfileName,
    /// The private key in PEM, or for `hmac-sha256` the shared secret in base64.
    pub key: KeySource,
    /// The id under which the target knows the key.
    pub keyid: Text,
    /// Needed for `hmac-sha256`, and for RSA keys that are not for `rsa-pss-sha512`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<AlgorithmName>,
    /// The label of the signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether the signature base is hashed before it is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prehash: Option<PrehashName>,
    /// How names of header fields are written in `Signature-Input`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component_case: Option<CaseName>,
    /// The value of `@target-uri`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_uri: Option<TargetName>,
    /// The parameters of a signature, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<ParameterName>>,
    /// The covered components, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<Vec<ComponentConfig>>,
    /// The lifetime of a signature, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<u64>,
    /// The parameter `tag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// The algorithm of `Content-Digest`, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<DigestName>,
    /// Whether a request without a body has a digest too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_when_empty: Option<bool>,
    /// Seconds that are added to the clock of this machine.
    #[serde(default)]
    pub skew: i64,
}

/// Where the key is. `Debug` shows no key.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeySource {
    /// In a file; a relative path starts from the folder of the configuration file.
    File(PathBuf),
    /// In an environment variable.
    Env(String),
    /// In the configuration itself.
    Value(String),
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Env(name) => write!(f, "Env({name})"),
            Self::Value(_) => f.write_str("Value(redacted)"),
        }
    }
}

/// A covered component.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ComponentConfig {
    /// One that every request must have: `@method`, `"@query-param";name="id"`.
    Required(String),
    /// One with conditions.
    Conditional(ConditionalComponent),
}

/// A component that is covered conditionally.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConditionalComponent {
    /// Its identifier.
    pub component: String,
    /// Whether a request without it is signed nevertheless.
    #[serde(default)]
    pub if_present: bool,
    /// The methods of the requests that it is covered in; empty for all.
    #[serde(default)]
    pub methods: Vec<String>,
}

/// A mistake in the configuration of signing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{member}: {message}\n  help: {help}")]
pub struct SigningError {
    /// The key in the configuration, as a JSON Pointer below it.
    pub member: &'static str,
    /// What is wrong with it.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl SigningConfig {
    /// With a profile, a key and its id only.
    pub fn new(profile: ProfileName, key: KeySource, keyid: impl Into<String>) -> Self {
        Self {
            profile,
            key,
            keyid: Text::Plain(keyid.into()),
            algorithm: None,
            label: None,
            prehash: None,
            component_case: None,
            target_uri: None,
            parameters: None,
            components: None,
            lifetime: None,
            tag: None,
            digest: None,
            digest_when_empty: None,
            skew: 0,
        }
    }

    /// Reads the key. `folder` is where relative paths start from.
    ///
    /// # Errors
    /// The key of the configuration that is invalid, and why.
    pub fn load(self, folder: &Path) -> Result<Signing, SigningError> {
        let profile = self.departed()?;
        let keyid = self.keyid()?;
        let (member, text) = self.key.text(folder)?;
        let key = self.read(&text).map_err(|message| SigningError {
            member,
            message,
            help: "make one with `openssl genpkey -algorithm ed25519 -out key.pem`, and register its public half",
        })?;
        Ok(Signing::new(self, keyid, key, Secret::from(text), profile))
    }

    /// Configuration files resolve it before this.
    fn keyid(&self) -> Result<String, SigningError> {
        match &self.keyid {
            Text::Plain(keyid) => Ok(keyid.clone()),
            Text::From(source) => Err(SigningError {
                member: "/keyid",
                message: format!("{} is not supported here", source.words()),
                help: "write the id itself",
            }),
        }
    }

    fn read(&self, text: &str) -> Result<SigningKey, String> {
        let algorithm = self.algorithm.map(AlgorithmName::value);
        let key = match algorithm {
            Some(Algorithm::HmacSha256) => {
                let secret = STANDARD.decode(text.trim());
                SigningKey::from_secret(&secret.map_err(|_| "the secret is not base64".to_owned())?)
            }
            _ => SigningKey::from_pem(text, algorithm),
        };
        key.map_err(|error| error.to_string())
    }

    /// The profile with every override.
    fn departed(&self) -> Result<Profile, SigningError> {
        let mut profile = self.profile.value();
        if let Some(label) = &self.label {
            profile.label = Cow::Owned(label.clone());
        }
        if let Some(prehash) = self.prehash {
            profile.prehash = prehash.value();
        }
        if let Some(case) = self.component_case {
            profile.component_case = case.value();
        }
        if let Some(target) = self.target_uri {
            profile.target_uri = target.value();
        }
        if let Some(parameters) = &self.parameters {
            profile.parameters = parameters.iter().map(|parameter| parameter.value()).collect();
        }
        if let Some(components) = &self.components {
            profile.components = components.iter().map(covered).collect::<Result<_, _>>()?;
        }
        profile.lifetime = self.lifetime.unwrap_or(profile.lifetime);
        profile.tag = self.tag.clone().map(Cow::Owned).or(profile.tag);
        profile.digest = self.digest.map_or(profile.digest, DigestName::value);
        profile.digest_when_empty = self.digest_when_empty.unwrap_or(profile.digest_when_empty);
        if !(profile.parameters.contains(&Parameter::Tag) && profile.tag.is_none()) {
            Ok(profile)
        } else {
            Err(SigningError {
                member: "/parameters",
                message: "`tag` is listed, but has no value".to_owned(),
                help: "set `tag`",
            })
        }
    }
}

fn covered(config: &ComponentConfig) -> Result<Covered, SigningError> {
    let mut covered = match config {
        ComponentConfig::Required(name) => Covered::required(name.clone()),
        ComponentConfig::Conditional(given) => Covered::required(given.component.clone()),
    };
    if let ComponentConfig::Conditional(given) = config {
        if given.if_present {
            covered.presence = Presence::IfPresent;
        }
        covered.methods = given.methods.iter().cloned().map(Cow::Owned).collect();
    }
    Component::parse(&covered.component).map_err(|error| SigningError {
        member: "/components",
        message: error.to_string(),
        help: "write a header's name, or a derived component such as `@method`",
    })?;
    Ok(covered)
}

/// The longest key file that is read, in bytes.
const LONGEST: u64 = 64 << 10;

impl KeySource {
    /// The key of the configuration that holds the key, and the key.
    fn text(&self, folder: &Path) -> Result<(&'static str, String), SigningError> {
        match self {
            Self::Value(text) => Ok(("/key/value", text.clone())),
            Self::Env(name) => {
                let text = std::env::var(name).map_err(|_| SigningError {
                    member: "/key/env",
                    message: format!("the environment variable `{name}` is not set"),
                    help: "set it to the text of the key",
                })?;
                Ok(("/key/env", text))
            }
            Self::File(path) => {
                let path = folder.join(path);
                let unreadable = |why: String| SigningError {
                    member: "/key/file",
                    message: format!("{}: cannot be read: {why}", path.display()),
                    help: "set the file with the private key in PEM",
                };
                let size =
                    std::fs::metadata(&path).map_err(|error| unreadable(error.to_string()))?;
                if size.len() > LONGEST {
                    return Err(unreadable("it is too long for a key".to_owned()));
                }
                let text = std::fs::read_to_string(&path);
                Ok(("/key/file", text.map_err(|error| unreadable(error.to_string()))?))
            }
        }
    }
}
