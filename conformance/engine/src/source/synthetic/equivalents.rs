//! Requests that are equivalent to the plain one and must be accepted like it: other spellings of
//! headers, media types, `Accept` lists, JSON, forms and percent-encodings.

use specs::Pointer;
use specs::contract::{SchemeKind, StatusRange};

use super::draft::{self, rightly};
use super::{Cases, Drafting, Label, client};
use conformance_core::case::{
    BodyPlan, CaseKind, Piece, Purpose, RequestPlan, Slot, Spelling, Template,
};
use conformance_core::exchange::Via;
use conformance_core::values::Extent;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    header_names(drafting, cases);
    scheme_names(drafting, cases);
    media_types(drafting, cases);
    accept(drafting, cases);
    orders(drafting, cases);
    encoded(drafting, cases);
}

fn same(variant: &str, title: &str, rule: &Pointer) -> Label {
    Label {
        variant: Purpose::Equivalent.variant(variant),
        title: title.to_owned(),
        kind: CaseKind::Valid,
        rule: rule.clone(),
    }
}

/// RFC 9110 §5.1: field names are case-insensitive.
fn header_names(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let mut request = drafting.minimal.write();
    request.spelling = Spelling::UpperNames;
    let rule = &drafting.operation.pointer;
    let label = same("header-names-upper", "header names in upper case", rule);
    cases.add_equivalent(label, request, Via::Raw);
}

/// RFC 9110 §11.1: the name of an authentication scheme is case-insensitive.
fn scheme_names(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let contract = drafting.inputs.contract;
    let is_named = |scheme: &str| {
        let kind = contract.scheme(scheme).map(|scheme| &scheme.kind);
        kind.is_some_and(|kind| !matches!(kind, SchemeKind::ApiKey { .. }))
    };
    let mut alternatives = drafting.operation.security.alternatives.iter();
    let Some(alternative) =
        alternatives.find(|one| one.requirements.iter().any(|needed| is_named(&needed.scheme)))
    else {
        return;
    };
    let mut draft = drafting.minimal.clone();
    draft.credentials = rightly(alternative);
    for (variant, title, spelling) in [
        ("auth-scheme-lower", "the authentication scheme in lower case", Spelling::LowerScheme),
        ("auth-scheme-upper", "the authentication scheme in upper case", Spelling::UpperScheme),
    ] {
        let request = RequestPlan { spelling, ..draft.write() };
        cases.add_equivalent(same(variant, title, &alternative.pointer), request, Via::Http);
    }
}

/// RFC 9110 §8.3.1: media types are case-insensitive, and may have parameters.
fn media_types(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let content = drafting.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    for (index, media_type) in content.iter().enumerate() {
        let written = drafting.in_media_type(index).map(|draft| draft.write());
        let Some(request) = written.filter(|_| draft::is_writable(media_type)) else {
            continue;
        };
        let suffix = drafting.media_suffix(index);
        let mut push = |variant: &str, title: &str, name: String| {
            let mut request = request.clone();
            if let Some(BodyPlan::Json { media_type, .. } | BodyPlan::Form { media_type, .. }) =
                &mut request.body
            {
                *media_type = name;
            }
            let label = same(&format!("{variant}{suffix}"), title, &media_type.pointer);
            cases.add_equivalent(label, request, Via::Http);
        };
        let name = &media_type.name;
        push("media-type-upper", "the media type in upper case", name.to_ascii_uppercase());
        if !name.contains(';') {
            push("charset", "a charset parameter", format!("{name}; charset=utf-8"));
        }
    }
}

/// RFC 9110 §12.5.1: other lists of media types that include the declared one.
fn accept(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let is_success = |status: StatusRange| match status {
        StatusRange::Exact(code) => (200..300).contains(&code),
        StatusRange::Class(class) => class == 2,
        StatusRange::Default => false,
    };
    let given: Vec<String> = operation
        .responses
        .iter()
        .filter(|response| is_success(response.status))
        .flat_map(|response| response.content.iter().map(|content| content.type_and_subtype()))
        .filter(|media_type| !media_type.contains('*'))
        .collect();
    let mut push = |variant: &str, title: &str, accept: String| {
        let mut draft = drafting.minimal.clone();
        draft.accept = Some(accept);
        cases.add_equivalent(same(variant, title, &operation.pointer), draft.write(), Via::Http);
    };
    let first = given.first().map_or("application/json", String::as_str);
    let browser = format!("text/html, application/xhtml+xml, {first};q=0.9, */*;q=0.8");
    push("accept-browser", "what browsers accept", browser);
    if let Some(first) = given.first() {
        push("accept-exact", "nothing but the declared type accepted", given.join(", "));
        let kind = first.split('/').next().unwrap_or(first);
        push("accept-range", "a range of types accepted", format!("{kind}/*"));
    }
    let request = RequestPlan { spelling: Spelling::NoAccept, ..drafting.minimal.write() };
    let label = same("accept-missing", "no word on what is accepted", &operation.pointer);
    cases.add_equivalent(label, request, Via::Raw);
}

/// RFC 8259 §4: the properties of an object have no order; nor have the fields of a form.
fn orders(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let content = drafting.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    for (index, media_type) in content.iter().enumerate() {
        let mut full = drafting.minimal.clone();
        let taken = full.take_body(drafting.inputs, drafting.operation, index, Extent::Full);
        if taken.is_none() || !draft::is_writable(media_type) {
            continue;
        }
        let suffix = drafting.media_suffix(index);
        client::resolve(drafting.inputs, &mut full);
        let mut request = full.write();
        match &mut request.body {
            Some(BodyPlan::Json { .. }) => {
                request.spelling = Spelling::LooseJson;
                let title = "JSON members in reverse order, with white space";
                let label = same(&format!("json-reversed{suffix}"), title, &media_type.pointer);
                cases.add_equivalent(label, request, Via::Http);
            }
            Some(BodyPlan::Form { fields, .. }) if fields.len() > 1 => {
                fields.reverse();
                let title = "form fields in reverse order";
                let label = same(&format!("form-reversed{suffix}"), title, &media_type.pointer);
                cases.add_equivalent(label, request, Via::Http);
            }
            _ => {}
        }
    }
}

/// RFC 9112 §3: a server may reject a longer request line.
const LONGEST_LINE: usize = 8_000;

/// How many bytes the path and the query of a request have, without percent-encoding. A live value counts
/// as 64.
fn line_length(request: &RequestPlan) -> usize {
    let length = |template: &Template| -> usize {
        let pieces = template.0.iter();
        pieces.map(|piece| if let Piece::Text(text) = piece { text.len() } else { 64 }).sum()
    };
    let query = request.query.iter().map(|(name, value)| name.len() + length(value) + 2);
    length(&request.path) + query.sum::<usize>()
}

/// RFC 3986 §2.3: an unreserved character is equivalent to its percent-encoding.
fn encoded(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let content = drafting.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    let form = content.iter().position(|media_type| media_type.is_form());
    let draft = form.and_then(|index| drafting.in_media_type(index));
    let mut request = draft.unwrap_or_else(|| drafting.minimal.clone()).write();
    let fills = |template: &Template| template.slots().any(|slot| matches!(slot, Slot::Live(_)));
    let is_form = matches!(request.body, Some(BodyPlan::Form { .. }));
    if !is_form && request.query.is_empty() && !fills(&request.path) {
        return;
    }
    if 3 * line_length(&request) > LONGEST_LINE {
        return;
    }
    request.spelling = Spelling::Encoded;
    let title = "values percent-encoded throughout";
    cases.add_equivalent(
        same("percent-encoded", title, &drafting.operation.pointer),
        request,
        Via::Http,
    );
}
