//! Bodies in media types that are not declared, and answers in media types that nobody gives.

use specs::contract::RequestBody;

use super::draft::first_writable;
use super::{Cases, Drafting, Label};
use crate::case::{BodyPlan, Cause, Manner, Template};

/// What no server gives.
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
    for (variant, media_type) in [("text", "text/plain"), ("xml", "application/xml")] {
        if is_declared(body, media_type) {
            continue;
        }
        let mut request = draft.write();
        match &mut request.body {
            Some(
                BodyPlan::Json { media_type: declared, .. }
                | BodyPlan::Form { media_type: declared, .. },
            ) if variant == "text" => {
                media_type.clone_into(declared);
            }
            other => {
                *other = Some(BodyPlan::Text {
                    media_type: Some(media_type.to_owned()),
                    text: Template::text("<request/>"),
                    manner: Manner::Plain,
                });
            }
        }
        let label = Label {
            variant: format!("unsupported-media-type-{variant}"),
            title: format!("a body of type {media_type}"),
            cause: Cause::UnsupportedMediaType,
            rule: body.pointer.clone(),
        };
        cases.add(label, request);
    }
}

fn is_declared(body: &RequestBody, media_type: &str) -> bool {
    let (kind, _) = media_type.split_once('/').unwrap_or((media_type, ""));
    body.content.iter().any(|declared| {
        let essence = declared.essence();
        essence == media_type || essence == "*/*" || essence == format!("{kind}/*")
    })
}

fn not_acceptable(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let gives_content =
        drafting.operation.responses.iter().any(|response| {
            response.content.iter().any(|content| !content.essence().contains('*'))
        });
    if !gives_content {
        return;
    }
    let mut draft = drafting.minimal.clone();
    draft.accept = Some(UNHEARD_OF.to_owned());
    let label = Label {
        variant: "not-acceptable".to_owned(),
        title: format!("a request that accepts {UNHEARD_OF} only"),
        cause: Cause::NotAcceptable,
        rule: drafting.operation.pointer.clone(),
    };
    cases.add(label, draft.write());
}
