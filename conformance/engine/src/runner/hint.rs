//! Why no valid request of a run succeeded: the base URL, the credentials, the certificate. Reported
//! once, before the failures that follow from it.

use std::borrow::Cow;

use conformance_core::case::{Case, CaseKind};
use conformance_core::event::{Hint, Outcome};
use conformance_core::exchange::{Exchange, HttpResponse};
use conformance_core::expectation::InconclusiveReason;

/// The responses to valid requests.
#[derive(Debug, Default)]
pub(super) struct Hints {
    valid: usize,
    accepted: usize,
    /// HTML pages.
    pages: usize,
    page: Option<String>,
    redirects: usize,
    /// The target of the first one.
    location: Option<String>,
    not_found: usize,
    unauthorized: usize,
    statuses: Vec<u16>,
    /// How many a busy target rejected, or a gateway before it.
    rejected_for_now: usize,
    /// Why the certificate is not trusted.
    untrusted: Option<String>,
}

impl Hints {
    pub(super) fn note(&mut self, case: &Case, exchanges: &[Exchange], outcome: &Outcome) {
        if let Outcome::Inconclusive { reason: InconclusiveReason::UntrustedCertificate(message) } =
            outcome
        {
            self.untrusted.get_or_insert_with(|| message.clone());
        }
        if case.kind != CaseKind::Valid || case.steps.len() > 1 {
            return;
        }
        let Some(response) = exchanges.first().and_then(Exchange::response) else { return };
        // A busy or broken target has not evaluated the request.
        if response.status == 429 || response.class() == 5 {
            self.rejected_for_now += usize::from(matches!(response.status, 429 | 503 | 504));
            return;
        }
        self.valid += 1;
        let is_page = is_page(response);
        self.accepted += usize::from(response.class() == 2 && !is_page);
        if is_page {
            self.pages += 1;
            self.page.get_or_insert_with(|| page(response));
        }
        if response.class() == 3 {
            self.redirects += 1;
            let location = response.header("location").map(Cow::into_owned);
            self.location = self.location.take().or(location);
        }
        self.not_found += usize::from(response.status == 404);
        self.unauthorized += usize::from(matches!(response.status, 401 | 403));
        if !self.statuses.contains(&response.status) {
            self.statuses.push(response.status);
        }
    }

    /// Whether a target responds, but rejected every valid request for now.
    pub(super) fn is_rejected_for_now(&self) -> bool {
        self.valid == 0 && self.rejected_for_now > 0
    }

    /// A hint about a target at `base`, if no valid request succeeded.
    pub(super) fn hint(&self, base: &str) -> Option<Hint> {
        let hint = |message: String, help: &str| Some(Hint { message, help: help.to_owned() });
        if let Some(reason) = self.untrusted.as_ref().filter(|_| self.valid == 0) {
            return hint(
                format!("the certificate of {base} is not trusted: {reason}"),
                "set the certificate of its authority with --ca FILE (`ca` in the file)",
            );
        }
        if self.is_rejected_for_now() {
            return hint(
                format!("every valid request to {base} was rejected (429, 503 or 504)"),
                "run again when the target and its backends are available, or send fewer requests with --rate",
            );
        }
        if self.valid == 0 || self.accepted > 0 {
            return None;
        }
        let all = |count: usize| count == self.valid;
        let requests = match self.valid {
            1 => "the valid request".to_owned(),
            count => format!("all {count} valid requests"),
        };
        if all(self.pages) {
            let page = self.page.as_deref().unwrap_or_default();
            hint(
                format!("{requests} got an HTML page{page}: this does not look like the API"),
                "check the base URL, and whether a login or a proxy is in front of it",
            )
        } else if all(self.redirects) {
            let to = self.location.as_deref().unwrap_or("nowhere");
            hint(
                format!("{requests} got a redirect to {to}"),
                "set the base URL to the target of the redirect; redirects are not followed",
            )
        } else if all(self.not_found) {
            hint(
                format!("{requests} got 404 at {base}"),
                "check whether the base URL has the path of the document's server, such as /v1",
            )
        } else if all(self.unauthorized) {
            hint(
                format!("{requests} got {}", self.list()),
                "check whether the credentials are those of this target, and are authorized",
            )
        } else {
            hint(
                format!("no valid request was accepted: the responses are {}", self.list()),
                "supply credentials, values and live values that the target accepts",
            )
        }
    }

    fn list(&self) -> String {
        let texts: Vec<String> = self.statuses.iter().map(u16::to_string).collect();
        texts.join(", ")
    }
}

fn is_page(response: &HttpResponse) -> bool {
    let media_type = response.header("content-type").unwrap_or_default().to_ascii_lowercase();
    media_type.starts_with("text/html") || media_type.starts_with("application/xhtml")
}

/// The status and the title of a page.
fn page(response: &HttpResponse) -> String {
    let text = String::from_utf8_lossy(&response.body);
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title>").and_then(|start| {
        let start = start + "<title>".len();
        let length = lower.get(start..)?.find('<')?;
        text.get(start..start + length)
    });
    let title: String = title.unwrap_or_default().trim().chars().take(60).collect();
    if title.is_empty() {
        format!(" ({})", response.status)
    } else {
        format!(" ({}, “{title}”)", response.status)
    }
}
