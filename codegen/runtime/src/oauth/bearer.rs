//! The credential of a generated client: a fixed token, or a source of tokens.

use std::pin::Pin;
use std::sync::Arc;

use super::super::secret::Secret;
use super::{ClientCredentials, TokenError};

/// A source of credentials, called before each request.
pub trait TokenSource: Send + Sync {
    /// The credential for the next request.
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<Secret, TokenError>> + Send + '_>>;
}

impl TokenSource for ClientCredentials {
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<Secret, TokenError>> + Send + '_>> {
        Box::pin(Self::token(self))
    }
}

/// The credential of a generated client for a scheme with tokens: a fixed token, or a source of tokens.
#[derive(Clone)]
pub struct Bearer(Held);

#[derive(Clone)]
enum Held {
    Fixed(Secret),
    Asked(Arc<dyn TokenSource>),
}

impl Bearer {
    /// A source of credentials, called before each request.
    pub fn from_source(source: impl TokenSource + 'static) -> Self {
        Self(Held::Asked(Arc::new(source)))
    }

    /// The credential for the next request.
    ///
    /// # Errors
    /// Why there is no credential.
    pub async fn get(&self) -> Result<Secret, TokenError> {
        match &self.0 {
            Held::Fixed(secret) => Ok(secret.clone()),
            Held::Asked(source) => source.token().await,
        }
    }
}

impl<T: Into<String>> From<T> for Bearer {
    fn from(token: T) -> Self {
        Self(Held::Fixed(Secret::from(token)))
    }
}

impl From<Secret> for Bearer {
    fn from(token: Secret) -> Self {
        Self(Held::Fixed(token))
    }
}

impl From<ClientCredentials> for Bearer {
    fn from(source: ClientCredentials) -> Self {
        Self::from_source(source)
    }
}

impl std::fmt::Debug for Bearer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Held::Fixed(_) => "Bearer([redacted])",
            Held::Asked(_) => "Bearer(source)",
        })
    }
}
