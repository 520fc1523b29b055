//! Asks smaller and smaller forms of a random request that failed, each with fresh live values, as long
//! as the same check objects with the same symptom. Bounded in requests, in time and in how often.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::Stop;
use super::case_run::{CaseRun, SuiteRun};
use super::execute::Asked;
use crate::fill::FillError;
use crate::source::synthetic::random::{HttpResponse, Sample, simplest};
use conformance_core::event::Outcome;
use conformance_core::exchange::ExchangeResult;
use conformance_core::finding::Finding;

/// No failing case is shrunk with more requests.
const MOST_REQUESTS: usize = 200;
/// No more faults of one operation are shrunk.
const MOST_FAULTS: usize = 16;
/// No failing case is shrunk for longer, counted in what the responses take.
const LONGEST: Duration = Duration::from_secs(60);
/// So many requests of a case without any response, and it is given up.
const PATIENCE: usize = 3;

/// What is asked, and how.
pub(super) struct Shrinker<'a> {
    pub(super) suite_run: SuiteRun<'a>,
    pub(super) stop: &'a Stop,
}

/// What findings of one fault have in common; reports fold by it.
type Fault = (&'static str, String, String);

fn fault(finding: &Finding) -> Fault {
    (finding.check, finding.operation.clone(), finding.symptom.clone())
}

/// What was shrunk so far.
#[derive(Debug, Default)]
pub(super) struct Shrinks {
    /// The smallest requests of each fault, by the parts that they carry.
    known: BTreeMap<Fault, Vec<Smallest>>,
    /// How often, by operation.
    counts: BTreeMap<String, usize>,
}

/// The smallest request of a fault.
#[derive(Debug)]
struct Smallest {
    carries: BTreeSet<String>,
    /// What its findings are folded by.
    symptom: String,
}

impl Shrinks {
    /// The findings of a case, those of faults that are new from the smallest request.
    ///
    /// A case that carries all that the smallest request of the same fault carries shows the same; one
    /// that does not shows something else, and is reported apart.
    pub(super) async fn shrink(
        &mut self,
        shrinker: &Shrinker<'_>,
        sample: Sample<'_>,
        findings: Vec<Finding>,
    ) -> Vec<Finding> {
        let carries = sample.carries();
        let mut messages: Vec<Finding> = Vec::new();
        for mut finding in findings {
            let wanted = fault(&finding);
            if messages.iter().any(|known| fault(known) == wanted) {
                continue;
            }
            let known = self.known.get(&wanted).into_iter().flatten();
            if let Some(known) = known.into_iter().find(|known| known.carries.is_subset(&carries)) {
                finding.symptom.clone_from(&known.symptom);
                messages.push(finding);
                continue;
            }
            // How long a response takes is no matter of size.
            if !finding.fails() || finding.check == "slow-response" {
                messages.push(finding);
                continue;
            }
            let count = self.counts.entry(finding.operation.clone()).or_default();
            if *count == MOST_FAULTS {
                let others = format!("; not shrunk, as {MOST_FAULTS} others of the operation are");
                finding.title.push_str(&others);
                messages.push(finding);
                continue;
            }
            *count += 1;
            let shrunk = shrinker.shrink(sample.clone(), &wanted).await;
            let smaller = if shrunk.smaller.is_empty() { vec![finding] } else { shrunk.smaller };
            for mut finding in smaller {
                finding.title.push_str(&shrunk.words);
                self.learn(&mut finding, &shrunk.carries);
                messages.push(finding);
            }
        }
        messages
    }

    /// Takes note of a finding of the smallest request; a second one of the same fault is reported apart.
    fn learn(&mut self, finding: &mut Finding, carries: &BTreeSet<String>) {
        let known = self.known.entry(fault(finding)).or_default();
        if !known.is_empty() {
            let parts: Vec<&str> = carries.iter().map(String::as_str).collect();
            finding.symptom.push_str(&format!(" with {}", parts.join(", ")));
        }
        known.push(Smallest { carries: carries.clone(), symptom: finding.symptom.clone() });
    }
}

/// What came of it.
struct Shrunk {
    /// The findings of the smallest request; empty where nothing smaller fails.
    smaller: Vec<Finding>,
    /// What the smallest request carries.
    carries: BTreeSet<String>,
    /// How it was come by, to be added to the titles.
    words: String,
}

/// What was spent on a case.
#[derive(Default)]
struct Spent {
    requests: usize,
    time: Duration,
    unanswered: usize,
    /// Why no more was asked.
    reason: Option<String>,
}

impl Spent {
    /// Whether another one may be sent. A broken response is asked for twice.
    fn is_over(&mut self) -> bool {
        self.reason = if self.requests + 2 > MOST_REQUESTS {
            Some(format!("{MOST_REQUESTS} requests are the most"))
        } else if self.time > LONGEST {
            Some("the target takes too long".to_owned())
        } else if self.unanswered == PATIENCE {
            Some("the target does not response".to_owned())
        } else {
            None
        };
        self.reason.is_some()
    }

    fn count(&mut self, asked: &Asked) {
        let is_broken =
            asked.exchanges.iter().any(|one| matches!(one.reply, ExchangeResult::Broken { .. }));
        self.requests += if is_broken { 2 } else { 1 };
        self.time += asked.exchanges.iter().map(|one| one.elapsed).sum::<Duration>();
        self.unanswered += usize::from(asked.unreachable);
    }
}

impl Shrinker<'_> {
    async fn shrink(&self, sample: Sample<'_>, wanted: &Fault) -> Shrunk {
        let mut spent = Spent::default();
        let mut smaller = Vec::new();
        let ask = async |sample: &Sample<'_>| {
            if *self.stop.borrow() || spent.is_over() {
                return HttpResponse::Stop;
            }
            let asked = match self.ask(sample).await {
                Ok(asked) => asked,
                Err(
                    dry @ (FillError::Dry(_)
                    | FillError::NoOthers(_)
                    | FillError::NotMade(_)
                    | FillError::NoCredential(_)),
                ) => {
                    spent.reason = Some(dry.to_string());
                    return HttpResponse::Stop;
                }
                Err(
                    FillError::Header(_)
                    | FillError::Missing(_)
                    | FillError::Unsigned(_)
                    | FillError::NotCaptured(_)
                    | FillError::NothingBeside(_, _),
                ) => return HttpResponse::Passes,
            };
            spent.count(&asked);
            match asked.outcome {
                Outcome::Failed { findings } if findings.iter().any(|f| fault(f) == *wanted) => {
                    smaller = findings;
                    HttpResponse::Fails
                }
                _ => HttpResponse::Passes,
            }
        };
        let carries = simplest(sample, ask).await.carries();
        let requests = match spent.requests {
            1 => "1 request".to_owned(),
            count => format!("{count} requests"),
        };
        let mut words = if smaller.is_empty() {
            format!("; nothing smaller failed in {requests}")
        } else {
            format!("; shrunk by {requests}")
        };
        if let Some(reason) = spent.reason {
            words.push_str(&format!(", and no further: {reason}"));
        }
        Shrunk { smaller, carries, words }
    }

    async fn ask(&self, sample: &Sample<'_>) -> Result<Asked, FillError> {
        let SuiteRun { suite, settings, transports, redactor } = self.suite_run;
        let suite = suite.with_cases(vec![sample.case()]);
        let (case, seed) = (&suite.cases[0], settings.seed);
        let run = CaseRun { suite: &suite, case, redactor, seed };
        let prepared = run.prepare(transports).await?;
        Ok(run.ask(Ok(prepared), transports).await)
    }
}
