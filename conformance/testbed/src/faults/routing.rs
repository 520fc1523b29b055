//! Methods and paths that the document does not have.

use specs::contract::{Method, StatusRange};

use super::{Applicability, Fault, in_response};

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "routing",
        "every-method",
        "takes every method",
        "accepted-undeclared-method",
        has_other_methods,
        |_, received| {
            if received.status == 405 {
                received.set(200, "");
            }
        },
    ),
    in_response(
        "routing",
        "deletes-too",
        "takes DELETE where it is not declared",
        "accepted-undeclared-method",
        |applicability| {
            applicability
                .any(|operation| has_no(applicability, &operation.path.raw, Method::Delete))
        },
        |sent, received| {
            if received.status == 405 && sent.method == http::Method::DELETE {
                received.set(204, "");
            }
        },
    ),
    in_response(
        "routing",
        "no-allow",
        "does not say which methods there are",
        "accepted-undeclared-method",
        has_other_methods,
        |_, received| {
            received.headers.remove("allow");
        },
    ),
    in_response(
        "routing",
        "fails-on-methods",
        "fails at other methods",
        "server-error",
        has_other_methods,
        |_, received| {
            if received.status == 405 {
                received.set(500, "");
            }
        },
    ),
    in_response(
        "routing",
        "every-path",
        "responses at paths that is not declared",
        "unexpected-error-status",
        first_has_200,
        |sent, received| {
            if received.status == 404 && sent.path.contains("/no-such-path/") {
                received.set(200, "");
            }
        },
    ),
    in_response(
        "routing",
        "fails-on-paths",
        "fails at paths that is not declared",
        "server-error",
        |_| true,
        |sent, received| {
            if received.status == 404 && sent.path.contains("/no-such-path/") {
                received.set(500, "");
            }
        },
    ),
];

fn has_other_methods(applicability: &Applicability<'_>) -> bool {
    let tried = [Method::Get, Method::Put, Method::Post, Method::Delete, Method::Patch];
    applicability.any(|operation| {
        tried.iter().any(|method| has_no(applicability, &operation.path.raw, *method))
    })
}

fn has_no(applicability: &Applicability<'_>, path: &str, method: Method) -> bool {
    !applicability
        .contract
        .operations
        .iter()
        .any(|one| one.path.raw == path && one.method == method)
}

/// The path that is not declared lies below that of the first operation.
fn first_has_200(applicability: &Applicability<'_>) -> bool {
    applicability.contract.operations.first().is_some_and(|first| {
        first.responses.iter().any(|response| response.status == StatusRange::Exact(200))
    })
}
