//! Chooses the cases of a limited run: the most informative of each operation first, and one case of
//! each kind and operation before a second one of any.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::budget::{Budget, share};
use crate::fixtures::cost;
use crate::suite::Suite;
use conformance_core::case::{Case, CaseKind, Origin, Purpose, Role};

/// How informative a case is, the most informative first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// Whether the operation can be called at all.
    Positive,
    NoCredentials,
    WrongCredentials,
    Unknown,
    Missing,
    WrongType,
    Method,
    MediaType,
    /// Side effects of one call on others.
    Script,
    /// What else the document rules out.
    Refused,
    /// What else it allows.
    Boundary,
    Equivalent,
    Unusual,
    Malformed,
    Framing,
    Repeat,
}

impl Worth {
    fn of(case: &Case) -> Self {
        if case.steps.iter().any(|step| step.role.is_of_script()) {
            return Self::Script;
        }
        match &case.kind {
            CaseKind::Valid if case.purpose == Purpose::Equivalent => Self::Equivalent,
            CaseKind::Valid if case.steps.iter().any(|step| step.role == Role::Repeat) => {
                Self::Repeat
            }
            CaseKind::Valid => Self::Positive,
            CaseKind::NoCredentials => Self::NoCredentials,
            CaseKind::WrongCredentials | CaseKind::BadSignature(_) => Self::WrongCredentials,
            CaseKind::ValidUnknown => Self::Unknown,
            CaseKind::Invalid { keyword, .. } if keyword == "required" => Self::Missing,
            CaseKind::Invalid { keyword, .. } if keyword == "type" => Self::WrongType,
            CaseKind::MethodNotAllowed => Self::Method,
            CaseKind::UnsupportedMediaType => Self::MediaType,
            CaseKind::NotOwned => Self::Script,
            CaseKind::Unusual => Self::Unusual,
            CaseKind::Malformed => Self::Malformed,
            CaseKind::MalformedMessage(_) => Self::Framing,
            CaseKind::Invalid { .. }
            | CaseKind::PartialCredentials
            | CaseKind::Forbidden
            | CaseKind::NotAcceptable
            | CaseKind::SafeMethod
            | CaseKind::UnknownPath => Self::Refused,
        }
    }

    /// The rank of a further case of the same kind and operation.
    fn of_another(self) -> Self {
        match self {
            Self::Positive => Self::Boundary,
            first if first < Self::Script => Self::Refused,
            same => same,
        }
    }
}

/// The chosen cases.
#[derive(Debug, Default)]
pub struct Choice {
    /// The requests that each takes, by id.
    chosen: BTreeMap<String, usize>,
    /// The number of requests that remain.
    left: usize,
    /// The number reserved for the tokens that the credentials need.
    tokens: usize,
    left_out: Vec<LeftOut>,
}

/// A case that is not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The short name of the document.
    pub provider: String,
    /// The id of the operation.
    pub operation: String,
    /// The name of its kind.
    pub kind: &'static str,
    /// The id of the case.
    pub case: String,
}

impl Choice {
    /// Chooses among the cases of these suites. Deterministic for the same cases.
    pub fn among<'a>(suites: impl IntoIterator<Item = &'a Suite>, total: usize) -> Self {
        let suites: Vec<&Suite> = suites.into_iter().collect();
        let tokens = suites.iter().map(|suite| suite.fixtures.grants().count()).sum();
        let mut items: Vec<Item<'_>> = suites.into_iter().flat_map(items).collect();
        // Cases of the same rank alternate; a stable sort keeps the order of the documents.
        items.sort_by_key(|item| (item.worth, item.turn));
        let left = share(total).saturating_sub(tokens);
        let mut choice = Self { left, tokens, ..Self::default() };
        for item in items {
            choice.take(item.case, item.provider, item.cost);
        }
        choice
    }

    /// Takes one more case, if the budget allows: of random cases, the first ones.
    pub fn add(&mut self, suite: &Suite, case: &Case) {
        self.take(case, &suite.contract.id, cost(case, &suite.fixtures));
    }

    fn take(&mut self, case: &Case, provider: &str, cost: usize) {
        if cost <= self.left {
            self.left -= cost;
            self.chosen.insert(case.id.clone(), cost);
            return;
        }
        self.left_out.push(LeftOut {
            provider: provider.to_owned(),
            operation: case.operation.clone(),
            kind: case.kind.as_str(),
            case: case.id.clone(),
        });
    }

    /// Whether the case of this id is run.
    pub fn has(&self, id: &str) -> bool {
        self.chosen.contains_key(id)
    }

    /// The ids of the cases that are run.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.chosen.keys().map(String::as_str)
    }

    /// How many requests they take at most, without retries.
    pub fn requests(&self) -> usize {
        self.chosen.values().sum()
    }

    /// How many requests are reserved for tokens.
    pub fn tokens(&self) -> usize {
        self.tokens
    }

    /// The budget of this many requests in all, for these cases.
    pub fn budget(&self, total: usize) -> Arc<Budget> {
        let ids = self.ids().map(str::to_owned);
        Budget::new(total, ids, self.requests(), self.tokens())
    }

    /// The cases that are not run, the most informative first.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
}

/// A case that may be chosen.
struct Item<'a> {
    case: &'a Case,
    provider: &'a str,
    cost: usize,
    worth: Worth,
    /// How many of the same rank and operation come before it.
    turn: usize,
}

fn items(suite: &Suite) -> Vec<Item<'_>> {
    // A recorded request may be any of its kind; the generated one is the plain one.
    let mut cases: Vec<&Case> = suite.cases.iter().collect();
    cases.sort_by_key(|case| case.origin == Origin::Recorded);
    let mut known: BTreeSet<(Worth, &str)> = BTreeSet::new();
    let mut turns: BTreeMap<(Worth, &str), usize> = BTreeMap::new();
    let mut items = Vec::with_capacity(cases.len());
    for case in cases {
        let mut worth = Worth::of(case);
        if !known.insert((worth, case.operation.as_str())) {
            worth = worth.of_another();
        }
        let turn = turns.entry((worth, case.operation.as_str())).or_default();
        let provider = suite.contract.id.as_str();
        items.push(Item { case, provider, cost: cost(case, &suite.fixtures), worth, turn: *turn });
        *turn += 1;
    }
    items
}
