//! Bodies in media types that are not declared, and requests that accept only an unknown media type.

use specs::contract::RequestBody;

use super::draft::{Draft, first_writable};
use super::writer::write_as;
use super::{Cases, Drafting, Label};
use conformance_core::case::{BodyPlan, CaseKind, Manner, RequestPlan, Template};

const TEXT: &str = "text/plain";
const XML: &str = "application/xml";
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Unknown to every server.
const UNHEARD_OF: &str = "application/x-unheard-of";

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    unsupported(drafting, cases);
    not_acceptable(drafting, cases);
}

fn unsupported(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(body) = &drafting.operation.body else {
        return;
    };
    let Some(draft) =
        first_writable(drafting.operation).and_then(|index| drafting.in_media_type(index))
    else {
        return;
    };
    let label = |variant: &str, media_type: &str| Label {
        variant: format!("unsupported-media-type-{variant}"),
        title: format!("a body of type {media_type}"),
        kind: CaseKind::UnsupportedMediaType,
        rule: body.pointer.clone(),
    };
    if !is_declared(body, TEXT) {
        let mut request = draft.write();
        if let Some(BodyPlan::Json { media_type, .. } | BodyPlan::Form { media_type, .. }) =
            &mut request.body
        {
            TEXT.clone_into(media_type);
        }
        cases.add(label("text", TEXT), request);
    }
    if let Some((variant, media_type, content)) = sibling(body, &draft) {
        let request = RequestPlan { body: Some(content), ..draft.write() };
        cases.add(label(variant, media_type), request);
    } else if !is_declared(body, XML) {
        let text = Template::text("<request/>");
        let media_type = Some(XML.to_owned());
        let content = BodyPlan::Text { media_type, text, manner: Manner::Plain };
        let request = RequestPlan { body: Some(content), ..draft.write() };
        cases.add(label("xml", XML), request);
    }
}

/// The same body as a form if only JSON is declared, as JSON if only a form is: frameworks parse both
/// unless configured otherwise.
fn sibling(
    body: &RequestBody,
    draft: &Draft<'_>,
) -> Option<(&'static str, &'static str, BodyPlan)> {
    let content = draft.body.as_ref()?;
    let members = content.value.as_object().filter(|members| !members.is_empty())?;
    let (variant, media_type) =
        if content.media_type.is_form() { ("json", JSON) } else { ("form", FORM) };
    let is_flat = members.values().all(|member| !member.is_object() && !member.is_array());
    // A vendor's own JSON type may include the plain one.
    let is_other =
        is_flat && !body.content.iter().any(|one| one.is_json() && one.type_and_subtype() != JSON);
    (is_other && !is_declared(body, media_type))
        .then(|| (variant, media_type, write_as(content, media_type.to_owned(), variant == "form")))
}

fn is_declared(body: &RequestBody, media_type: &str) -> bool {
    let (kind, _) = media_type.split_once('/').unwrap_or((media_type, ""));
    body.content.iter().any(|declared| {
        let declared = declared.type_and_subtype();
        declared == media_type || declared == "*/*" || declared == format!("{kind}/*")
    })
}

fn not_acceptable(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let gives_content = drafting.operation.responses.iter().any(|response| {
        response.content.iter().any(|content| !content.type_and_subtype().contains('*'))
    });
    if !gives_content {
        return;
    }
    let mut draft = drafting.minimal.clone();
    draft.accept = Some(UNHEARD_OF.to_owned());
    let label = Label {
        variant: "not-acceptable".to_owned(),
        title: format!("a request that accepts {UNHEARD_OF} only"),
        kind: CaseKind::NotAcceptable,
        rule: drafting.operation.pointer.clone(),
    };
    cases.add(label, draft.write());
}
