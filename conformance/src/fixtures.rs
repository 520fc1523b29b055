//! What a document cannot know: who may call, and what exists at the target.

mod file;
mod flags;
mod live;
mod probe;
mod secret;
mod signing;
mod written;

pub use file::FixturesError;
pub use live::{LiveValues, NoLiveValues, Pool, Stash};
pub use probe::{Life, Probe};
pub use secret::{Credential, Secret};

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::fill::as_text;
use crate::signing::Signing;

/// A value that is the caller's own credential.
#[derive(Clone, PartialEq)]
pub struct Actor {
    /// The parameter or body property that names it.
    pub field: String,
    /// What it is there.
    pub value: Value,
}

impl std::fmt::Debug for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Actor({})", self.field)
    }
}

/// Credentials by scheme, values by field, and live values by field.
#[derive(Debug, Clone)]
pub struct Fixtures {
    credentials: BTreeMap<String, Credential>,
    values: BTreeMap<String, Value>,
    live: Arc<Stash>,
    others: Arc<dyn LiveValues>,
    probe: Option<Arc<Probe>>,
    actor: Option<Actor>,
    signing: Option<Arc<Signing>>,
    /// What was supplied beside live values, by field and value.
    beside: Besides,
}

/// What was supplied beside live values. `Debug` shows how much it is.
#[derive(Clone, Default)]
struct Besides(BTreeMap<(String, String), Beside>);

impl std::fmt::Debug for Besides {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Besides({})", self.0.len())
    }
}

/// What was supplied beside a live value. `Debug` shows the names.
#[derive(Clone, Default, PartialEq)]
pub struct Beside(Map<String, Value>);

impl Beside {
    /// What has this name.
    pub fn get(&self, member: &str) -> Option<&Value> {
        self.0.get(member)
    }
}

impl std::fmt::Debug for Beside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

impl Default for Fixtures {
    fn default() -> Self {
        Self {
            credentials: BTreeMap::new(),
            values: BTreeMap::new(),
            live: Arc::new(Stash::new(Arc::new(NoLiveValues))),
            others: Arc::new(NoLiveValues),
            probe: None,
            actor: None,
            signing: None,
            beside: Besides::default(),
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

    /// With a source of live values that belong to another client.
    #[must_use]
    pub fn with_others(mut self, others: Arc<dyn LiveValues>) -> Self {
        self.others = others;
        self
    }

    /// With the probe of a fixtures file; see the README for its members.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn with_probe(mut self, probe: &Value) -> Result<Self, FixturesError> {
        self.probe = Some(Arc::new(Probe::read(probe, "probe")?));
        Ok(self)
    }

    /// With the value that is the caller's own credential, which the last case of a run will end.
    #[must_use]
    pub fn with_actor(mut self, actor: Option<Actor>) -> Self {
        self.actor = actor;
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

    /// The source of live values that belong to another client.
    pub fn others(&self) -> &dyn LiveValues {
        &*self.others
    }

    /// What was supplied beside a live value of this field.
    pub fn beside(&self, field: &str, value: &Value) -> Option<&Beside> {
        self.beside.0.get(&(field.to_owned(), as_text(value)))
    }

    /// Whether some live value of this field was supplied with something of this name.
    fn has_beside(&self, field: &str, member: &str) -> bool {
        let has = |beside: &Beside| beside.get(member).is_some();
        self.beside.0.iter().any(|((known, _), beside)| known == field && has(beside))
    }

    /// The value that is the caller's own credential.
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    /// What a live value of this field looks like; nothing is used up.
    pub fn sample(&self, field: &str) -> Option<Value> {
        self.live.sample(field)
    }
}
