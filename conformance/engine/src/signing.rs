//! Signs requests (RFC 9421): by the RFC or by a provider's profile; correctly, or wrong in one way.

mod config;
mod known;
mod names;
pub mod pipevest;
mod request;
mod tampering;

pub use config::{ComponentConfig, ConditionalComponent, KeySource, SigningConfig, SigningError};
pub use known::{Whole, known, verifier, verify};
pub use names::{
    AlgorithmName, CaseName, DigestName, ParameterName, PrehashName, ProfileName, TargetName,
};
pub use request::{alter, put, signed, unsigned};

use std::sync::Arc;

use conformance_core::case::Tampering;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use specwright_runtime::Secret;
use specwright_runtime::clock::{Clock, SystemClock};
use specwright_runtime::signature::{Message, Profile, Signed, Signer, SigningKey, VerifyingKey};

/// The header fields that signing writes.
pub const FIELDS: [&str; 3] = ["Content-Digest", "Signature-Input", "Signature"];

/// The key and the profile that requests are signed with. `Debug` shows no key.
#[derive(Debug, Clone)]
pub struct Signing {
    config: SigningConfig,
    profile: Profile,
    /// The text of the key, for the redactor.
    secret: Secret,
    keyid: String,
    signer: Signer,
    /// Signs in the same way with an unknown key, if one can be made.
    unknown_signer: Option<Signer>,
    verifying: VerifyingKey,
    skew: i64,
}

/// The parts of a request that signatures cover.
#[derive(Debug)]
pub struct Unsigned<'a> {
    /// The method.
    pub method: &'a str,
    /// The absolute URL, as it is sent.
    pub url: &'a str,
    /// Header fields, in order; those of another signature are replaced.
    pub headers: &'a [(String, String)],
    /// The body, if any.
    pub body: Option<&'a [u8]>,
    /// Whether `Content-Length` is sent with an empty body.
    pub says_length: bool,
}

impl Signing {
    fn new(
        config: SigningConfig,
        keyid: String,
        key: SigningKey,
        secret: Secret,
        profile: Profile,
    ) -> Self {
        let skew = config.skew;
        let verifying = key.verifying();
        let unknown_signer = tampering::unknown_key(key.algorithm());
        let clock = clock(skew);
        let signer = |key| {
            let signer = Signer::new(profile.clone(), key, keyid.clone(), clock.clone());
            signer.with_nonces(|| uuid::Uuid::new_v4().to_string())
        };
        let (signer, unknown_signer) = (signer(key), unknown_signer.map(signer));
        Self { config, profile, secret, keyid, signer, unknown_signer, verifying, skew }
    }

    /// What it was made of.
    pub fn config(&self) -> &SigningConfig {
        &self.config
    }

    /// How messages are signed.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The id of the key.
    pub fn keyid(&self) -> &str {
        &self.keyid
    }

    /// The key that verifies what is signed here.
    pub fn verifying(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// The texts that must not be shown.
    pub fn secrets(&self) -> impl Iterator<Item = String> + '_ {
        let text = self.secret.expose();
        let inner: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
        // If text is split into lines, each line is a part of the key.
        let lines = text.lines().filter(|line| !line.starts_with("-----") && line.len() > 16);
        let lines = lines.map(str::to_owned).collect::<Vec<_>>();
        [text.to_owned(), inner].into_iter().chain(lines).filter(|text| !text.is_empty())
    }

    /// Whether a signature of a request with this method covers the component.
    pub fn covers(&self, component: &str, method: &str) -> bool {
        let method = Method::from_bytes(method.as_bytes()).ok();
        self.profile.components.iter().any(|covered| {
            covered.component.eq_ignore_ascii_case(component) && covered.is_for(method.as_ref())
        })
    }

    /// The header fields that sign a request; wrong in one way, if that is requested.
    ///
    /// # Errors
    /// Why it cannot be signed.
    pub fn sign(
        &self,
        request: &Unsigned<'_>,
        tampering: Option<&Tampering>,
    ) -> Result<Vec<(&'static str, String)>, String> {
        let signer = self.signer_for(tampering);
        let signed = whole(&signer, request)?;
        let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let digest = signed.content_digest.as_ref().map(|digest| (FIELDS[0], text(digest)));
        let mut input = text(&signed.signature_input);
        let mut signature = text(&signed.signature);
        match tampering {
            Some(Tampering::FlippedBit) => signature = tampering::flipped(&signature),
            Some(Tampering::UnreadableSignature) => signature = tampering::cut(&signature),
            Some(Tampering::UnreadableInput) => input = tampering::cut(&input),
            _ => {}
        }
        let own = [(FIELDS[1], input), (FIELDS[2], signature)];
        Ok(digest.into_iter().chain(own).collect())
    }

    fn signer_for(&self, tampering: Option<&Tampering>) -> Signer {
        let lifetime = i64::try_from(self.profile.lifetime).unwrap_or(i64::MAX);
        let late = lifetime.saturating_add(tampering::HOUR);
        match tampering {
            Some(Tampering::OtherKey) => {
                self.unknown_signer.clone().unwrap_or_else(|| self.signer.clone())
            }
            Some(Tampering::OtherKeyId) => self.signer.clone().with_keyid("unknown"),
            Some(Tampering::Expired) => {
                self.signer.clone().with_clock(clock(self.skew.saturating_sub(late)))
            }
            Some(Tampering::FromFuture) => {
                self.signer.clone().with_clock(clock(self.skew.saturating_add(tampering::HOUR)))
            }
            _ => self.signer.clone(),
        }
    }

    /// Whether an unknown key can be made for the algorithm.
    pub fn has_unknown_key(&self) -> bool {
        self.unknown_signer.is_some()
    }
}

/// The system's clock, put forward by seconds.
fn clock(skew: i64) -> Arc<dyn Clock> {
    Arc::new(move || SystemClock.now().saturating_add_signed(skew))
}

fn whole(signer: &Signer, request: &Unsigned<'_>) -> Result<Signed, String> {
    let method =
        Method::from_bytes(request.method.as_bytes()).map_err(|error| error.to_string())?;
    // Both transports send what this parser makes of the URL.
    let url = url::Url::parse(request.url).map_err(|error| error.to_string())?;
    let uri: Uri =
        url.as_str().parse().map_err(|error: http::uri::InvalidUri| error.to_string())?;
    let mut headers = HeaderMap::new();
    for (name, value) in request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        let value = HeaderValue::from_str(value).map_err(|error| error.to_string())?;
        if !FIELDS.iter().any(|own| name.as_str().eq_ignore_ascii_case(own)) {
            headers.append(name, value);
        }
    }
    let content = request.body.unwrap_or_default();
    if request.says_length || !content.is_empty() {
        headers.insert(http::header::CONTENT_LENGTH, HeaderValue::from(content.len()));
    }
    let message = Message::request(&method, &uri, &headers).with_content(content);
    signer.sign(&message).map_err(|error| error.to_string())
}
