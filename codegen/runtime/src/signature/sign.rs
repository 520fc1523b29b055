//! Signs a message by a profile (RFC 9421 §3.1).

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use sfv::{BareItem, Dictionary, FieldType as _, InnerList, Integer, Item, Key, ListEntry};
use sfv::{Parameters, String as Text};

use super::super::clock::Clock;
use super::super::digest::{CONTENT_DIGEST, content_digest};
use super::base::base;
use super::{
    Component, ComponentCase, Message, Parameter, Presence, Profile, SIGNATURE, SIGNATURE_INPUT,
    SignatureError, SigningKey,
};

/// A source of texts that are used once.
type Nonces = Arc<dyn Fn() -> String + Send + Sync>;

/// Signs messages with one key by one profile.
#[derive(Clone)]
pub struct Signer {
    profile: Profile,
    key: Arc<SigningKey>,
    keyid: String,
    clock: Arc<dyn Clock>,
    nonces: Option<Nonces>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { profile, key, keyid, .. } = self;
        f.debug_struct("Signer")
            .field("profile", profile)
            .field("key", key)
            .field("keyid", keyid)
            .finish_non_exhaustive()
    }
}

/// The headers that sign a message, and what was signed.
#[derive(Debug, Clone)]
pub struct Signed {
    /// `Content-Digest`, if the profile has one for this message.
    pub content_digest: Option<HeaderValue>,
    /// `Signature-Input`.
    pub signature_input: HeaderValue,
    /// `Signature`.
    pub signature: HeaderValue,
    /// The signature base, which explains a signature that the other side does not accept. Headers that
    /// it covers may be secrets.
    pub base: String,
}

impl Signed {
    /// Replaces the headers of a message.
    pub fn write(self, headers: &mut HeaderMap) {
        let digest = self.content_digest.map(|value| (CONTENT_DIGEST, value));
        let own = [(SIGNATURE_INPUT, self.signature_input), (SIGNATURE, self.signature)];
        for (name, value) in digest.into_iter().chain(own) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

impl Signer {
    /// A signer whose signatures name the key `keyid`.
    pub fn new(
        profile: Profile,
        key: SigningKey,
        keyid: impl Into<String>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { profile, key: Arc::new(key), keyid: keyid.into(), clock, nonces: None }
    }

    /// With a source of nonces, for a profile that has the parameter.
    #[must_use]
    pub fn with_nonces(mut self, nonces: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.nonces = Some(Arc::new(nonces));
        self
    }

    /// The same key with another id.
    #[must_use]
    pub fn with_keyid(mut self, keyid: impl Into<String>) -> Self {
        self.keyid = keyid.into();
        self
    }

    /// The same key with another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// How it signs.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Signs a message. Its `Content-Digest` is replaced if the profile has an algorithm
    /// for it and the body is known; its signatures are ignored.
    ///
    /// # Errors
    /// A component that the message lacks, or a parameter that the signer lacks.
    pub fn sign(&self, message: &Message<'_>) -> Result<Signed, SignatureError> {
        let content_digest = self.digest(message);
        let mut headers;
        let mut message = *message;
        if let Some(digest) = &content_digest {
            headers = message.headers.clone();
            headers.insert(HeaderName::from_static(CONTENT_DIGEST), digest.clone());
            message.headers = &headers;
        }
        let items = self.covered(&message)?;
        let list = InnerList::with_params(items, self.parameters()?);
        let base = base(&list, &message, &self.profile)?;
        let bytes = self.key.sign(base.as_bytes(), self.profile.prehash)?;
        let signature = Item::new(BareItem::ByteSequence(bytes));
        Ok(Signed {
            content_digest,
            signature_input: self.field(SIGNATURE_INPUT, ListEntry::InnerList(list))?,
            signature: self.field(SIGNATURE, ListEntry::Item(signature))?,
            base,
        })
    }

    fn digest(&self, message: &Message<'_>) -> Option<HeaderValue> {
        let algorithm = self.profile.digest?;
        let body = message.body?;
        let is_wanted = !body.is_empty() || self.profile.digest_when_empty;
        is_wanted.then(|| content_digest(algorithm, body)).flatten()
    }

    fn covered(&self, message: &Message<'_>) -> Result<Vec<Item>, SignatureError> {
        let mut items = Vec::new();
        let of_message = |covered: &&super::Covered| covered.is_for(message.method());
        for covered in self.profile.components.iter().filter(of_message) {
            let component = Component::parse(&covered.component)?;
            let component = match self.profile.component_case {
                ComponentCase::Lower => component.lower(),
                ComponentCase::AsWritten => component,
            };
            if covered.presence == Presence::IfPresent
                && component.value(message, &self.profile)?.is_none()
            {
                continue;
            }
            items.push(component.item().clone());
        }
        Ok(items)
    }

    fn parameters(&self) -> Result<Parameters, SignatureError> {
        let now = self.clock.now();
        let mut parameters = Parameters::new();
        for parameter in &self.profile.parameters {
            let value = match parameter {
                Parameter::Created => seconds(now)?,
                Parameter::Expires => seconds(now.saturating_add(self.profile.lifetime))?,
                Parameter::Nonce => {
                    let nonces = self.nonces.as_ref();
                    text(&nonces.ok_or(SignatureError::NoParameter("nonce"))?(), "nonce")?
                }
                Parameter::KeyId => text(&self.keyid, "keyid")?,
                Parameter::Alg => text(self.key.algorithm().as_str(), "alg")?,
                Parameter::Tag => {
                    let tag = self.profile.tag.as_ref();
                    text(tag.ok_or(SignatureError::NoParameter("tag"))?, "tag")?
                }
            };
            let key = Key::from_string(parameter.as_str().to_owned());
            let key = key.map_err(|_| SignatureError::NoParameter(parameter.as_str()))?;
            parameters.insert(key, value);
        }
        Ok(parameters)
    }

    fn field(&self, name: &'static str, entry: ListEntry) -> Result<HeaderValue, SignatureError> {
        let bad = || SignatureError::Malformed(name);
        let label = Key::from_string(self.profile.label.clone().into_owned());
        let label = label.map_err(|_| SignatureError::NoLabel(self.profile.label.to_string()))?;
        let text = Dictionary::from_iter([(label, entry)]).serialize().ok_or_else(bad)?;
        HeaderValue::from_str(&text).map_err(|_| bad())
    }
}

fn seconds(time: u64) -> Result<BareItem, SignatureError> {
    let time = Integer::try_from(time).map_err(|_| SignatureError::NoParameter("created"))?;
    Ok(BareItem::Integer(time))
}

fn text(text: &str, parameter: &'static str) -> Result<BareItem, SignatureError> {
    let text = Text::from_string(text.to_owned());
    Ok(BareItem::String(text.map_err(|_| SignatureError::NoParameter(parameter))?))
}
