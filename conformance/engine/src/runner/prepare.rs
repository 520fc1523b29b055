//! Fills the requests of a case before the first one is sent.

use super::Transports;
use super::case_run::CaseRun;
use crate::fill::{Draws, FillError, Filler};
use crate::fixtures::MintContext;
use crate::suite::Suite;
use conformance_core::case::{Role, Slot, Step};
use conformance_core::exchange::SentRequest;
use conformance_core::redact::Redactor;

/// The requests of a case, filled unless they need a response of the case.
pub(super) struct Prepared {
    pub(super) requests: Vec<Option<SentRequest>>,
    pub(super) draws: Draws,
}

impl Prepared {
    /// The request of a step, unless it needs a response of the case.
    pub(super) fn request(&self, step: usize) -> Option<&SentRequest> {
        self.requests.get(step)?.as_ref()
    }
}

impl<'a> CaseRun<'a> {
    /// Fills the requests of the case, with live values that are minted for it on demand.
    pub(super) async fn prepare(self, transports: &Transports) -> Result<Prepared, FillError> {
        if let Some(why) = self.suite.recorded_responses.missing(&self.case.id) {
            return Err(FillError::Missing(why.to_owned()));
        }
        let mut draws = Draws::new(self.seed, &self.case.id);
        if self.suite.fixtures.are_fetched() {
            Box::pin(self.supply(&mut draws, transports)).await?;
        }
        let filler = self.filler();
        let mut requests = Vec::with_capacity(self.case.steps.len());
        for step in &self.case.steps {
            requests.push(fill_or_reserve(&filler, step, &mut draws)?);
        }
        Ok(Prepared { requests, draws })
    }

    /// Mints the live values of the case that are not supplied, and fetches credentials that expire
    /// soon.
    async fn supply(self, draws: &mut Draws, transports: &Transports) -> Result<(), FillError> {
        let fixtures = &self.suite.fixtures;
        fixtures.fetch_credentials(self.redactor).await.map_err(FillError::NoCredential)?;
        let Some(minter) = fixtures.minter() else { return Ok(()) };
        let shop = context(self.suite, self.redactor, transports);
        for (owner, field) in self.case.draws() {
            if minter.makes(owner, field) {
                let value = minter.make(owner, field, &self.case.id, shop).await;
                draws.supply(owner, field, value.map_err(FillError::NotMade)?);
            }
        }
        Ok(())
    }

    /// What fills the requests of the case.
    pub(super) fn filler(self) -> Filler<'a> {
        Filler {
            contract: &self.suite.contract,
            base: &self.suite.base,
            fixtures: &self.suite.fixtures,
            validators: &self.suite.validators,
            redactor: self.redactor,
        }
    }
}

/// The request of a step; if it needs a response, its values are drawn now and it is filled later.
fn fill_or_reserve(
    filler: &Filler<'_>,
    step: &Step,
    draws: &mut Draws,
) -> Result<Option<SentRequest>, FillError> {
    if step.role == Role::Repeat {
        draws.renew();
    }
    if waits(step) {
        filler.reserve(step, draws).map(|()| None)
    } else {
        filler.fill(step, draws).map(Some)
    }
}

/// Whether a step needs a value of an earlier response.
fn waits(step: &Step) -> bool {
    step.request.slots().iter().any(|slot| matches!(slot, Slot::Captured(_)))
}

/// What values are minted with.
fn context<'a>(
    suite: &'a Suite,
    redactor: &'a Redactor,
    transports: &'a Transports,
) -> MintContext<'a> {
    MintContext {
        base: &suite.base,
        fixtures: &suite.fixtures,
        redactor,
        transport: &*transports.http,
    }
}

/// Revokes minted values that are still live. Returns whether live values could not be minted.
pub(super) async fn tear_down(suite: &Suite, redactor: &Redactor, transports: &Transports) -> bool {
    let Some(minter) = suite.fixtures.minter() else { return false };
    minter.tear_down(context(suite, redactor, transports)).await;
    minter.gave_up().await
}
