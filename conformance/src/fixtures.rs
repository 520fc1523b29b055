//! What a document cannot know: who may call, and what exists at the target.

mod file;
mod flags;
mod live;
mod secret;

pub use file::FixturesError;
pub use live::{LiveValues, NoLiveValues, Pool, Stash};
pub use secret::{Credential, Secret};

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

/// Credentials by scheme, values by field, and live values by field.
#[derive(Debug, Clone)]
pub struct Fixtures {
    credentials: BTreeMap<String, Credential>,
    values: BTreeMap<String, Value>,
    live: Arc<Stash>,
}

impl Default for Fixtures {
    fn default() -> Self {
        Self {
            credentials: BTreeMap::new(),
            values: BTreeMap::new(),
            live: Arc::new(Stash::new(Arc::new(NoLiveValues))),
        }
    }
}

impl Fixtures {
    /// With the credential of a security scheme.
    #[must_use]
    pub fn with_credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.credentials.insert(scheme.into(), credential);
        self
    }

    /// With the value of a parameter or body property.
    #[must_use]
    pub fn with_value(mut self, field: impl Into<String>, value: Value) -> Self {
        self.values.insert(field.into(), value);
        self
    }

    /// With another source of live values.
    #[must_use]
    pub fn with_live(mut self, live: Arc<dyn LiveValues>) -> Self {
        self.live = Arc::new(Stash::new(live));
        self
    }

    /// The credential of this scheme.
    pub fn credential(&self, scheme: &str) -> Option<&Credential> {
        self.credentials.get(scheme)
    }

    /// Every scheme with its credential.
    pub fn credentials(&self) -> impl Iterator<Item = (&str, &Credential)> {
        self.credentials.iter().map(|(scheme, credential)| (scheme.as_str(), credential))
    }

    /// The value of this field.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.values.get(field)
    }

    /// Every field with its value.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(field, value)| (field.as_str(), value))
    }

    /// Whether there is a source of live values of this field.
    pub fn is_live(&self, field: &str) -> bool {
        self.live.fields().iter().any(|live| live == field)
    }

    /// The source of live values.
    pub fn live(&self) -> &dyn LiveValues {
        &*self.live
    }

    /// What a live value of this field looks like; nothing is used up.
    pub fn sample(&self, field: &str) -> Option<Value> {
        self.live.sample(field)
    }
}
