//! Which cases are asked of a small budget: of every operation something, and what show most first.

use std::collections::{BTreeMap, BTreeSet};

use conformance_engine::fixtures::cost;
use conformance_engine::selection::Choice;
use conformance_engine::suite::Suite;

use crate::micro;

/// Three operations, with a credential, a body and a live value each.
const THREE: &str = r"
paths:
  /a: { post: &post { operationId: a, security: [{ Key: [] }], requestBody: { required: true,
    content: { application/json: { schema: { type: object, required: [tokenId, size],
      properties: { tokenId: { type: string }, size: { type: integer, minimum: 1, maximum: 9 } } } } } },
    responses: { '204': { description: x }, '400': { description: x }, '401': { description: x },
      '404': { description: x } } } }
  /b: { post: { <<: *post, operationId: b } }
  /c: { post: { <<: *post, operationId: c } }
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: X-Key } }
";

fn suite() -> Suite {
    micro::suite(&micro::contract(THREE), micro::fixtures(), "http://t")
}

/// The kinds of the chosen cases, by operation.
fn kinds(suite: &Suite, total: usize) -> BTreeMap<&str, Vec<&'static str>> {
    let choice = Choice::among([suite], total);
    let mut kinds: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    for case in suite.cases.iter().filter(|case| choice.has(&case.id)) {
        kinds.entry(&case.operation).or_default().insert(case.kind.as_str());
    }
    kinds.into_iter().map(|(name, set)| (name, set.into_iter().collect())).collect()
}

#[test]
fn budget_covers_every_operation_first() {
    let suite = suite();
    let few = kinds(&suite, 3);
    assert_eq!(few.values().collect::<Vec<_>>(), [&vec!["valid"]; 3]);
    let more = kinds(&suite, 42);
    let expected = ["invalid", "method-not-allowed", "no-credentials", "unsupported-media-type"];
    for (operation, kinds) in &more {
        let has = |kind: &&str| kinds.contains(kind);
        assert!(expected.iter().filter(|kind| has(kind)).count() >= 2, "{operation}: {kinds:?}");
    }
    let all = kinds(&suite, 100_000);
    assert!(all.values().all(|kinds| kinds.len() >= 8), "{all:?}");
}

#[test]
fn a_choice_is_within_its_budget_and_grows_with_it() {
    let suite = suite();
    let mut before = 0;
    for total in [1, 5, 20, 50, 100, 300] {
        let choice = Choice::among([&suite], total);
        let chosen = suite.cases.iter().filter(|case| choice.has(&case.id));
        let requests: usize = chosen.map(|case| cost(case, &suite.fixtures)).sum();
        assert_eq!(requests, choice.requests());
        assert!(requests <= total && requests >= before, "{requests} of {total}");
        assert_eq!(choice.ids().count() + choice.left_out().len(), suite.cases.len());
        before = requests;
    }
}
