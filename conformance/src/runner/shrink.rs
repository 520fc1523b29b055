//! Asks smaller and smaller forms of a random request that failed, each with fresh live values, as long
//! as the same check objects with the same symptom. Bounded in requests, in time and in how often.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::ask::{self, Asked};
use super::{Carriers, Settings, Stop};
use crate::event::Outcome;
use crate::exchange::Reply;
use crate::fill::FillError;
use crate::finding::Finding;
use crate::redact::Redactor;
use crate::source::synthetic::random::{Answer, Sample, simplest};
use crate::suite::Suite;

/// No failing case is shrunk with more requests.
const MOST_REQUESTS: usize = 200;
/// No more faults of one operation are shrunk.
const MOST_FAULTS: usize = 8;
/// No failing case is shrunk for longer, counted in what the answers take.
const LONGEST: Duration = Duration::from_secs(60);
/// So many requests of a case without any answer, and it is given up.
const PATIENCE: usize = 3;

/// What is asked, and how.
pub(super) struct Shrinker<'a> {
    pub(super) suite: &'a Suite,
    pub(super) settings: Settings,
    pub(super) carriers: &'a Carriers,
    pub(super) redactor: &'a Arc<Redactor>,
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
    seen: BTreeSet<Fault>,
    /// How often, by operation.
    counts: BTreeMap<String, usize>,
}

impl Shrinks {
    /// The findings of a case, those of faults that are new from the smallest request.
    pub(super) async fn shrink(
        &mut self,
        shrinker: &Shrinker<'_>,
        sample: Sample<'_>,
        mut findings: Vec<Finding>,
    ) -> Vec<Finding> {
        while let Some(index) = findings.iter().position(|found| self.is_new(found)) {
            let wanted = fault(&findings[index]);
            self.seen.insert(wanted.clone());
            let count = self.counts.entry(wanted.1.clone()).or_default();
            if *count == MOST_FAULTS {
                break;
            }
            *count += 1;
            let Shrunk { mut smaller, words } = shrinker.shrink(sample.clone(), &wanted).await;
            if smaller.is_empty() {
                findings[index].title.push_str(&words);
                continue;
            }
            for finding in &mut smaller {
                finding.title.push_str(&words);
                self.seen.insert(fault(finding));
            }
            findings.retain(|larger| !smaller.iter().any(|found| fault(found) == fault(larger)));
            smaller.append(&mut findings);
            findings = smaller;
        }
        findings
    }

    /// Whether a finding is the first of its fault. How long an answer takes is no matter of size.
    fn is_new(&self, finding: &Finding) -> bool {
        let fails = finding.fails();
        fails && finding.check != "answers-in-time" && !self.seen.contains(&fault(finding))
    }
}

/// What came of it.
struct Shrunk {
    /// The findings of the smallest request; empty where nothing smaller fails.
    smaller: Vec<Finding>,
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
    /// Whether another one may be asked. A broken answer is asked for twice.
    fn is_over(&mut self) -> bool {
        self.reason = match () {
            () if self.requests + 2 > MOST_REQUESTS => {
                Some(format!("{MOST_REQUESTS} requests are the most"))
            }
            () if self.time > LONGEST => Some("the target takes too long".to_owned()),
            () if self.unanswered == PATIENCE => Some("the target does not answer".to_owned()),
            () => None,
        };
        self.reason.is_some()
    }

    fn count(&mut self, asked: &Asked) {
        let is_broken = asked.exchanges.iter().any(|one| matches!(one.reply, Reply::Broken { .. }));
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
                return Answer::Stop;
            }
            let asked = match self.ask(sample).await {
                Ok(asked) => asked,
                Err(dry @ (FillError::Dry(_) | FillError::NoOthers(_))) => {
                    spent.reason = Some(dry.to_string());
                    return Answer::Stop;
                }
                Err(FillError::Header(_) | FillError::NotCaptured(_)) => return Answer::Passes,
            };
            spent.count(&asked);
            match asked.outcome {
                Outcome::Failed { findings } if findings.iter().any(|f| fault(f) == *wanted) => {
                    smaller = findings;
                    Answer::Fails
                }
                _ => Answer::Passes,
            }
        };
        simplest(sample, ask).await;
        let requests = match spent.requests {
            1 => "1 request".to_owned(),
            count => format!("{count} requests"),
        };
        let mut words = match smaller.is_empty() {
            true => format!("; nothing smaller failed in {requests}"),
            false => format!("; shrunk by {requests}"),
        };
        if let Some(reason) = spent.reason {
            words.push_str(&format!(", and no further: {reason}"));
        }
        Shrunk { smaller, words }
    }

    async fn ask(&self, sample: &Sample<'_>) -> Result<Asked, FillError> {
        let suite = Arc::new(self.suite.with_cases(vec![sample.case()]));
        let seed = self.settings.seed;
        let prepared = ask::prepare(&suite, 0, seed, self.redactor)?;
        let (carriers, redactor) = (self.carriers.clone(), Arc::clone(self.redactor));
        Ok(ask::ask(suite, 0, Ok(prepared), carriers, seed, redactor).await)
    }
}
