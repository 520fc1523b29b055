//! Faults that only a sequence of requests finds: use after revocation, foreign values, created and deleted
//! resources, idempotency keys.

use http::Method;

use super::{Applicability, Fault, Mutation, mutated};
use crate::mock::Defects;
use crate::mutation::{Change, HttpResponse, Sent};
use conformance_engine::source::synthetic::chains::creation;

const CLASS: &str = "scripts";

const fn stateful(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&mut Vec<String>, &Sent, &mut HttpResponse),
) -> Fault {
    mutated(CLASS, id, what, check, applies, Mutation::Change(Change::Stateful(change)))
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
    stateful(
        "revoked-still-usable",
        "accepts a token after its revocation",
        "usable-after-revocation",
        |applicability| applicability.live,
        |_, sent, response| {
            if sent.path.ends_with(crate::mock::PROBE) && response.status == 401 {
                response.set(200, "");
            }
        },
    ),
    defective(
        "own-credential-usable",
        "accepts the caller's own credential after its revocation",
        "usable-after-revocation",
        |applicability| applicability.live && applicability.secured(),
        Defects { own_credential_stays_valid: true, ..Defects::NONE },
    ),
    defective(
        "foreign-value-accepted",
        "accepts values that belong to another client",
        "foreign-resource-access",
        |applicability| applicability.live,
        Defects { accepts_foreign_values: true, ..Defects::NONE },
    ),
    stateful(
        "created-is-missing",
        "responds to created resources with 404",
        "unavailable-after-create",
        creates,
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
    stateful(
        "deleted-is-available",
        "responds to deleted resources with 200",
        "available-after-delete",
        creates,
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
        "executes a repeated request with a used idempotency key",
        "idempotency-replay-mismatch",
        |applicability| applicability.live,
        Defects { ignores_keys: true, ..Defects::NONE },
    ),
    defective(
        "keys-trusted",
        "replays the response to any request with a used idempotency key",
        "idempotency-key-reuse",
        rejects_unknown,
        Defects { replays_any_request_with_key: true, ..Defects::NONE },
    ),
];

/// Whether a creation with 201 is followed by requests for the resource.
fn creates(applicability: &Applicability<'_>) -> bool {
    applicability.any(|operation| {
        let created = operation.responses.lookup(201);
        let is_linked = created.is_some_and(|created| !created.links.is_empty());
        created.is_some() && (is_linked || creation(applicability.contract, operation).is_some())
    })
}

/// If unknown values are accepted, the effect of a revocation cannot be observed.
fn rejects_unknown(applicability: &Applicability<'_>) -> bool {
    applicability.live && applicability.declares(&[404, 410])
}

/// The last segment of the path.
fn last(sent: &Sent) -> &str {
    sent.path.rsplit('/').next().unwrap_or_default()
}
