//! Related operations: one that creates, and those that use what it has created.

use specs::contract::{Link, Method, Operation, Parameter, Response, Schemas, StatusRange};
use specs::{Contract, Pointer};

use super::consumer::{Consumer, Found};
use super::names::{names, names_alike};
use super::{content, step};
use crate::source::Inputs;
use crate::source::synthetic::draft::Draft;
use conformance_core::case::{Role, Source, Step};

/// What an operation creates, and the operations on it.
pub(super) struct Resource<'a> {
    /// The request that creates; its free texts are new each time.
    pub(super) create: Draft<'a>,
    pub(super) read: Option<Consumer<'a>>,
    pub(super) update: Option<Consumer<'a>>,
    pub(super) delete: Option<Consumer<'a>>,
    /// Other safe operations that a link leads to.
    pub(super) linked: Vec<(String, Consumer<'a>)>,
}

impl<'a> Resource<'a> {
    /// What an operation creates; `None` if no other operation uses it.
    pub(super) fn of(inputs: Inputs<'a>, operation: &'a Operation) -> Option<Self> {
        if operation.method != Method::Post {
            return None;
        }
        let mut create = Draft::minimal(inputs, operation)?;
        let mut items = items(inputs, &create);
        let mut linked = Vec::new();
        for (link, consumer) in links(inputs, &create) {
            let method = consumer.draft.operation.method;
            let is_item = items.iter().any(|item| item.is_like(&consumer));
            items.retain(|item| !item.is_like(&consumer));
            match method {
                Method::Get if !is_item && has(&items, Method::Get) => {
                    linked.push((link.name.clone(), consumer));
                }
                _ => items.push(consumer),
            }
        }
        let mut take = |methods: &[Method]| {
            let place = methods.iter().find_map(|method| {
                items.iter().position(|item| item.draft.operation.method == *method)
            })?;
            Some(items.remove(place))
        };
        let (read, delete) = (take(&[Method::Get]), take(&[Method::Delete]));
        let update = take(&[Method::Patch, Method::Put]);
        if read.is_none() && delete.is_none() && linked.is_empty() {
            return None;
        }
        content::make_unique(inputs, &mut create);
        Some(Self { create, read, update, delete, linked })
    }

    /// The step that creates.
    pub(super) fn create(&self) -> Step {
        step(self.create.write(), Role::Main)
    }
}

fn has(items: &[Consumer<'_>], method: Method) -> bool {
    items.iter().any(|item| item.draft.operation.method == method)
}

/// Operations on one item below the path that creates it: `/things` and `/things/{id}`.
fn items<'a>(inputs: Inputs<'a>, create: &Draft<'a>) -> Vec<Consumer<'a>> {
    let contract = inputs.contract;
    let below = contract.operations.iter().filter_map(|operation| {
        let parameter = item_of(create.operation, operation)?;
        let schema = operation.parameters.iter().find(|known| known.name == parameter)?.schema;
        let source = produced(contract, create.operation, parameter, schema)?;
        Consumer::new(inputs, create, operation, &[(parameter.to_owned(), source)])
    });
    below.collect()
}

/// The last parameter of the path of an item of this collection.
fn item_of<'a>(create: &Operation, operation: &'a Operation) -> Option<&'a str> {
    let (collection, _) = names(create.path.raw.trim_end_matches('/'));
    let (item, parameters) = names(operation.path.raw.trim_end_matches('/'));
    let parameter = *parameters.last()?;
    (item == format!("{collection}/{{}}")).then_some(parameter)
}

/// Collections whose items cannot be addressed: no response of the creation identifies one.
pub(in crate::source::synthetic) fn unlinked(
    inputs: Inputs<'_>,
    create: &Operation,
) -> Option<String> {
    let contract = inputs.contract;
    if create.method != Method::Post || Resource::of(inputs, create).is_some() {
        return None;
    }
    let item = contract.operations.iter().find(|operation| item_of(create, operation).is_some())?;
    Some(item.path.raw.clone())
}

/// Success responses of a creation. RFC 9110 §15.3.3: a 202 is not one.
fn successes(operation: &Operation) -> impl Iterator<Item = &Response> {
    operation
        .responses
        .iter()
        .filter(|response| matches!(response.status, StatusRange::Exact(200 | 201)))
}

/// Where the response of a creation identifies what was created.
fn produced(
    contract: &Contract,
    create: &Operation,
    parameter: &str,
    wanted: specs::contract::SchemaId,
) -> Option<Found> {
    let schemas = &contract.schemas;
    successes(create).find_map(|response| {
        let content = response.content.iter().filter(|content| content.is_json());
        let in_body = content
            .filter_map(|content| content.schema)
            .find_map(|schema| in_body(schemas, schema, parameter, wanted));
        let declares = |name: &str| {
            response.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
        };
        in_body.or_else(|| {
            declares("location").then_some(Found { source: Source::Location, secret: false })
        })
    })
}

/// The property that identifies it: at the top, or in the only object there that has it.
fn in_body(
    schemas: &Schemas,
    schema: specs::contract::SchemaId,
    parameter: &str,
    wanted: specs::contract::SchemaId,
) -> Option<Found> {
    let properties = schemas.shape(schema).properties();
    let member = |properties: &[specs::contract::Property], at: &Pointer| {
        let fits = |name: &str| {
            properties
                .iter()
                .find(|property| names_alike(&property.name, name))
                .filter(|property| is_compatible(schemas, property.schema, wanted))
        };
        let found = fits(parameter).or_else(|| fits("id").filter(|_| is_id(parameter)))?;
        let source = Source::Body(at.child(&found.name));
        Some(Found { source, secret: found.sensitive })
    };
    member(properties, &Pointer::root()).or_else(|| {
        let mut nested = properties.iter().filter_map(|property| {
            let inner = schemas.shape(property.schema).properties();
            member(inner, &Pointer::root().child(&property.name))
        });
        let first = nested.next()?;
        nested.next().is_none().then_some(first)
    })
}

/// Where the response of a creation identifies what was created, and the path parameter that takes it;
/// `None` if no other operation uses it.
pub fn creation<'a>(contract: &'a Contract, create: &Operation) -> Option<(&'a Parameter, Source)> {
    let mut items = contract.operations.iter().filter(|_| create.method == Method::Post);
    items.find_map(|item| {
        let name = item_of(create, item)?;
        let parameter = item.parameters.iter().find(|known| known.name == name)?;
        let found = produced(contract, create, name, parameter.schema)?;
        Some((parameter, found.source))
    })
}

/// Whether the parameter is an id, whatever its name in the response.
fn is_id(parameter: &str) -> bool {
    let name = parameter.to_ascii_lowercase();
    ["id", "uid", "guid", "identifier"].iter().any(|end| name.ends_with(end))
}

/// Whether a value of one schema can be used for the other one: of the same kind, or a number that is
/// written as text.
fn is_compatible(
    schemas: &Schemas,
    given: specs::contract::SchemaId,
    wanted: specs::contract::SchemaId,
) -> bool {
    let (given, wanted) = (schemas.shape(given), schemas.shape(wanted));
    let takes_text = wanted.is_string() || wanted.is_any();
    given.is_string() && takes_text || given.is_number() && (takes_text || wanted.is_number())
}

/// Operations that the links of the creation lead to, with the values that they pass.
fn links<'a>(inputs: Inputs<'a>, create: &Draft<'a>) -> Vec<(&'a Link, Consumer<'a>)> {
    let contract = inputs.contract;
    let declared = successes(create.operation).flat_map(|response| &response.links);
    let followed = declared.filter_map(|link| {
        let operation = contract.linked(link)?;
        let values = link.parameters.iter().filter_map(|(name, value)| {
            let name = name.split_once('.').map_or(name.as_str(), |(_, name)| name);
            let secret = operation.parameters.iter().any(|p| p.name == name && p.sensitive);
            Some((name.to_owned(), Found { source: expression(value.as_str()?)?, secret }))
        });
        let values: Vec<(String, Found)> = values.collect();
        let consumer = Consumer::new(inputs, create, operation, &values)?;
        Some((link, consumer.with_rule(&link.pointer)))
    });
    followed.collect()
}

/// OpenAPI 3.0.4 §4.7.20.3: a runtime expression about the response.
fn expression(text: &str) -> Option<Source> {
    let rest = text.strip_prefix("$response.")?;
    match (rest.strip_prefix("body#"), rest.strip_prefix("header.")) {
        (Some(pointer), _) => Pointer::parse(pointer).map(Source::Body),
        (None, Some(name)) => Some(Source::Header(name.to_owned())),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read() {
        let body = |text| Some(Source::Body(Pointer::parse(text).unwrap()));
        assert_eq!(expression("$response.body#/id"), body("/id"));
        let header = Some(Source::Header("X-Id".to_owned()));
        assert_eq!(expression("$response.header.X-Id"), header);
        assert_eq!(expression("$request.path.id"), None);
        assert_eq!(expression("7"), None);
    }
}
