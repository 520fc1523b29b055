//! The purpose of operations, guessed from their names: which ones revoke, which ones are of OAuth 2.0,
//! which properties are request ids.

use serde_json::Value;
use specs::Contract;
use specs::contract::{Operation, PathPart, Property, Response, SchemaId, Schemas};

use crate::exchange::SentRequest;

/// A `token_type_hint` that is unknown.
pub const UNHEARD_OF_HINT: &str = "conformance_unheard_of";

/// Whether an operation revokes something, by its path or its id.
pub fn is_revocation(operation: &Operation) -> bool {
    is_named(operation, "revoke") || is_named(operation, "revocation")
}

/// Whether an operation is one of an OAuth 2.0 server, by its path or the properties of its body.
pub fn is_oauth(contract: &Contract, operation: &Operation) -> bool {
    let known = ["token_type_hint", "client_secret", "grant_type"];
    is_named(operation, "oauth")
        || body_members(contract, operation)
            .iter()
            .any(|property| known.contains(&property.name.as_str()))
}

/// Whether its id or its path has a word, in any case.
fn is_named(operation: &Operation, word: &str) -> bool {
    let holds = |text: &str| {
        text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    let mut parts = operation.path.parts.iter().filter_map(|part| match part {
        PathPart::Literal(text) => Some(text),
        PathPart::Parameter(_) => None,
    });
    holds(&operation.id) || parts.any(|text| holds(text))
}

/// The properties of the request body, by the first media type that has any.
pub fn body_members<'a>(contract: &'a Contract, operation: &Operation) -> &'a [Property] {
    let content = operation.body.as_ref().map_or(&[][..], |body| &body.content);
    let ids = content.iter().filter_map(|media_type| media_type.schema);
    ids.map(|id| members(&contract.schemas, id)).find(|list| !list.is_empty()).unwrap_or_default()
}

/// The named properties of an object.
pub fn members(schemas: &Schemas, id: SchemaId) -> &[Property] {
    schemas.shape(id).properties()
}

/// The properties of the JSON body of a response.
pub fn response_members<'a>(schemas: &'a Schemas, response: &Response) -> &'a [Property] {
    let mut ids = response.content.iter().filter(|content| content.is_json());
    ids.find_map(|content| content.schema).map_or(&[], |id| members(schemas, id))
}

/// Whether a declared response has a header of this name.
pub fn declares_header(declared: Option<&Response>, name: &str) -> bool {
    declared.is_some_and(|response| {
        response.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
    })
}

/// Whether a header or a property of this name is a request id, new for each response.
pub fn is_request_id(name: &str) -> bool {
    let plain: String =
        name.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    matches!(plain.as_str(), "requestid" | "xrequestid" | "reqid")
}

/// The decoded fields of a form in a request; none where the body is not a form.
pub fn form_fields(request: &SentRequest) -> Vec<(String, String)> {
    let is_form = request.headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("content-type")
            && value.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
    });
    let body = request.body.as_deref().filter(|_| is_form).unwrap_or_default();
    form_urlencoded::parse(body).into_owned().collect()
}

/// Every example of a schema and of the schemas that it is an alias of.
pub fn examples(schemas: &Schemas, mut id: SchemaId) -> Vec<&Value> {
    let mut list = Vec::new();
    loop {
        let schema = schemas.get(id);
        list.extend(&schema.examples);
        match schema.shape.target() {
            Some(target) => id = target,
            None => return list,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(id: &str) -> (bool, bool) {
        let provider = specs::providers::ALL.iter().find(|known| known.id == id).unwrap();
        let (contract, _) = specs::parse(provider.id, "spec.yaml", provider.text);
        let contract = contract.unwrap();
        let operation = &contract.operations[0];
        (is_revocation(operation), is_oauth(&contract, operation))
    }

    #[test]
    fn operations_are_reported_from_their_names() {
        assert_eq!(is("pipevest"), (true, true));
        assert_eq!(is("voucherify"), (true, true));
        assert_eq!(is("nomba"), (true, false));
        assert_eq!(is("moov"), (true, true));
        assert_eq!(is("infisical"), (true, false));
    }

    #[test]
    fn ids_of_requests_are_known_by_their_names() {
        for (name, is) in [
            ("x-request-id", true),
            ("X_Request_ID", true),
            ("reqId", true),
            ("requestIds", false),
            ("id", false),
        ] {
            assert_eq!(is_request_id(name), is, "{name}");
        }
    }
}
