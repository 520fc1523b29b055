//! Undeclared methods and paths.

use specs::contract::{Method, StatusRange};

use super::{Applicability, Fault, in_response};

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "routing",
        "every-method",
        "accepts every method",
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
        "undeclared-delete",
        "accepts DELETE where it is not declared",
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
        "sends 405 without Allow",
        "accepted-undeclared-method",
        has_other_methods,
        |_, received| {
            received.headers.remove("allow");
        },
    ),
    in_response(
        "routing",
        "fails-on-methods",
        "responds to undeclared methods with 500",
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
        "responds to undeclared paths with 200",
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
        "responds to undeclared paths with 500",
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

/// The undeclared path that is requested is below the path of the first operation.
fn first_has_200(applicability: &Applicability<'_>) -> bool {
    applicability.contract.operations.first().is_some_and(|first| {
        first.responses.iter().any(|response| response.status == StatusRange::Exact(200))
    })
}
