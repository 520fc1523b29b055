//! Redirects where an answer is due.

use super::{Fault, answers};

pub(super) const FAULTS: &[Fault] = &[
    answers(
        "redirects",
        "redirect-for-success",
        "redirects instead of succeeding",
        "status-declared",
        |room| room.any(|operation| operation.responses.lookup(302).is_none()),
        |_, answer| {
            if answer.status.is_success() {
                answer.set(302, "");
                answer.header("location", "/login");
            }
        },
    ),
    answers(
        "redirects",
        "moved-to-plain-http",
        "sends callers from https to http",
        "status-declared",
        |room| room.any(|operation| operation.responses.lookup(301).is_none()),
        |sent, answer| {
            if answer.status.is_success() {
                answer.set(301, "");
                answer.header("location", &format!("http://example.org{}", sent.path));
            }
        },
    ),
    answers(
        "redirects",
        "slash-at-the-end",
        "wants another slash at the end of paths",
        "status-declared",
        |room| room.any(|operation| operation.responses.lookup(308).is_none()),
        |sent, answer| {
            if answer.status.is_success() {
                answer.set(308, "");
                answer.header("location", &format!("{}/", sent.path));
            }
        },
    ),
    answers(
        "redirects",
        "login-page",
        "sends callers without credentials to a login page",
        "status-fits-cause",
        |room| room.secured(),
        |_, answer| {
            if answer.status == 401 || answer.status == 403 {
                answer.set(302, "");
                answer.header("location", "/login?then=back");
            }
        },
    ),
    answers(
        "redirects",
        "redirect-to-errors",
        "sends callers to an error page",
        "status-fits-cause",
        |room| room.validates(),
        |_, answer| {
            if answer.status == 400 || answer.status == 422 {
                answer.set(303, "");
                answer.header("location", "/error");
            }
        },
    ),
];
