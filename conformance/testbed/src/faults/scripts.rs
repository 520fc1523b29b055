//! What only a story of several requests finds out: what is ended still works, what belongs to another
//! client is taken, what was made is not there, and a key of idempotency says nothing.

use http::Method;

use super::{Fault, Room, Spoil, spoilt};
use crate::mock::Flaws;
use crate::spoil::{Answer, Change, Sent};
use conformance_engine::source::synthetic::chains::creation;

const CLASS: &str = "scripts";

const fn noted(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(&mut Vec<String>, &Sent, &mut Answer),
) -> Fault {
    spoilt(CLASS, id, what, check, applies, Spoil::Change(Change::Noted(change)))
}

const fn flawed(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Room<'_>) -> bool,
    flaws: Flaws,
) -> Fault {
    spoilt(CLASS, id, what, check, applies, Spoil::Flaws(flaws))
}

pub(super) const FAULTS: &[Fault] = &[
    noted(
        "ended-still-works",
        "takes a token after its end",
        "revoked-is-dead",
        |room| room.live,
        |_, sent, answer| {
            if sent.path.ends_with(crate::mock::PROBE) && answer.status == 401 {
                answer.set(200, "");
            }
        },
    ),
    flawed(
        "own-still-works",
        "takes the caller's own credential after its end",
        "revoked-is-dead",
        |room| room.live && room.secured(),
        Flaws { outlives_itself: true, ..Flaws::NONE },
    ),
    flawed(
        "others-taken",
        "takes what belongs to another client for the caller's own",
        "others-refused",
        |room| room.live,
        Flaws { takes_others: true, ..Flaws::NONE },
    ),
    noted(
        "made-is-missing",
        "does not find what it made",
        "read-after-create",
        makes,
        |notes, sent, answer| {
            if sent.method == Method::POST && answer.status == 201 {
                notes.push(String::from_utf8_lossy(&answer.body).into_owned());
            } else if sent.method == Method::GET
                && notes.iter().any(|note| note.contains(last(sent)))
            {
                answer.set(404, "");
            }
        },
    ),
    noted(
        "deleted-is-there",
        "shows what it deleted",
        "gone-after-delete",
        makes,
        |notes, sent, answer| {
            let shown =
                |note: &&String| note.split_once('\n').is_some_and(|(path, _)| path == sent.path);
            if sent.method != Method::GET {
                return;
            }
            if answer.status == 200 {
                notes.push(format!("{}\n{}", sent.path, String::from_utf8_lossy(&answer.body)));
            } else if let Some((_, body)) = notes
                .iter()
                .find(shown)
                .filter(|_| answer.status == 404)
                .and_then(|note| note.split_once('\n'))
            {
                answer.set(200, body);
            }
        },
    ),
    flawed(
        "keys-ignored",
        "carries a request with a used key out once more",
        "idempotent-replay",
        |room| room.live,
        Flaws { forgets_keys: true, ..Flaws::NONE },
    ),
    flawed(
        "keys-trusted",
        "answers any request with a used key as it did before, and does nothing",
        "idempotency-conflict",
        tells_unknown,
        Flaws { trusts_keys: true, ..Flaws::NONE },
    ),
];

/// Whether something is made with a 201 that others go on with.
fn makes(room: &Room<'_>) -> bool {
    room.any(|operation| {
        let made = operation.responses.lookup(201);
        let is_linked = made.is_some_and(|made| !made.links.is_empty());
        made.is_some() && (is_linked || creation(room.contract, operation).is_some())
    })
}

/// Where what is gone is answered like what is not, nobody can tell from outside.
fn tells_unknown(room: &Room<'_>) -> bool {
    room.live && room.declares(&[404, 410])
}

/// The last segment of the path.
fn last(sent: &Sent) -> &str {
    sent.path.rsplit('/').next().unwrap_or_default()
}
