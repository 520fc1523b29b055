//! Runs smaller and smaller variants of a random request that failed, each with fresh live values, as
//! long as the same check fails with the same symptom. Bounded in requests, in time and in number.

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

/// The most requests that shrink one case.
const MOST_REQUESTS: usize = 200;
/// The most faults of one operation that are shrunk.
const MOST_FAULTS: usize = 16;
/// The longest time that one case is shrunk, as the sum of response times.
const LONGEST: Duration = Duration::from_secs(60);
/// The number of requests without any response after which a case is given up.
const PATIENCE: usize = 3;

/// The suite that is run, and how.
pub(super) struct Shrinker<'a> {
    pub(super) suite_run: SuiteRun<'a>,
    pub(super) stop: &'a Stop,
}

/// The common properties of findings of one fault; reports group by it.
type Fault = (&'static str, String, String);

fn fault(finding: &Finding) -> Fault {
    (finding.check, finding.operation.clone(), finding.symptom.clone())
}

/// The results so far.
#[derive(Debug, Default)]
pub(super) struct Shrinks {
    /// The smallest requests of each fault, by the parts that they contain.
    known: BTreeMap<Fault, Vec<Smallest>>,
    /// The number of faults, by operation.
    counts: BTreeMap<String, usize>,
}

/// The smallest request of a fault.
#[derive(Debug)]
struct Smallest {
    carries: BTreeSet<String>,
    /// What its findings are grouped by.
    symptom: String,
}

impl Shrinks {
    /// The findings of a case; those of new faults from the smallest request.
    ///
    /// A case that contains all that the smallest request of the same fault contains shows the same
    /// fault; any other shows another one, and is reported separately.
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
            // How long a response takes does not depend on the size of the request.
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

    /// Records a finding of the smallest request; a second one of the same fault is reported
    /// separately.
    fn learn(&mut self, finding: &mut Finding, carries: &BTreeSet<String>) {
        let known = self.known.entry(fault(finding)).or_default();
        if !known.is_empty() {
            let parts: Vec<&str> = carries.iter().map(String::as_str).collect();
            finding.symptom.push_str(&format!(" with {}", parts.join(", ")));
        }
        known.push(Smallest { carries: carries.clone(), symptom: finding.symptom.clone() });
    }
}

/// The result of shrinking.
struct Shrunk {
    /// The findings of the smallest request; empty where nothing smaller fails.
    smaller: Vec<Finding>,
    /// What the smallest request contains.
    carries: BTreeSet<String>,
    /// How it was found, for the titles.
    words: String,
}

/// What was spent on a case.
#[derive(Default)]
struct Spent {
    requests: usize,
    time: Duration,
    unanswered: usize,
    /// Why it stopped early.
    reason: Option<String>,
}

impl Spent {
    /// Whether no more may be sent. A broken response takes two requests.
    fn is_over(&mut self) -> bool {
        self.reason = if self.requests + 2 > MOST_REQUESTS {
            Some(format!("the limit is {MOST_REQUESTS} requests"))
        } else if self.time > LONGEST {
            Some("the target takes too long".to_owned())
        } else if self.unanswered == PATIENCE {
            Some("the target does not respond".to_owned())
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
            words.push_str(&format!(", and stopped: {reason}"));
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
