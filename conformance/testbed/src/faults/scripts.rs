//! What only a story of several requests finds out: what is ended still works, what belongs to another
//! client is taken, what was made is not there, and a key of idempotency says nothing.

use http::Method;

use super::{Applicability, Fault, Mutation, mutated};
use crate::mock::Defects;
use crate::mutation::{Change, HttpResponse, Sent};
use conformance_engine::source::synthetic::chains::creation;

const CLASS: &str = "scripts";

const fn noted(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&mut Vec<String>, &Sent, &mut HttpResponse),
) -> Fault {
    mutated(CLASS, id, what, check, applies, Mutation::Change(Change::Noted(change)))
}

const fn defective(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    defects: Defects,
) -> Fault {
    mutated(CLASS, id, what, check, applies, Mutation::Defects(defects))
}

pub(super) const FAULTS: &[Fault] = &[
    noted(
        "ended-still-works",
        "takes a token after its end",
        "usable-after-revocation",
        |applicability| applicability.live,
        |_, sent, response| {
            if sent.path.ends_with(crate::mock::PROBE) && response.status == 401 {
                response.set(200, "");
            }
        },
    ),
    defective(
        "own-still-works",
        "takes the caller's own credential after its end",
        "usable-after-revocation",
        |applicability| applicability.live && applicability.secured(),
        Defects { outlives_itself: true, ..Defects::NONE },
    ),
    defective(
        "others-taken",
        "takes what belongs to another client for the caller's own",
        "foreign-resource-access",
        |applicability| applicability.live,
        Defects { takes_others: true, ..Defects::NONE },
    ),
    noted(
        "made-is-missing",
        "does not find what it made",
        "unavailable-after-create",
        makes,
        |notes, sent, response| {
            if sent.method == Method::POST && response.status == 201 {
                notes.push(String::from_utf8_lossy(&response.body).into_owned());
            } else if sent.method == Method::GET
                && notes.iter().any(|note| note.contains(last(sent)))
            {
                response.set(404, "");
            }
        },
    ),
    noted(
        "deleted-is-there",
        "shows what it deleted",
        "available-after-delete",
        makes,
        |notes, sent, response| {
            let shown =
                |note: &&String| note.split_once('\n').is_some_and(|(path, _)| path == sent.path);
            if sent.method != Method::GET {
                return;
            }
            if response.status == 200 {
                notes.push(format!("{}\n{}", sent.path, String::from_utf8_lossy(&response.body)));
            } else if let Some((_, body)) = notes
                .iter()
                .find(shown)
                .filter(|_| response.status == 404)
                .and_then(|note| note.split_once('\n'))
            {
                response.set(200, body);
            }
        },
    ),
    defective(
        "keys-ignored",
        "carries a request with a used key out once more",
        "idempotency-replay-mismatch",
        |applicability| applicability.live,
        Defects { forgets_keys: true, ..Defects::NONE },
    ),
    defective(
        "keys-trusted",
        "responds any request with a used key as it did before, and does nothing",
        "idempotency-key-reuse",
        rejects_unknown,
        Defects { trusts_keys: true, ..Defects::NONE },
    ),
];

/// Whether something is made with a 201 that others go on with.
fn makes(applicability: &Applicability<'_>) -> bool {
    applicability.any(|operation| {
        let made = operation.responses.lookup(201);
        let is_linked = made.is_some_and(|made| !made.links.is_empty());
        made.is_some() && (is_linked || creation(applicability.contract, operation).is_some())
    })
}

/// Where what is gone gets the same response like what is not, no client can distinguish from outside.
fn rejects_unknown(applicability: &Applicability<'_>) -> bool {
    applicability.live && applicability.declares(&[404, 410])
}

/// The last segment of the path.
fn last(sent: &Sent) -> &str {
    sent.path.rsplit('/').next().unwrap_or_default()
}
