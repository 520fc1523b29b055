//! Requests without credentials, with invalid ones, and with only some of several that are required
//! together; only if the document allows no anonymous requests.

use specs::contract::{SchemeKind, SecurityAlternative};

use super::draft::rightly;
use super::{Cases, Drafting, Label};
use conformance_core::case::{CaseKind, Piece, Quality, Role, Slot, Step, Template};
use conformance_core::exchange::Via;
use conformance_core::slug::slug;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let security = &drafting.operation.security;
    if security.allows_anonymous() {
        return;
    }
    let rule = security.pointer.clone().unwrap_or_else(|| drafting.operation.pointer.clone());
    let mut draft = drafting.minimal.clone();
    draft.credentials.clear();
    let label = Label {
        variant: "no-credentials".to_owned(),
        title: "a request without credentials".to_owned(),
        kind: CaseKind::NoCredentials,
        rule,
    };
    // Over a connection that has sent valid credentials before.
    cases.add(label, draft.write());
    for alternative in &security.alternatives {
        wrong(drafting, alternative, cases);
        partial(drafting, alternative, cases);
        other_scheme(drafting, alternative, cases);
    }
}

/// RFC 9110 §11.4: `Authorization` is the name of the scheme and the credential. A server that splits
/// at the space may accept any name, or nothing after the right one; the status code of the rejection
/// is up to the server (RFC 6750 §3.1).
fn other_scheme(drafting: &Drafting<'_>, alternative: &SecurityAlternative, cases: &mut Cases<'_>) {
    let [requirement] = &alternative.requirements[..] else {
        return;
    };
    let contract = drafting.inputs.contract;
    let scheme = contract.scheme(&requirement.scheme).map(|scheme| &scheme.kind);
    if !matches!(scheme, Some(SchemeKind::Bearer)) {
        return;
    }
    let mut draft = drafting.minimal.clone();
    draft.credentials.clear();
    let slot = Piece::Slot(Slot::Credential(requirement.scheme.clone()));
    let other = Template(vec![Piece::Text("Digest ".to_owned()), slot]);
    let steps = [other, Template::text("Bearer")].map(|shown| {
        let mut request = draft.write();
        request.headers.push(("authorization".to_owned(), shown));
        Step { request, via: Via::Http, status: None, role: Role::Main }
    });
    let scheme = &requirement.scheme;
    let label = Label {
        variant: format!("unusual-credential-{}-cut-apart", slug(scheme)),
        title: format!(
            "the token of {scheme} under the name of another scheme, and the name alone"
        ),
        kind: CaseKind::Unusual,
        rule: alternative.pointer.clone(),
    };
    cases.add_steps(label, steps.into());
}

/// Each credential invalid, the others valid.
fn wrong(drafting: &Drafting<'_>, alternative: &SecurityAlternative, cases: &mut Cases<'_>) {
    for (index, requirement) in alternative.requirements.iter().enumerate() {
        let mut draft = drafting.minimal.clone();
        draft.credentials = rightly(alternative);
        draft.credentials[index].quality = Quality::Wrong;
        let label = Label {
            variant: format!("wrong-credentials-{}", slug(&requirement.scheme)),
            title: format!("a wrong credential for {}", requirement.scheme),
            kind: CaseKind::WrongCredentials,
            rule: alternative.pointer.clone(),
        };
        // A rejection has a body more often than a success, and its bytes are checked as well.
        cases.add_via(label, draft.write(), Via::Raw);
    }
}

/// Each credential omitted, if several are required together and no other alternative is satisfied.
fn partial(drafting: &Drafting<'_>, alternative: &SecurityAlternative, cases: &mut Cases<'_>) {
    if alternative.requirements.len() < 2 {
        return;
    }
    for (index, requirement) in alternative.requirements.iter().enumerate() {
        let mut draft = drafting.minimal.clone();
        draft.credentials = rightly(alternative);
        draft.credentials.remove(index);
        let is_met = drafting.operation.security.alternatives.iter().any(|other| {
            other
                .requirements
                .iter()
                .all(|needed| draft.credentials.iter().any(|used| used.scheme == needed.scheme))
        });
        if is_met {
            continue;
        }
        let label = Label {
            variant: format!("partial-credentials-without-{}", slug(&requirement.scheme)),
            title: format!("the credentials without {}", requirement.scheme),
            kind: CaseKind::PartialCredentials,
            rule: alternative.pointer.clone(),
        };
        cases.add(label, draft.write());
    }
}
