//! The names of the options of signing, and their values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specwright_runtime::digest::DigestAlgorithm;
use specwright_runtime::signature::{
    Algorithm, ComponentCase, Parameter, Prehash, Profile, TargetUri,
};

/// Declares the names of an option and their values.
macro_rules! words {
    ($(#[$docs:meta])* $name:ident: $of:ty { $($(#[$word:meta])* $variant:ident => $value:expr,)* }) => {
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$word])* $variant,)* }

        impl $name {
            pub(super) fn value(self) -> $of {
                match self { $(Self::$variant => $value,)* }
            }
        }
    };
}

words! {
    /// A signing profile.
    #[derive(Default)]
    ProfileName: Profile {
        /// RFC 9421.
        #[default]
        Rfc9421 => Profile::rfc9421(),
        /// The documentation of Pipevest.
        Pipevest => super::pipevest::profile(),
    }
}

words! {
    /// An algorithm.
    AlgorithmName: Algorithm {
        /// RSASSA-PSS with SHA-512.
        #[serde(rename = "rsa-pss-sha512")]
        RsaPssSha512 => Algorithm::RsaPssSha512,
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        #[serde(rename = "rsa-v1_5-sha256")]
        RsaV15Sha256 => Algorithm::RsaV15Sha256,
        /// HMAC with SHA-256.
        #[serde(rename = "hmac-sha256")]
        HmacSha256 => Algorithm::HmacSha256,
        /// ECDSA on P-256 with SHA-256.
        #[serde(rename = "ecdsa-p256-sha256")]
        EcdsaP256Sha256 => Algorithm::EcdsaP256Sha256,
        /// ECDSA on P-384 with SHA-384.
        #[serde(rename = "ecdsa-p384-sha384")]
        EcdsaP384Sha384 => Algorithm::EcdsaP384Sha384,
        /// Ed25519.
        Ed25519 => Algorithm::Ed25519,
    }
}

words! {
    /// Whether the signature base is hashed first.
    PrehashName: Prehash {
        /// As in RFC 9421.
        None => Prehash::None,
        /// With SHA-512.
        #[serde(rename = "sha-512")]
        Sha512 => Prehash::Sha512,
    }
}

words! {
    /// How names of header fields are written.
    CaseName: ComponentCase {
        /// As in RFC 9421.
        Lower => ComponentCase::Lower,
        /// As the components are written here.
        AsWritten => ComponentCase::AsWritten,
    }
}

words! {
    /// The value of `@target-uri`.
    TargetName: TargetUri {
        /// The complete URI, as in RFC 9421.
        Full => TargetUri::Full,
        /// Scheme and authority.
        Origin => TargetUri::Origin,
    }
}

words! {
    /// A parameter of a signature.
    ParameterName: Parameter {
        /// When it was made.
        Created => Parameter::Created,
        /// When it expires.
        Expires => Parameter::Expires,
        /// A nonce.
        Nonce => Parameter::Nonce,
        /// Which key it was made with.
        #[serde(rename = "keyid")]
        KeyId => Parameter::KeyId,
        /// Which algorithm it was made with.
        Alg => Parameter::Alg,
        /// The application tag.
        Tag => Parameter::Tag,
    }
}

words! {
    /// An algorithm of `Content-Digest`.
    DigestName: Option<DigestAlgorithm> {
        /// No digest.
        None => None,
        /// SHA-256.
        #[serde(rename = "sha-256")]
        Sha256 => Some(DigestAlgorithm::Sha256),
        /// SHA-512.
        #[serde(rename = "sha-512")]
        Sha512 => Some(DigestAlgorithm::Sha512),
    }
}
