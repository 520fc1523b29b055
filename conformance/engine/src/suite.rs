//! Everything that is run against one target: the document, the cases, the fixtures, the base URL.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use specs::Contract;

use crate::budget::Budget;
use crate::fixtures::Fixtures;
use crate::known::Known;
use crate::source::recorded::{Recorded, Recording, RecordingError};
use crate::source::synthetic;
use crate::source::synthetic::{Phase, Synthetic};
use crate::source::{CaseSource as _, Inputs};
use conformance_core::case::{Case, CaseKind, Owner};
use conformance_core::check::Rules;
use conformance_core::event::{Losses, SuiteStart};
use conformance_core::exchange::Exchange;
use conformance_core::redact::{Redactor, label};
use conformance_core::replay::RecordedResponses;
use conformance_core::values::Validators;

/// Receives the exchanges of a run, case by case.
pub trait ExchangeSink: std::fmt::Debug + Send + Sync {
    /// Records the exchanges of a case.
    fn note(&self, suite: &Suite, case: &Case, exchanges: &[Exchange]);
}

/// A case that exists and that a run does not include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OmittedCase {
    /// The id of the case.
    pub id: String,
    /// Its kind.
    pub kind: CaseKind,
}

/// Everything that is run against one target.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The contract of the document.
    pub contract: Arc<Contract>,
    /// The absolute base URL, without a slash at its end.
    pub base: String,
    /// The credentials of the caller, and the values that exist at the target.
    pub fixtures: Fixtures,
    /// Compiled schemas.
    pub validators: Arc<Validators>,
    /// In the order in which they run.
    pub cases: Vec<Case>,
    /// Cases that exist and that the run does not include.
    pub omitted: Vec<OmittedCase>,
    /// The random cases that come after these, for those who ask for them.
    pub random: Option<Phase>,
    /// The user's rules beyond the document.
    pub rules: Rules,
    /// The known failures.
    pub known: Arc<Known>,
    /// The limit on the requests of the run, if there is one.
    pub budget: Option<Arc<Budget>>,
    /// The recorded responses of the cases, if they are compared.
    pub recorded_responses: Arc<RecordedResponses>,
    /// What records the exchanges, if they are recorded.
    pub recorder: Option<Arc<dyn ExchangeSink>>,
    /// How many live values the run needs, by field; counted on first use.
    pub needs: Arc<OnceLock<Needs>>,
}

/// How many live values are needed, by field.
pub type Needs = BTreeMap<(Owner, String), usize>;

impl Suite {
    /// Recorded cases, then those from the document.
    ///
    /// # Errors
    ///
    /// The first mistake in a recording.
    pub fn plan(
        contract: Arc<Contract>,
        base: String,
        fixtures: Fixtures,
        recordings: &[Recording],
        seed: u64,
    ) -> Result<Self, RecordingError> {
        let validators = Arc::new(Validators::default());
        let inputs =
            Inputs { contract: &contract, validators: &validators, fixtures: &fixtures, seed };
        let mut cases = Recorded::read(&inputs, recordings)?.cases(&inputs);
        cases.extend(Synthetic.cases(&inputs));
        // Nothing may come after it.
        cases.extend(synthetic::last(&inputs));
        Ok(Self { validators, cases, ..Self::empty(contract, base, fixtures) })
    }

    /// A suite without cases, for exchanges of other clients.
    pub fn empty(contract: Arc<Contract>, base: String, fixtures: Fixtures) -> Self {
        Self {
            contract,
            base,
            fixtures,
            validators: Arc::default(),
            cases: Vec::new(),
            omitted: Vec::new(),
            random: None,
            rules: Rules::default(),
            known: Arc::default(),
            budget: None,
            recorded_responses: Arc::default(),
            recorder: None,
            needs: Arc::default(),
        }
    }

    /// The inputs of case sources.
    pub fn inputs(&self, seed: u64) -> Inputs<'_> {
        Inputs {
            contract: &self.contract,
            validators: &self.validators,
            fixtures: &self.fixtures,
            seed,
        }
    }

    /// Adds so many random cases of each operation, of which those run whose id is wanted.
    pub fn add_random(
        &mut self,
        count: u32,
        seed: u64,
        wanted: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) {
        self.random = Some(Phase::new(&self.inputs(seed), count, wanted));
    }

    /// Omits the cases that `is_omitted` returns true for.
    pub fn omit(&mut self, is_omitted: impl Fn(&Case) -> bool) {
        let omitted = self.cases.extract_if(.., |case| is_omitted(case));
        self.omitted.extend(omitted.map(|case| OmittedCase { id: case.id, kind: case.kind }));
    }

    /// The number of cases in reports: the cases, the random ones, and those that cannot be generated.
    pub fn count(&self) -> usize {
        let random = self.random.as_ref();
        let random =
            random.map_or(0, |phase| phase.ids(&self.contract).count() + phase.left_out().len());
        self.cases.len() + random
    }

    /// How many live values of a field the cases need, without random requests.
    pub fn need(&self, owner: Owner, field: &str) -> usize {
        let count = || {
            let mut needs = Needs::new();
            for (owner, field) in self.cases.iter().flat_map(Case::draws) {
                *needs.entry((owner, field.to_owned())).or_default() += 1;
            }
            needs
        };
        self.needs.get_or_init(count).get(&(owner, field.to_owned())).copied().unwrap_or_default()
    }

    /// Whether the run sends anything that may change something (RFC 9110 §9.2.1).
    pub fn changes_something(&self) -> bool {
        let is_safe = |method: &str| matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE");
        let mut steps = self.cases.iter().flat_map(|case| &case.steps);
        steps.any(|step| !is_safe(&step.request.method))
            || self.random.is_some()
            || self.fixtures.minter().is_some_and(|minter| minter.asks_the_target())
    }

    /// The same target with these cases.
    pub fn with_cases(&self, cases: Vec<Case>) -> Self {
        let (contract, base) = (Arc::clone(&self.contract), self.base.clone());
        // Requests that shrink a case are no part of the run: they are not recorded.
        Self {
            validators: Arc::clone(&self.validators),
            cases,
            rules: self.rules.clone(),
            known: Arc::clone(&self.known),
            budget: self.budget.clone(),
            recorded_responses: Arc::clone(&self.recorded_responses),
            // The needs of random requests are not counted.
            needs: Arc::new(OnceLock::from(Needs::new())),
            ..Self::empty(contract, base, self.fixtures.clone())
        }
    }

    /// The event that reporters get before it runs.
    pub fn start(&self) -> SuiteStart {
        SuiteStart {
            provider: self.contract.id.clone(),
            title: format!("{} {}", self.contract.title, self.contract.version),
            spec: self.contract.source.name().to_owned(),
            target: self.base.clone(),
            cases: self.count(),
            losses: Losses::of(&self.contract),
        }
    }

    /// Registers every secret that is known beforehand with the redactor.
    pub fn hide_secrets(&self, redactor: &Redactor) {
        use crate::fixtures::{Credential, ExtraValue};
        for (scheme, credential) in self.fixtures.credentials() {
            let name = label(scheme);
            redactor.hide(&credential.wire(), &name);
            if let Credential::Granted(grant) = credential {
                for (what, secret) in grant.secrets() {
                    redactor.hide(secret, &format!("{name}_{what}"));
                }
            }
            if let Credential::Basic { username, password } = credential {
                redactor.hide(password.expose(), &format!("{name}_PASSWORD"));
                if username.expose().len() > 8 {
                    redactor.hide(username.expose(), &format!("{name}_USERNAME"));
                }
            }
        }
        for header in self.fixtures.headers() {
            if let ExtraValue::Secret(secret) = &header.value {
                redactor.hide(secret.expose(), &label(&header.name));
            }
        }
        let made = self.fixtures.minter().into_iter().flat_map(crate::fixtures::Minter::secrets);
        made.for_each(|(name, secret)| redactor.hide(secret, name));
        if let Some(probe) = self.fixtures.probe() {
            probe.secrets().for_each(|(name, secret)| redactor.hide(secret, name));
        }
        let keys = self.fixtures.signing().into_iter().flat_map(crate::signing::Signing::secrets);
        keys.for_each(|key| redactor.hide(&key, "SIGNING_KEY"));
        for (field, value) in self.fixtures.values() {
            if self.contract.is_sensitive(field) {
                redactor.hide_value(value, &label(field));
            }
            if self.fixtures.is_hidden(field) {
                redactor.hide(&conformance_core::values::as_text(value), &label(field));
            }
        }
        hide_user_info(&self.base, "TARGET", redactor);
    }
}

/// Registers the user information of a URL (RFC 3986 §3.2.1): as it is in the URL, and in the header
/// that is made of it. `of` names the URL in the placeholder.
pub fn hide_user_info(url: &str, of: &str, redactor: &Redactor) {
    let Ok(url) = url::Url::parse(url) else { return };
    let Some(password) = url.password() else { return };
    let decoded =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (name, plain) = (decoded(url.username()), decoded(password));
    let (credential, secret) = (format!("{of}_CREDENTIAL"), format!("{of}_PASSWORD"));
    redactor.hide(&format!("{}:{password}", url.username()), &credential);
    redactor.hide(&format!("{name}:{plain}"), &credential);
    redactor.hide(&plain, &secret);
    redactor.hide(password, &secret);
}
