//! Paths and operations.

use serde_json::{Map, Value};

use super::body::Bodies;
use super::references::Target;
use super::{Position, Rewriting, keys};
use crate::contract::Method;

impl<'a> Rewriting<'a> {
    pub(super) fn paths(&mut self, value: &Value, at: &Position) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        let mut copy = Map::new();
        for (path, item) in entries {
            let is_extension = path.starts_with("x-");
            let item =
                if is_extension { item.clone() } else { self.path_item(item, &at.child(path)) };
            copy.insert(path.clone(), item);
        }
        Value::Object(copy)
    }

    pub(super) fn path_item(&mut self, value: &Value, at: &Position) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        self.report_foreign(keys::PATH_ITEM, entries, at);
        if entries.get("$ref").is_some_and(Value::is_string) {
            self.references.push((at.rewritten.clone(), Target::PathItem));
        }
        let mut copy = entries.clone();
        let list = entries.get("parameters");
        let shared = list.map(|list| self.parameters(list, &at.child("parameters")));
        let (list, bodies) =
            shared.map_or((None, Bodies::default()), |(list, bodies)| (Some(list), bodies));
        if let Some(list) = list {
            copy.insert("parameters".to_owned(), list);
        }
        for (key, value) in entries {
            if let (Some(_), Value::Object(operation)) = (Method::of_key(key), value) {
                let operation = self.operation(operation, &bodies, &at.child(key));
                copy.insert(key.clone(), Value::Object(operation));
            }
        }
        Value::Object(copy)
    }

    fn operation<'v>(
        &mut self,
        entries: &'v Map<String, Value>,
        shared: &Bodies<'v>,
        at: &Position,
    ) -> Map<String, Value>
    where
        'a: 'v,
    {
        self.report_foreign(keys::OPERATION, entries, at);
        let consumes = self.media_types("consumes", entries, at);
        let produces = self.media_types("produces", entries, at);
        let mut copy = Map::new();
        for (key, value) in entries {
            match key.as_str() {
                "consumes" | "produces" | "schemes" | "parameters" | "responses" => {}
                "requestBody" => {
                    _ = copy.insert(key.clone(), self.with_content(value, &at.child(key)))
                }
                _ => _ = copy.insert(key.clone(), value.clone()),
            }
        }
        if let Some(servers) = self.own_servers(entries, at) {
            copy.insert("servers".to_owned(), servers);
        }
        let mut own = Bodies::default();
        if let Some(value) = entries.get("parameters") {
            let (list, bodies) = self.parameters(value, &at.child("parameters"));
            self.report_credentials(&copy, &list, &at.child("parameters"));
            copy.insert("parameters".to_owned(), list);
            own = bodies;
        }
        if let Some(body) = self.body(own.over(shared), consumes, entries, at) {
            copy.insert("requestBody".to_owned(), body);
        }
        if let Some(value) = entries.get("responses") {
            let responses = self.responses(value, produces.as_deref(), &at.child("responses"));
            copy.insert("responses".to_owned(), responses);
        }
        copy
    }
}
