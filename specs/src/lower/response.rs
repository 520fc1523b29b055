//! Responses, their statuses, headers and links.

use serde_json::Value;

use super::Lowering;
use crate::Pointer;
use crate::contract::{Header, Link, LinkTarget, Response, Responses, StatusRange};
use crate::diagnostic::codes::{BAD_STATUS, IGNORED_PARAMETER, NO_RESPONSES};
use crate::reference::target;

impl Lowering<'_> {
    /// The responses of an operation. One that declares none may have any status.
    pub(super) fn responses(&mut self, operation: &Pointer) -> Responses {
        let document = self.document;
        let pointer = operation.child("responses");
        let keys: Vec<&String> =
            document.keys(&pointer).filter(|key| !key.starts_with("x-")).collect();
        if keys.is_empty() && document.value(&pointer).is_some() {
            let help = "declare at least the response to a request that succeeds";
            let message = "the operation declares no response; any is allowed";
            self.diagnostics.report(&NO_RESPONSES, &pointer, message, help);
        }
        let responses = keys.into_iter().filter_map(|key| {
            let pointer = pointer.child(key);
            let status = self.status(key, &pointer)?;
            self.response(status, &pointer)
        });
        let mut responses: Vec<Response> = responses.collect();
        if responses.is_empty() {
            responses.push(any_response(operation));
        }
        Responses::new(responses)
    }

    fn status(&mut self, key: &str, pointer: &Pointer) -> Option<StatusRange> {
        let help = "use a status code such as `200`, a class such as `4XX`, or `default`";
        if let Some(status) = status_range(key) {
            return Some(status);
        }
        let trimmed = key.trim().to_ascii_lowercase();
        let first = trimmed.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let plain = status_range(first).filter(|_| !self.document.has_sibling(pointer, first));
        let message = format!("`{key}` is not a status code of a response");
        match plain {
            Some(status) => {
                let message = format!("{message}; it is read as `{status}`");
                self.diagnostics.report_repair(&BAD_STATUS, pointer, message, help);
            }
            None => _ = self.diagnostics.report(&BAD_STATUS, pointer, message, help),
        }
        plain
    }

    fn response(&mut self, status: StatusRange, pointer: &Pointer) -> Option<Response> {
        let (read, pointer) =
            self.document.read::<openapiv3::Response>(pointer, self.diagnostics)?;
        let declared = pointer.child("headers");
        let headers = read
            .headers
            .keys()
            .filter_map(|name| self.header(name, &declared.child(name)))
            .collect();
        let content = self.content(read.content, &pointer);
        let links = self.links(&pointer.child("links"));
        let description = self.response_description(read.description, &pointer);
        Some(Response { status, description, headers, content, links, pointer })
    }

    /// The links at a pointer. A link into another document is omitted.
    fn links(&self, pointer: &Pointer) -> Vec<Link> {
        let read = |name: &String| {
            let pointer = self.document.follow(&pointer.child(name))?;
            let link = self.document.value(&pointer)?;
            let by_id = link.get("operationId").and_then(Value::as_str);
            let by_pointer = link.get("operationRef").and_then(Value::as_str);
            let target = match (by_id, by_pointer) {
                (Some(id), _) => LinkTarget::Id(id.to_owned()),
                (None, reference) => LinkTarget::Pointer(target(reference?)?),
            };
            let parameters = link.get("parameters").and_then(Value::as_object);
            let parameters = parameters.into_iter().flatten();
            let parameters = parameters.map(|(name, value)| (name.clone(), value.clone()));
            Some(Link { name: name.clone(), target, parameters: parameters.collect(), pointer })
        };
        self.document.keys(pointer).filter_map(read).collect()
    }

    fn header(&mut self, name: &str, pointer: &Pointer) -> Option<Header> {
        // OpenAPI 3.0.4 §4.7.17.1: a header named Content-Type shall be ignored.
        if name.eq_ignore_ascii_case("content-type") {
            let message = format!("the header `{name}` is ignored: `content` declares it");
            let help = "remove it";
            self.diagnostics.report(&IGNORED_PARAMETER, pointer, message, help);
            return None;
        }
        let (read, pointer) = self.document.read::<openapiv3::Header>(pointer, self.diagnostics)?;
        let mut examples = self.examples(read.example, &read.examples, &pointer);
        let carried = self.carried(read.format, &pointer);
        examples.extend(carried.examples);
        examples.extend(self.serialized(&pointer, None));
        Some(Header {
            name: name.to_owned(),
            required: read.required,
            description: read.description,
            schema: carried.schema,
            examples,
            pointer,
        })
    }
}

fn any_response(operation: &Pointer) -> Response {
    Response {
        status: StatusRange::Default,
        description: "Any response: the document declares none".to_owned(),
        headers: Vec::new(),
        content: Vec::new(),
        links: Vec::new(),
        pointer: operation.clone(),
    }
}

/// OpenAPI 3.0.4 §4.7.16.2: a status, a class of statuses, or `default`.
fn status_range(key: &str) -> Option<StatusRange> {
    if key == "default" {
        return Some(StatusRange::Default);
    }
    let (class @ b'1'..=b'5', rest) = key.as_bytes().split_first()? else {
        return None;
    };
    match rest {
        b"XX" | b"xx" => Some(StatusRange::Class(class - b'0')),
        [b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(StatusRange::Exact),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_parsed() {
        for (key, expected) in [
            ("200", Some(StatusRange::Exact(200))),
            ("599", Some(StatusRange::Exact(599))),
            ("4XX", Some(StatusRange::Class(4))),
            ("5xx", Some(StatusRange::Class(5))),
            ("default", Some(StatusRange::Default)),
            ("600", None),
            ("20", None),
            ("2000", None),
            ("2X0", None),
            ("", None),
            ("2é", None),
        ] {
            assert_eq!(status_range(key), expected, "{key}");
        }
    }
}
