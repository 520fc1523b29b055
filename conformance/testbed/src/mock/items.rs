//! The effect of successful requests on items: created, read, changed and deleted.

use axum::response::Response;
use serde_json::Value;
use specs::contract::{Method, Operation, ParameterLocation, Shape};

use super::prefer::Choice;
use super::store::{self, Item, Known};
use super::{Mock, response};
use conformance_core::case::{CaseKind, Source};
use conformance_core::expectation::fitting;
use conformance_core::values::Rng;
use conformance_core::values::as_text;
use conformance_engine::request_reader as reader;
use conformance_engine::request_reader::Received;
use conformance_engine::source::synthetic::chains::creation;

impl Mock {
    /// A success, and its effect on items.
    pub(super) fn act(
        &self,
        operation: &Operation,
        received: &Received<'_>,
        choice: &Choice,
    ) -> Response {
        let status = response::success(operation);
        let sent = || {
            let mut sent = reader::json(operation, received)?;
            self.forget_secrets(operation, &mut sent);
            Some(sent)
        };
        let path = &received.path;
        let item = match self.store.known(operation, path) {
            // A deleted item is not found, also if the document declares no status for that.
            Known::Gone if operation.method != Method::Delete => {
                let declared = self.pick(&fitting(operation, &CaseKind::ValidUnknown).demanded);
                return self.respond(operation, declared.unwrap_or(404), choice);
            }
            Known::Gone => return self.unknown(operation, choice),
            Known::Item(item) => item,
            Known::Nothing => return self.create(operation, received, choice),
        };
        let parameter = operation.parameters_in(ParameterLocation::Path).last();
        let parameter = parameter.map_or("id", |parameter| parameter.name.as_str());
        let item = match operation.method {
            Method::Delete => {
                self.store.remove(operation, path);
                return self.respond(operation, status, choice);
            }
            Method::Put | Method::Patch => {
                let item = item.after(operation.method, sent());
                self.store.put(store::location(&operation.path.parts, path), item.clone());
                item
            }
            _ => item,
        };
        let making = self.generator(choice);
        let echoed = making.json(operation, status).map(|(schema, mut content)| {
            let validator = self.validators.of(&self.contract.schemas, schema);
            store::echo(&mut content, parameter, &item, |value| validator.accepts(value));
            content
        });
        making.declared(operation, status, echoed)
    }

    /// A success that may add to a collection; then what it made has a new id, and is kept.
    fn create(&self, operation: &Operation, received: &Received<'_>, choice: &Choice) -> Response {
        let status = response::success(operation);
        let making = self.generator(choice);
        // Mock and suite agree on what belongs together, not on what comes of it.
        let Some((parameter, source)) = creation(&self.contract, operation) else {
            return making.declared(operation, status, None);
        };
        let mut rng = Rng::labelled(making.seed, &operation.id);
        let ids = store::new_ids(&self.contract, &self.validators, parameter.schema, &mut rng);
        let mut sent = reader::json(operation, received).unwrap_or_default();
        self.forget_secrets(operation, &mut sent);
        let mut made = making.json(operation, status);
        let item = ids.into_iter().map(|id| Item { id, sent: sent.clone() }).find(|item| {
            match (&source, &mut made) {
                (Source::Body(at), Some((schema, content))) => {
                    let validator = self.validators.of(&self.contract.schemas, *schema);
                    store::set_id(content, at, item, |value| validator.accepts(value))
                }
                (Source::Body(_), None) => false,
                (Source::Location | Source::Header(_), _) => true,
            }
        });
        let content = made.map(|(_, content)| content);
        let Some(item) = item else {
            return making.declared(operation, status, content);
        };
        let collection = store::location(&operation.path.parts, &received.path);
        let place = format!("{}/{}", collection.trim_end_matches('/'), as_text(&item.id));
        self.store.put(place.clone(), item);
        let mut response = making.declared(operation, status, content);
        self.locate(&mut response, operation, status, place);
        response
    }

    /// Says in a declared `Location` where what was made is, if the header may say so.
    fn locate(&self, response: &mut Response, operation: &Operation, status: u16, place: String) {
        let declared = operation.responses.lookup(status).map(|declared| &declared.headers);
        let mut headers = declared.into_iter().flatten();
        let Some(header) = headers.find(|one| one.name.eq_ignore_ascii_case("location")) else {
            return;
        };
        let validator = self.validators.of(&self.contract.schemas, header.schema);
        if let Ok(value) = http::HeaderValue::from_str(&place)
            && validator.accepts(&Value::String(place))
        {
            response.headers_mut().insert(http::header::LOCATION, value);
        }
    }

    /// What must not be shown is not kept, so that no response can repeat it.
    fn forget_secrets(&self, operation: &Operation, sent: &mut Value) {
        let Some(members) = sent.as_object_mut() else { return };
        let reader = self.reader(&self.hits);
        let content = operation.body.iter().flat_map(|body| &body.content);
        for schema in content.filter_map(|media| media.schema) {
            if let Shape::Object { properties, .. } = reader.shape(schema) {
                let secrets = properties.iter().filter(|member| member.sensitive);
                secrets.for_each(|member| drop(members.remove(&member.name)));
            }
        }
    }
}
