//! What is covered by a signature and how it is made: the RFC's way, or each departure from it by name.

use std::borrow::Cow;

use super::super::digest::DigestAlgorithm;

/// Whether the signature base is hashed before it is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prehash {
    /// RFC 9421 §3.3: the base goes to the algorithm as it is.
    None,
    /// The algorithm signs the SHA-512 of the base.
    Sha512,
}

/// How names of headers are spelled in identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComponentCase {
    /// RFC 9421 §2.1: in lower case.
    Lower,
    /// As in the profile.
    AsWritten,
}

/// What `@target-uri` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetUri {
    /// RFC 9421 §2.2.2: the whole URI.
    Full,
    /// Scheme and authority.
    Origin,
}

/// A parameter of a signature (RFC 9421 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// When it was made.
    Created,
    /// When it ends.
    Expires,
    /// A text that is used once.
    Nonce,
    /// Which key it was made with.
    KeyId,
    /// Which algorithm it was made with.
    Alg,
    /// What it is for.
    Tag,
}

impl Parameter {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Expires => "expires",
            Self::Nonce => "nonce",
            Self::KeyId => "keyid",
            Self::Alg => "alg",
            Self::Tag => "tag",
        }
    }
}

/// Whether a message without the component can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must have it.
    Required,
    /// It is covered if the message has it.
    IfPresent,
}

/// A component that is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The identifier: `@method`, `Content-Type`, or with parameters `"@query-param";name="id"`.
    pub component: Cow<'static, str>,
    /// Whether messages must have it.
    pub presence: Presence,
    /// The methods of the requests that it is covered in; empty for all.
    pub methods: Vec<Cow<'static, str>>,
}

impl Covered {
    /// One that every message must have.
    pub fn required(component: impl Into<Cow<'static, str>>) -> Self {
        let component = component.into();
        Self { component, presence: Presence::Required, methods: Vec::new() }
    }

    /// One that is covered if the message has it.
    pub fn if_present(component: impl Into<Cow<'static, str>>) -> Self {
        Self { presence: Presence::IfPresent, ..Self::required(component) }
    }

    /// The same for requests with these methods alone.
    #[must_use]
    pub fn for_methods(mut self, methods: &'static [&'static str]) -> Self {
        self.methods = methods.iter().copied().map(Cow::Borrowed).collect();
        self
    }

    /// Whether it is covered in messages with this method; a response has none.
    pub fn is_for(&self, method: Option<&http::Method>) -> bool {
        let is_named =
            |method: &http::Method| self.methods.iter().any(|name| name == method.as_str());
        self.methods.is_empty() || method.is_some_and(is_named)
    }
}

/// How messages are signed.
///
/// A profile is data: one that departs from RFC 9421 is expressed as `Profile { prehash: Prehash::Sha512,
/// ..Profile::rfc9421() }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The label of the signature.
    pub label: Cow<'static, str>,
    /// Whether the signature base is hashed first.
    pub prehash: Prehash,
    /// How names of headers are spelled.
    pub component_case: ComponentCase,
    /// What `@target-uri` is.
    pub target_uri: TargetUri,
    /// The parameters, in order; `alg` is sent if it is among them.
    pub parameters: Vec<Parameter>,
    /// The components, in order.
    pub components: Vec<Covered>,
    /// How long a signature is valid, in seconds: `expires` is that much after `created`.
    pub lifetime: u64,
    /// The parameter `tag`.
    pub tag: Option<Cow<'static, str>>,
    /// The algorithm of `Content-Digest`; `None` leaves that header to the caller.
    pub digest: Option<DigestAlgorithm>,
    /// Whether a request without a body has a digest too.
    pub digest_when_empty: bool,
}

impl Profile {
    /// RFC 9421 with the components that its §7.2.1 requires: target, method and body.
    pub fn rfc9421() -> Self {
        let required = ["@method", "@target-uri"].map(Covered::required);
        let present = ["authorization", "content-type", "content-digest"].map(Covered::if_present);
        Self {
            label: Cow::Borrowed("sig1"),
            prehash: Prehash::None,
            component_case: ComponentCase::Lower,
            target_uri: TargetUri::Full,
            parameters: vec![
                Parameter::Created,
                Parameter::Expires,
                Parameter::KeyId,
                Parameter::Alg,
            ],
            components: required.into_iter().chain(present).collect(),
            lifetime: 300,
            tag: None,
            digest: Some(DigestAlgorithm::Sha256),
            digest_when_empty: false,
        }
    }
}
