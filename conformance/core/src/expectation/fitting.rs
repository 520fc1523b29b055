//! The statuses that fit a cause of refusal.

use specs::contract::{Operation, StatusRange};

use crate::case::Cause;

/// The statuses that fit a cause.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fitting {
    /// Declared ones, one of which must come; empty where the document is silent on the cause.
    pub demanded: Vec<u16>,
    /// Others that are as good.
    pub tolerated: Vec<u16>,
}

impl Fitting {
    /// Whether a refusal with this status fits.
    pub fn admits(&self, status: u16) -> bool {
        if self.tolerated.contains(&status) || self.demanded.contains(&status) {
            return true;
        }
        self.demanded.is_empty() && (400..500).contains(&status)
    }

    /// In words: `400 or 422`.
    pub fn words(&self) -> String {
        match self.demanded.is_empty() {
            true => "any 4xx".to_owned(),
            false => list(&self.demanded),
        }
    }
}

/// Statuses in words: `400, 404 or 422`.
pub(super) fn list(statuses: &[u16]) -> String {
    let texts: Vec<String> = statuses.iter().map(u16::to_string).collect();
    match texts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// The statuses that speak of a cause; each group outranks those after it.
fn groups(cause: &Cause) -> &'static [&'static [u16]] {
    match cause {
        Cause::Malformed | Cause::Invalid { .. } => &[&[400, 422]],
        Cause::NoCredentials => &[&[401], &[403]],
        Cause::WrongCredentials | Cause::PartialCredentials | Cause::BadSignature(_) => {
            &[&[401, 403]]
        }
        Cause::Forbidden => &[&[403]],
        Cause::ValidUnknown => &[&[404, 410]],
        Cause::NotOwned => &[&[403]],
        Cause::UnsupportedMediaType => &[&[415]],
        Cause::NotAcceptable => &[&[406]],
        Cause::Valid
        | Cause::MethodNotAllowed
        | Cause::SafeMethod
        | Cause::UnknownPath
        | Cause::Misframed(_)
        | Cause::Unusual => &[],
    }
}

fn declares(operation: &Operation, range: StatusRange) -> bool {
    operation.responses.iter().any(|response| response.status == range)
}

/// Whether the document declares a status that speaks of the cause.
pub fn is_told(operation: &Operation, cause: &Cause) -> bool {
    let mut known = groups(cause).iter().copied().flatten();
    known.any(|status| declares(operation, StatusRange::Exact(*status)))
}

/// The statuses with which the operation must refuse a request for this cause.
pub fn fitting(operation: &Operation, cause: &Cause) -> Fitting {
    let groups = groups(cause);
    let declared = |status: &u16| declares(operation, StatusRange::Exact(*status));
    let group = groups.iter().find(|group| group.iter().any(declared));
    let demanded: Vec<u16> =
        group.into_iter().copied().flatten().copied().filter(declared).collect();
    let mut tolerated = tolerated(cause);
    if !demanded.is_empty() && declares(operation, StatusRange::Class(4)) {
        // A declared class holds the fitting statuses that are not named.
        tolerated.extend(groups.iter().take(1).copied().flatten());
    }
    Fitting { demanded, tolerated }
}

/// What fits a cause whether declared or not.
fn tolerated(cause: &Cause) -> Vec<u16> {
    match cause {
        // RFC 9110 §15.5.14 and §15.5.15, RFC 6585 §5: what is too long may be refused as such.
        Cause::Invalid { pointer, .. } => {
            let mut list = vec![413, 414, 431];
            match pointer.tokens().next().as_deref() {
                // A path that does not parse is no resource.
                Some("path") => list.push(404),
                // A header may take part in authentication, as a signature does.
                Some("header" | "cookie")
                    if is_about_the_caller(&pointer.last().unwrap_or_default()) =>
                {
                    list.extend([401, 403]);
                }
                // RFC 6749 §5.2: so may these members, where a body takes them.
                Some("body") if is_client(&pointer.last().unwrap_or_default()) => list.push(401),
                _ => {}
            }
            list
        }
        // RFC 9651 §4.2: a field that does not parse makes the request as bad as any other one does.
        Cause::BadSignature(_) => vec![400],
        Cause::Malformed => vec![413],
        Cause::UnsupportedMediaType => vec![415],
        Cause::NotAcceptable => vec![406],
        // RFC 9110 §15.5.4: whoever does not want to say that it exists says 404. RFC 6749 §5.2 has 400
        // and 401 for a client that is not the right one.
        Cause::NotOwned => vec![400, 401, 404, 410, 422],
        // RFC 9110 §15.6.2: a method that a server does not know at all.
        Cause::MethodNotAllowed => vec![501],
        _ => Vec::new(),
    }
}

/// RFC 6749 §2.3.1: what a client shows in the body in place of a header.
fn is_client(name: &str) -> bool {
    matches!(name, "client_id" | "client_secret")
}

/// Whether the name of a header says that it tells who calls.
fn is_about_the_caller(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["auth", "signature", "token", "key", "client", "secret", "app-id", "session"]
        .iter()
        .any(|word| name.contains(word))
}
