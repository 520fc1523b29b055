//! Redirects instead of responses.

use super::{Fault, in_response};

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "redirects",
        "redirect-for-success",
        "redirects valid requests",
        "undeclared-status",
        |applicability| applicability.any(|operation| operation.responses.lookup(302).is_none()),
        |_, response| {
            if response.status.is_success() {
                response.set(302, "");
                response.header("location", "/login");
            }
        },
    ),
    in_response(
        "redirects",
        "moved-to-plain-http",
        "redirects valid requests to plain http",
        "undeclared-status",
        |applicability| applicability.any(|operation| operation.responses.lookup(301).is_none()),
        |sent, response| {
            if response.status.is_success() {
                response.set(301, "");
                response.header("location", &format!("http://example.org{}", sent.path));
            }
        },
    ),
    in_response(
        "redirects",
        "trailing-slash",
        "redirects valid requests to a path with a trailing slash",
        "undeclared-status",
        |applicability| applicability.any(|operation| operation.responses.lookup(308).is_none()),
        |sent, response| {
            if response.status.is_success() {
                response.set(308, "");
                response.header("location", &format!("{}/", sent.path));
            }
        },
    ),
    in_response(
        "redirects",
        "login-page",
        "redirects callers without credentials to a login page",
        "unexpected-error-status",
        |applicability| applicability.secured(),
        |_, response| {
            if response.status == 401 || response.status == 403 {
                response.set(302, "");
                response.header("location", "/login?then=back");
            }
        },
    ),
    in_response(
        "redirects",
        "redirect-to-errors",
        "redirects invalid requests to an error page",
        "unexpected-error-status",
        |applicability| applicability.validates(),
        |_, response| {
            if response.status == 400 || response.status == 422 {
                response.set(303, "");
                response.header("location", "/error");
            }
        },
    ),
];
