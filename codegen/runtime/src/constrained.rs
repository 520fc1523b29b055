//! Newtypes whose values satisfy the keywords of a schema, such as `maxLength`.
//!
//! A generated newtype implements [`Constrained`]; the macros here implement the rest by it. Their paths are
//! those of the calling module, which imports `constrained`, `decode` and the names of `decode`.

#![allow(
    unused_macros,
    unused_imports,
    reason = "the macros are for generated modules, not all of which have newtypes"
)]

use serde_json::Value;

use super::decode::{Decode, Decoder, JsonPointer};
pub use super::violation::Violations;

/// A newtype whose inner value is valid. It cannot be built in another way.
pub trait Constrained: Sized {
    /// The type of the inner value.
    type Inner: Decode;

    /// Reports every keyword that the inner value violates.
    fn validate(inner: &Self::Inner, at: &JsonPointer<'_>, decoder: &mut Decoder);

    /// Wraps a value that is valid. For generated code only.
    #[doc(hidden)]
    fn wrap(inner: Self::Inner) -> Self;
}

/// Builds a newtype of a value.
///
/// # Errors
/// Every keyword that `inner` violates.
pub fn new<T: Constrained>(inner: T::Inner) -> Result<T, Violations> {
    let mut decoder = Decoder::strict();
    T::validate(&inner, &JsonPointer::Root, &mut decoder);
    decoder.finish(Some(inner)).map(T::wrap)
}

/// Decodes a newtype: first its inner value, which is then validated.
pub fn decode<T: Constrained>(
    value: &Value,
    at: &JsonPointer<'_>,
    decoder: &mut Decoder,
) -> Option<T> {
    let inner = T::Inner::decode(value, at, decoder)?;
    let before = decoder.count();
    T::validate(&inner, at, decoder);
    (decoder.count() == before).then(|| T::wrap(inner))
}

/// Implements constructor, accessors, decoding and conversions: `newtype!(Percent(f64))`. `get` returns
/// another type for `newtype!(Code(String as str))`.
macro_rules! newtype {
    ($name:ident($inner:ty)) => {
        constrained::newtype!($name($inner as $inner));
    };
    ($name:ident($inner:ty as $borrowed:ty)) => {
        impl $name {
            /// Builds it of a valid value.
            ///
            /// # Errors
            /// Every keyword of the schema that the value violates.
            pub fn new(value: impl Into<$inner>) -> Result<Self, constrained::Violations> {
                constrained::new(value.into())
            }

            /// The value.
            pub fn get(&self) -> &$borrowed {
                &self.0
            }

            /// The value, owned.
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        impl Decode for $name {
            fn decode(
                value: &serde_json::Value,
                at: &JsonPointer<'_>,
                decoder: &mut Decoder,
            ) -> Option<Self> {
                constrained::decode(value, at, decoder)
            }
        }

        impl TryFrom<$inner> for $name {
            type Error = constrained::Violations;

            fn try_from(value: $inner) -> Result<Self, Self::Error> {
                Self::new(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

/// Implements what a string has, but for `Display`: see [`display`].
macro_rules! text {
    ($name:ident) => {
        impl std::str::FromStr for $name {
            type Err = constrained::Violations;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }
    };
}

/// Implements `Display` by the inner value. Not for secrets.
macro_rules! display {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "for generated modules, each of which has some kinds of newtypes"
)]
pub(crate) use {display, newtype, text};
