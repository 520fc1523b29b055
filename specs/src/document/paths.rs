//! Paths and their parameters: each variable of a path gets a parameter, and each query in a key of
//! `paths` becomes parameters of its operations.

use serde_json::{Map, Value, json};

use super::Document;
use crate::diagnostic::codes::{
    BAD_PATH, PAIRED_VARIABLE, PATH_QUERY, UNDECLARED_VARIABLE, UNUSED_PATH_PARAMETER,
};
use crate::template::{QueryVariable, Template};
use crate::{Diagnostics, Pointer};

/// A declared parameter.
struct Declared {
    name: String,
    /// Where it is listed.
    listed: Pointer,
    /// Where it is declared: the target of the reference there.
    pointer: Pointer,
}

impl Document {
    /// Makes the parameters of every operation match its path.
    pub(super) fn reconcile_paths(&mut self, diagnostics: &mut Diagnostics) {
        let paths = Pointer::root().child("paths");
        let keys: Vec<String> =
            self.keys(&paths).filter(|key| !key.starts_with("x-")).cloned().collect();
        for key in keys {
            let pointer = paths.child(&key);
            match Template::parse(&key) {
                Ok(template) => self.reconcile_path(&template, &pointer, diagnostics),
                Err(message) => {
                    let help = "put each variable in braces of its own";
                    let message = format!("{message}; its operations are left out");
                    diagnostics.report(&BAD_PATH, &pointer, message, help);
                }
            }
        }
    }

    fn reconcile_path(
        &mut self,
        template: &Template,
        path: &Pointer,
        diagnostics: &mut Diagnostics,
    ) {
        let key = &template.path.raw;
        if let Some(repair) = template.repair {
            let message = format!("the path `{key}` is repaired: {repair}");
            let help = "begin with a slash, and have names alone in braces";
            diagnostics.report_repair(&BAD_PATH, path, message, help);
        }
        if template.has_suffix {
            let message = format!("the path `{key}` has a query or a fragment");
            let help = "declare `in: query` parameters instead, and one operation for each path";
            diagnostics.report(&PATH_QUERY, path, message, help);
        }
        let items = self.items(path);
        for (_, operation) in self.operations(&items) {
            for (name, value) in &template.query {
                self.add_constant(&operation, name, value);
            }
            self.reconcile_operation(template, &items, &operation, diagnostics);
        }
    }

    fn reconcile_operation(
        &mut self,
        template: &Template,
        items: &[Pointer],
        operation: &Pointer,
        diagnostics: &mut Diagnostics,
    ) {
        let mut declared = self.declared("path", items, operation);
        self.reconcile_query(template, items, operation, &mut declared);
        let missing: Vec<&str> = template
            .variables()
            .filter(|name| !declared.iter().any(|one| one.name == *name))
            .collect();
        let unused: Vec<&Declared> = declared
            .iter()
            .filter(|one| !template.variables().any(|name| name == one.name))
            .collect();
        if let ([name], [parameter]) = (missing.as_slice(), unused.as_slice()) {
            self.pair(name, parameter, operation, diagnostics);
            return;
        }
        for name in missing {
            let message =
                format!("the path has an undeclared variable `{name}`; it is read as a string");
            let help = format!("declare a parameter `{name}` with `in: path`");
            diagnostics.report(&UNDECLARED_VARIABLE, operation, message, help);
            self.add_parameter(operation, name, "path", true, json!({ "type": "string" }));
        }
        for parameter in unused {
            let (key, name) = (&template.path.raw, &parameter.name);
            let message =
                format!("the path `{key}` has no `{{{name}}}`; the parameter is left out");
            let help = "add the variable to the path, or remove the parameter";
            diagnostics.report(&UNUSED_PATH_PARAMETER, &parameter.listed, message, help);
        }
    }

    /// Gives each variable of a query in the path a query parameter: the path parameter of the same name,
    /// which the path itself does not have, or else a string.
    fn reconcile_query(
        &mut self,
        template: &Template,
        items: &[Pointer],
        operation: &Pointer,
        declared: &mut Vec<Declared>,
    ) {
        let in_query = self.declared("query", items, operation);
        for QueryVariable { name, variable, is_required } in &template.query_variables {
            let is_in_path = template.variables().any(|other| other == variable);
            let found = declared.iter().position(|one| one.name == *variable && !is_in_path);
            let pointer = found.map(|index| declared.remove(index).pointer);
            if in_query.iter().any(|one| one.name == *name) {
                continue;
            }
            let value = pointer.as_ref().and_then(|at| self.value(at)?.as_object().cloned());
            let copy = pointer.as_ref().and_then(|at| self.structure(at)?.as_object().cloned());
            match (value, copy) {
                (Some(value), Some(copy)) => {
                    let value = in_query_of(value, name, *is_required);
                    let copy = in_query_of(copy, name, *is_required);
                    self.push_parameter(operation, value, copy);
                }
                (Some(_), None) | (None, _) => {
                    let schema = json!({ "type": "string" });
                    self.add_parameter(operation, name, "query", *is_required, schema);
                }
            }
        }
    }

    /// Gives the one parameter that the path does not have the name of the one variable that has none.
    fn pair(
        &mut self,
        name: &str,
        parameter: &Declared,
        operation: &Pointer,
        diagnostics: &mut Diagnostics,
    ) {
        let found = &parameter.name;
        let message =
            format!("the variable `{name}` of the path is declared as the parameter `{found}`");
        let help = format!("rename the parameter to `{name}`");
        diagnostics.report(&PAIRED_VARIABLE, &parameter.listed, message, help);
        let value = self.value(&parameter.pointer).and_then(Value::as_object).cloned();
        let copy = self.structure(&parameter.pointer).and_then(Value::as_object).cloned();
        if let (Some(mut value), Some(mut copy)) = (value, copy) {
            value.insert("name".to_owned(), json!(name));
            copy.insert("name".to_owned(), json!(name));
            self.push_parameter(operation, value, copy);
        }
    }

    fn add_constant(&mut self, operation: &Pointer, name: &str, value: &str) {
        let schema = json!({ "type": "string", "enum": [value] });
        self.add_parameter(operation, name, "query", true, schema);
    }

    fn add_parameter(
        &mut self,
        operation: &Pointer,
        name: &str,
        location: &str,
        is_required: bool,
        schema: Value,
    ) {
        let list = operation.child("parameters");
        let at = list.child(self.count(&list)).child("schema");
        let parameter = |schema: Value| {
            let keys = [
                ("name", json!(name)),
                ("in", json!(location)),
                ("required", json!(is_required)),
                ("schema", schema),
            ];
            keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
        };
        let copy = parameter(json!({ "$ref": format!("#{at}") }));
        self.push_parameter(operation, parameter(schema), copy);
    }

    /// Adds a parameter to an operation, and its copy without schemas to the structure.
    fn push_parameter(
        &mut self,
        operation: &Pointer,
        value: Map<String, Value>,
        copy: Map<String, Value>,
    ) {
        push(self.root.pointer_mut(operation.as_str()), value);
        push(self.structure_mut(operation), copy);
    }

    /// The parameters of an operation in a location, those of its path items among them.
    fn declared(&self, location: &str, items: &[Pointer], operation: &Pointer) -> Vec<Declared> {
        let mut declared = self.listed(location, &operation.child("parameters"));
        for item in items {
            let own: Vec<String> = declared.iter().map(|one| one.name.clone()).collect();
            let shared = self.listed(location, &item.child("parameters")).into_iter();
            declared.extend(shared.filter(|one| !own.contains(&one.name)));
        }
        declared
    }

    fn listed(&self, location: &str, list: &Pointer) -> Vec<Declared> {
        let listed = (0..self.count(list)).map(|index| list.child(index));
        let declared = listed.filter_map(|listed| {
            let pointer = self.follow(&listed)?;
            let parameter = self.value(&pointer)?;
            let text = |key: &str| parameter.get(key).and_then(Value::as_str);
            let name = text("name").filter(|_| text("in") == Some(location))?;
            Some(Declared { name: name.to_owned(), pointer, listed })
        });
        declared.collect()
    }
}

/// A path parameter as one of the query, in its usual style.
fn in_query_of(
    mut parameter: Map<String, Value>,
    name: &str,
    is_required: bool,
) -> Map<String, Value> {
    parameter.insert("name".to_owned(), json!(name));
    parameter.insert("in".to_owned(), json!("query"));
    parameter.insert("required".to_owned(), json!(is_required));
    for key in ["style", "explode"] {
        parameter.shift_remove(key);
    }
    parameter
}

fn push(operation: Option<&mut Value>, parameter: Map<String, Value>) {
    if let Some(Value::Object(entries)) = operation
        && let Value::Array(list) = entries.entry("parameters").or_insert_with(|| json!([]))
    {
        list.push(Value::Object(parameter));
    }
}
