//! Requests whose signature is wrong in one way, if the document requires one and a key is configured.
//! The requests without a signature are those that lack a required parameter.

use specwright_runtime::signature::{Parameter, TargetUri};

use super::{Cases, Drafting, Label};
use crate::signing::Signing;
use conformance_core::case::Tampering;
use conformance_core::case::{BodyPlan, CaseKind, RequestPlan};
use conformance_core::slug::slug;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let fixtures = drafting.inputs.fixtures;
    let mut parameters = drafting.operation.parameters.iter();
    let signed = parameters.find(|parameter| {
        parameter.required
            && parameter.name.eq_ignore_ascii_case("signature")
            && fixtures.signs(parameter)
    });
    let (Some(signing), Some(signature)) = (fixtures.signing(), signed) else {
        return;
    };
    let request = drafting.minimal.write();
    for tampering in all(signing, &request) {
        let variant = match &tampering {
            Tampering::AlteredHeader(name) => format!("altered-header-{}", slug(name)),
            other => other.as_str().to_owned(),
        };
        let title = match &tampering {
            Tampering::AlteredHeader(name) => {
                format!("a request whose header {name} was changed after it was signed")
            }
            other => format!("a request {}", other.words()),
        };
        let mut request = request.clone();
        request.tampering = Some(tampering.clone());
        let label = Label {
            variant: format!("signature-{variant}"),
            title,
            kind: CaseKind::BadSignature(tampering),
            rule: signature.pointer.clone(),
        };
        cases.add(label, request);
    }
}

/// Every way that the algorithm and the profile allow.
fn all(signing: &Signing, request: &RequestPlan) -> Vec<Tampering> {
    let mut list = vec![Tampering::FlippedBit];
    if signing.has_unknown_key() {
        list.push(Tampering::OtherKey);
    }
    list.push(Tampering::OtherKeyId);
    list.extend([Tampering::UnreadableSignature, Tampering::UnreadableInput]);
    let writes = |parameter| signing.profile().parameters.contains(&parameter);
    if writes(Parameter::Expires) {
        list.push(Tampering::Expired);
    }
    if writes(Parameter::Created) {
        list.push(Tampering::FromFuture);
    }
    // A changed credential is rejected as such.
    let headers = request.headers.iter().map(|(name, _)| name);
    let covered = headers.filter(|name| signing.covers(name, &request.method));
    list.extend(covered.map(|name| Tampering::AlteredHeader(name.clone())));
    let covers = |component| signing.covers(component, &request.method);
    let is_whole = signing.profile().target_uri == TargetUri::Full;
    let has_query = covers("@query") || covers("@request-target");
    if has_query || is_whole && covers("@target-uri") {
        list.push(Tampering::AlteredQuery);
    }
    // White space changes the bytes of JSON and not its value.
    let is_json = matches!(request.body, Some(BodyPlan::Json { .. }));
    if is_json && signing.profile().digest.is_some() && covers("content-digest") {
        list.push(Tampering::AlteredContent);
    }
    list
}
