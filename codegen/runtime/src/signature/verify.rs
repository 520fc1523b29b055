//! Verifies the signature of a message by a profile (RFC 9421 §3.2).

use std::sync::Arc;

use http::HeaderMap;
use sfv::{BareItem, Dictionary, InnerList, Item, ListEntry, Parser};

use super::super::clock::Clock;
use super::super::digest::{CONTENT_DIGEST, verify_content_digest};
use super::base::base;
use super::{
    Algorithm, Component, Message, Parameter, Presence, Profile, SIGNATURE, SIGNATURE_INPUT,
    SignatureError, VerifyingKey,
};

/// The longest header that is parsed, in bytes.
const LONGEST: usize = 16 << 10;

/// Finds a key by its id; the id is empty if the signature has none.
type Keys = dyn Fn(&str) -> Option<VerifyingKey> + Send + Sync;

/// Verifies signatures that were made by a profile.
#[derive(Clone)]
pub struct Verifier {
    profile: Profile,
    keys: Arc<Keys>,
    clock: Arc<dyn Clock>,
    skew: u64,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { profile, skew, .. } = self;
        let shown = &mut f.debug_struct("Verifier");
        shown.field("profile", profile).field("skew", skew).finish_non_exhaustive()
    }
}

/// The data of a valid signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// The key's id, as the signature names it.
    pub keyid: Option<String>,
    /// The nonce, which the caller must not accept twice (RFC 9421 §7.2.2).
    pub nonce: Option<String>,
    /// The covered components.
    pub components: Vec<Component>,
}

impl Verifier {
    /// A verifier that requires the components and parameters of the profile.
    pub fn new(
        profile: Profile,
        keys: impl Fn(&str) -> Option<VerifyingKey> + Send + Sync + 'static,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { profile, keys: Arc::new(keys), clock, skew: 0 }
    }

    /// With clocks that may differ by these seconds.
    #[must_use]
    pub fn with_skew(mut self, seconds: u64) -> Self {
        self.skew = seconds;
        self
    }

    /// Verifies the signature that has the profile's label; its body too, if that is supplied.
    ///
    /// # Errors
    /// Why the message is not accepted.
    pub fn verify(&self, message: &Message<'_>) -> Result<Verified, SignatureError> {
        let (list, signature) = self.read(message.headers)?;
        self.check_times(&list)?;
        let components = self.check_covered(&list, message)?;
        let key = self.key(&list)?;
        let base = base(&list, message, &self.profile)?;
        key.verify(base.as_bytes(), &signature, self.profile.prehash)?;
        let covers = |component: &Component| component.name().eq_ignore_ascii_case(CONTENT_DIGEST);
        if components.iter().any(covers)
            && let Some(body) = message.body
        {
            let field = joined(message.headers, CONTENT_DIGEST)?;
            verify_content_digest(field.as_bytes(), body)?;
        }
        let own = |name| text(&list, name).map(|text| text.map(str::to_owned));
        Ok(Verified { keyid: own("keyid")?, nonce: own("nonce")?, components })
    }

    /// The components with their parameters, and the bytes of the signature.
    fn read(&self, headers: &HeaderMap) -> Result<(InnerList, Vec<u8>), SignatureError> {
        let (mut inputs, mut signatures) =
            (dictionary(headers, SIGNATURE_INPUT)?, dictionary(headers, SIGNATURE)?);
        let label = self.profile.label.as_ref();
        let unknown = || SignatureError::NoLabel(label.to_owned());
        let input = inputs.swap_remove(label).ok_or_else(unknown)?;
        match (input, signatures.swap_remove(label).ok_or_else(unknown)?) {
            (
                ListEntry::InnerList(list),
                ListEntry::Item(Item { bare_item: BareItem::ByteSequence(bytes), .. }),
            ) => Ok((list, bytes)),
            (ListEntry::InnerList(_), _) => Err(SignatureError::Malformed(SIGNATURE)),
            _ => Err(SignatureError::Malformed(SIGNATURE_INPUT)),
        }
    }

    fn check_times(&self, list: &InnerList) -> Result<(), SignatureError> {
        for parameter in &self.profile.parameters {
            // An algorithm that is not named is that of the key (RFC 9421 §3.2).
            let is_optional = *parameter == Parameter::Alg;
            if !is_optional && !list.params.contains_key(parameter.as_str()) {
                return Err(SignatureError::NoParameter(parameter.as_str()));
            }
        }
        let now = self.clock.now();
        let (now_signed, skew) = (signed(now), signed(self.skew));
        let created = time(list, "created")?;
        if let Some(created) = created.filter(|created| *created > now_signed.saturating_add(skew))
        {
            return Err(SignatureError::FromFuture { created, now });
        }
        // One without an end is valid for as long as those of the profile.
        let lifetime = signed(self.profile.lifetime);
        let ends = created.map(|created| created.saturating_add(lifetime));
        for expired in time(list, "expires")?.into_iter().chain(ends) {
            if expired.saturating_add(skew) < now_signed {
                return Err(SignatureError::Expired { expired, now });
            }
        }
        Ok(())
    }

    /// What the profile covers must be covered, if the message has it.
    fn check_covered(
        &self,
        list: &InnerList,
        message: &Message<'_>,
    ) -> Result<Vec<Component>, SignatureError> {
        let components = list.items.iter().cloned().map(Component::of);
        let components = components.collect::<Result<Vec<_>, _>>()?;
        let of_message = |covered: &&super::Covered| covered.is_for(message.method());
        for covered in self.profile.components.iter().filter(of_message) {
            let wanted = Component::parse(&covered.component)?;
            if components.iter().any(|component| component.is_like(&wanted)) {
                continue;
            }
            if covered.presence == Presence::Required
                || wanted.value(message, &self.profile)?.is_some()
            {
                return Err(SignatureError::Uncovered(wanted.to_string()));
            }
        }
        Ok(components)
    }

    fn key(&self, list: &InnerList) -> Result<VerifyingKey, SignatureError> {
        let keyid = text(list, "keyid")?.unwrap_or_default();
        let key = (self.keys)(keyid);
        let key = key.ok_or_else(|| SignatureError::UnknownKey(keyid.to_owned()))?;
        // RFC 9421 §3.2 step 6: an algorithm that is named must be that of the key.
        match text(list, "alg")? {
            Some(named) if Algorithm::parse(named) != Some(key.algorithm()) => {
                let key = key.algorithm().as_str();
                Err(SignatureError::OtherAlgorithm { named: named.to_owned(), key })
            }
            _ => Ok(key),
        }
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// All headers of a name, as one.
fn joined(headers: &HeaderMap, name: &'static str) -> Result<String, SignatureError> {
    let texts = headers.get_all(name).iter().map(|value| value.to_str());
    let texts = texts.collect::<Result<Vec<_>, _>>();
    let text = texts.map_err(|_| SignatureError::Malformed(name))?.join(", ");
    if text.len() > LONGEST { Err(SignatureError::Malformed(name)) } else { Ok(text) }
}

fn dictionary(headers: &HeaderMap, name: &'static str) -> Result<Dictionary, SignatureError> {
    if !headers.contains_key(name) {
        return Err(SignatureError::NoField(name));
    }
    let text = joined(headers, name)?;
    Parser::new(&text).parse().map_err(|_| SignatureError::Malformed(name))
}

fn text<'a>(list: &'a InnerList, name: &str) -> Result<Option<&'a str>, SignatureError> {
    match list.params.get(name) {
        None => Ok(None),
        Some(BareItem::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(SignatureError::Malformed(SIGNATURE_INPUT)),
    }
}

/// RFC 9421 §2.3: times are integers.
fn time(list: &InnerList, name: &str) -> Result<Option<i64>, SignatureError> {
    match list.params.get(name) {
        None => Ok(None),
        Some(BareItem::Integer(time)) => Ok(Some(i64::from(*time))),
        Some(_) => Err(SignatureError::Malformed(SIGNATURE_INPUT)),
    }
}
