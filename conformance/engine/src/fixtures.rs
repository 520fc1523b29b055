//! What a document does not contain: the credentials of the caller, and the values that exist at the
//! target.

mod cost;
mod credential;
mod error;
mod extra;
mod flags;
mod grant;
mod live;
mod minting;
mod probe;
mod signing;
mod written;

pub use cost::cost;
pub use credential::Credential;
pub use error::FixturesError;
pub use extra::{ExtraHeader, ExtraValue};
pub use grant::Grant;
pub use live::{LiveValues, NoLiveValues, Pool, Stash};
pub use minting::{MintContext, Minter, Minting};
pub use probe::Probe;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::signing::Signing;
use crate::transport::{HttpTransport, RateLimiter};
use conformance_core::case::Owner;
use conformance_core::expectation::InconclusiveReason;
use conformance_core::redact::Redactor;
use conformance_core::values::as_text;

/// A value that is the caller's own credential.
#[derive(Clone, PartialEq)]
pub struct OwnCredential {
    /// The parameter or body property that names it.
    pub field: String,
    /// The value.
    pub value: Value,
}

impl std::fmt::Debug for OwnCredential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnCredential({})", self.field)
    }
}

/// Credentials by scheme, values by field, and live values by field.
#[derive(Debug, Clone)]
pub struct Fixtures {
    credentials: BTreeMap<String, Credential>,
    values: BTreeMap<String, Value>,
    /// Fields whose values came from a secret source, and are not shown.
    hidden: BTreeSet<String>,
    live: Arc<Stash>,
    others: Arc<dyn LiveValues>,
    probe: Option<Arc<Probe>>,
    own_credential: Option<OwnCredential>,
    headers: Vec<ExtraHeader>,
    minter: Option<Arc<Minter>>,
    signing: Option<Arc<Signing>>,
    /// Companion values of live values, by field and value; minted values add theirs.
    beside: Arc<Besides>,
}

/// Companion values of live values. `Debug` shows how many there are.
#[derive(Default)]
struct Besides(RwLock<BTreeMap<(String, String), Beside>>);

impl Besides {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<(String, String), Beside>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Besides {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Besides({})", self.read().len())
    }
}

/// The companion values of one live value. `Debug` shows their names.
#[derive(Clone, Default, PartialEq)]
pub struct Beside(Map<String, Value>);

impl Beside {
    /// With these properties.
    pub fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// The value of this name.
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
            hidden: BTreeSet::new(),
            live: Arc::new(Stash::new(Arc::new(NoLiveValues))),
            others: Arc::new(NoLiveValues),
            probe: None,
            own_credential: None,
            headers: Vec::new(),
            minter: None,
            signing: None,
            beside: Arc::default(),
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

    /// With the probe of a fixtures file; see `docs/configuration.md` for its keys.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn with_probe(self, probe: &Value) -> Result<Self, FixturesError> {
        let probe = Probe::read(probe, "probe", &crate::value_source::Resolver::default())?;
        Ok(self.with_read_probe(probe))
    }

    /// With a probe.
    #[must_use]
    pub fn with_read_probe(mut self, probe: Probe) -> Self {
        self.probe = Some(Arc::new(probe));
        self
    }

    /// With a header of every request.
    #[must_use]
    pub fn with_header(mut self, header: ExtraHeader) -> Self {
        self.headers.push(header);
        self
    }

    /// With something that mints live values.
    #[must_use]
    pub fn with_minter(mut self, minter: Arc<Minter>) -> Self {
        self.minter = Some(minter);
        self
    }

    /// With the value that is the caller's own credential, which the last case of a run revokes.
    #[must_use]
    pub fn with_own_credential(mut self, own_credential: Option<OwnCredential>) -> Self {
        self.own_credential = own_credential;
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

    /// Passes the target, the transport and the pacer to the credentials that have to be fetched.
    pub fn connect(
        &self,
        base: &str,
        http: &HttpTransport,
        timeout: Duration,
        limiter: &Arc<RateLimiter>,
    ) {
        for (_, grant) in self.grants() {
            grant.connect(base, http.client(), timeout, limiter);
        }
    }

    /// The credentials that have to be fetched, by their schemes.
    pub fn grants(&self) -> impl Iterator<Item = (&str, &Grant)> {
        self.credentials().filter_map(|(scheme, credential)| match credential {
            Credential::Granted(grant) => Some((scheme, &**grant)),
            _ => None,
        })
    }

    /// Fetches the credentials that are missing or expire soon.
    ///
    /// # Errors
    ///
    /// Why one cannot be fetched, in one line and without secrets.
    pub async fn fetch_credentials(&self, redactor: &Redactor) -> Result<(), InconclusiveReason> {
        for (scheme, grant) in self.grants() {
            grant.fetch(scheme, redactor).await?;
        }
        Ok(())
    }

    /// Whether anything is fetched or minted during the run.
    pub fn are_fetched(&self) -> bool {
        let is_granted = |credential: &Credential| matches!(credential, Credential::Granted(_));
        self.minter.is_some() || self.credentials.values().any(is_granted)
    }

    /// The headers of every request.
    pub fn headers(&self) -> &[ExtraHeader] {
        &self.headers
    }

    /// What mints live values.
    pub fn minter(&self) -> Option<&Minter> {
        self.minter.as_deref()
    }

    /// Whether live values of this field are minted on demand.
    pub fn is_made(&self, owner: Owner, field: &str) -> bool {
        self.minter.as_ref().is_some_and(|minter| minter.makes(owner, field))
    }

    /// With the value of a field that came from a secret source.
    #[must_use]
    pub fn with_hidden_value(mut self, field: impl Into<String>, value: Value) -> Self {
        let field = field.into();
        self.hidden.insert(field.clone());
        self.with_value(field, value)
    }

    /// Whether the value of this field came from a secret source.
    pub fn is_hidden(&self, field: &str) -> bool {
        self.hidden.contains(field)
    }

    /// Whether there is a source of live values of this field.
    pub fn is_live(&self, field: &str) -> bool {
        self.is_made(Owner::Own, field) || self.live.fields().iter().any(|live| live == field)
    }

    /// The fields that have live values.
    pub fn fields(&self, owner: Owner) -> Vec<String> {
        let mut fields = match owner {
            Owner::Own => self.live.fields(),
            Owner::Others => self.others.fields(),
        };
        let made = self.minter.iter().flat_map(|minter| minter.fields(owner));
        fields.extend(made.map(str::to_owned));
        fields
    }

    /// The source of live values.
    pub fn live(&self) -> &dyn LiveValues {
        &*self.live
    }

    /// The source of live values that belong to another client.
    pub fn others(&self) -> &dyn LiveValues {
        &*self.others
    }

    /// The companion values of a live value of this field.
    pub fn beside(&self, field: &str, value: &Value) -> Option<Beside> {
        self.beside.read().get(&(field.to_owned(), as_text(value))).cloned()
    }

    /// Records the companion values of a live value.
    pub fn set_beside(&self, field: &str, value: &Value, beside: Beside) {
        let mut known = self.beside.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert((field.to_owned(), as_text(value)), beside);
    }

    /// Whether some live value of this field has a companion value of this name.
    fn has_beside(&self, field: &str, member: &str) -> bool {
        let has = |beside: &Beside| beside.get(member).is_some();
        let is_made = self.minter.as_ref().is_some_and(|minter| minter.has_beside(field, member));
        is_made
            || self.beside.read().iter().any(|((known, _), beside)| known == field && has(beside))
    }

    /// The value that is the caller's own credential.
    pub fn own_credential(&self) -> Option<&OwnCredential> {
        self.own_credential.as_ref()
    }

    /// Keeps one of several parts of the live values, so that runs can share them; the index counts
    /// from 0.
    pub fn share_out(&mut self, index: usize, count: usize) {
        let share = |source: Arc<dyn LiveValues>| live::Share::new(source, index, count);
        self.live = Arc::new(Stash::new(Arc::new(share(self.live.clone()))));
        self.others = Arc::new(share(Arc::clone(&self.others)));
    }

    /// How many requests it takes to get a live value of this field.
    pub fn cost(&self, owner: Owner, field: &str) -> usize {
        let minter = self.minter.as_ref().filter(|minter| minter.makes(owner, field));
        minter.map_or(0, |minter| minter.requests(owner, field))
    }

    /// How many requests revoke a live value of this field that no case has revoked.
    pub fn teardown(&self, owner: Owner, field: &str) -> usize {
        self.minter.as_ref().map_or(0, |minter| minter.teardown(owner, field))
    }

    /// An example of a live value of this field; nothing is used up.
    pub fn sample(&self, field: &str) -> Option<Value> {
        let made = self.minter.as_ref().and_then(|minter| minter.sample(field));
        made.or_else(|| self.live.sample(field))
    }
}
