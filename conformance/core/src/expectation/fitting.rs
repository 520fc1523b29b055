//! The statuses that fit a kind of refusal.

use specs::contract::{Operation, StatusRange};

use crate::case::CaseKind;

/// The statuses that fit a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fitting {
    /// Declared ones, one of which must come; empty where the document is silent on the kind.
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
        if self.demanded.is_empty() { "any 4xx".to_owned() } else { list(&self.demanded) }
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

/// The statuses that speak of a kind; each group outranks those after it.
fn groups(kind: &CaseKind) -> &'static [&'static [u16]] {
    match kind {
        CaseKind::Malformed | CaseKind::Invalid { .. } => &[&[400, 422]],
        CaseKind::NoCredentials => &[&[401], &[403]],
        CaseKind::WrongCredentials | CaseKind::PartialCredentials | CaseKind::BadSignature(_) => {
            &[&[401, 403]]
        }
        CaseKind::Forbidden => &[&[403]],
        CaseKind::ValidUnknown => &[&[404, 410]],
        CaseKind::NotOwned => &[&[403]],
        CaseKind::UnsupportedMediaType => &[&[415]],
        CaseKind::NotAcceptable => &[&[406]],
        CaseKind::Valid
        | CaseKind::MethodNotAllowed
        | CaseKind::SafeMethod
        | CaseKind::UnknownPath
        | CaseKind::MalformedMessage(_)
        | CaseKind::Unusual => &[],
    }
}

fn declares(operation: &Operation, range: StatusRange) -> bool {
    operation.responses.iter().any(|response| response.status == range)
}

/// Whether the document declares a status that speaks of the kind.
pub fn is_described(operation: &Operation, kind: &CaseKind) -> bool {
    let mut known = groups(kind).iter().copied().flatten();
    known.any(|status| declares(operation, StatusRange::Exact(*status)))
}

/// The statuses with which the operation must refuse a request for this kind.
pub fn fitting(operation: &Operation, kind: &CaseKind) -> Fitting {
    let groups = groups(kind);
    let declared = |status: &u16| declares(operation, StatusRange::Exact(*status));
    let group = groups.iter().find(|group| group.iter().any(declared));
    let demanded: Vec<u16> =
        group.into_iter().copied().flatten().copied().filter(declared).collect();
    let mut tolerated = tolerated(kind);
    if !demanded.is_empty() && declares(operation, StatusRange::Class(4)) {
        // A declared class holds the fitting statuses that are not named.
        tolerated.extend(groups.iter().take(1).copied().flatten());
    }
    Fitting { demanded, tolerated }
}

/// What fits a kind whether declared or not.
fn tolerated(kind: &CaseKind) -> Vec<u16> {
    match kind {
        // RFC 9110 §15.5.14 and §15.5.15, RFC 6585 §5: what is too long may be refused as such.
        CaseKind::Invalid { pointer, .. } => {
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
        CaseKind::BadSignature(_) => vec![400],
        CaseKind::Malformed => vec![413],
        CaseKind::UnsupportedMediaType => vec![415],
        CaseKind::NotAcceptable => vec![406],
        // RFC 9110 §15.5.4: whoever does not want to say that it exists says 404. RFC 6749 §5.2 has 400
        // and 401 for a client that is not the right one.
        CaseKind::NotOwned => vec![400, 401, 404, 410, 422],
        // RFC 9110 §15.6.2: a method that a server does not know at all.
        CaseKind::MethodNotAllowed => vec![501],
        _ => Vec::new(),
    }
}

/// RFC 6749 §2.3.1: what a client shows in the body in place of a header.
fn is_client(name: &str) -> bool {
    matches!(name, "client_id" | "client_secret")
}

/// Whether the name of a header says that it reports who calls.
fn is_about_the_caller(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["auth", "signature", "token", "key", "client", "secret", "app-id", "session"]
        .iter()
        .any(|word| name.contains(word))
}
