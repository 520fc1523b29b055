//! Servers and their variables.

use serde_json::Value;

use super::Lowering;
use crate::Pointer;
use crate::contract::{Server, ServerVariable};
use crate::diagnostic::codes::{BAD_SERVER_DEFAULT, UNDECLARED_VARIABLE};

impl Lowering<'_> {
    /// The servers of the array at a pointer; none where there is no array.
    pub(super) fn servers(&mut self, array: &Pointer) -> Vec<Server> {
        let document = self.document;
        let pointers = (0..document.count(array)).map(|index| array.child(index));
        let pointers = pointers.filter(|pointer| document.has(pointer));
        pointers.filter_map(|pointer| self.server(&pointer)).collect()
    }

    fn server(&mut self, pointer: &Pointer) -> Option<Server> {
        let (read, pointer) = self.document.read::<openapiv3::Server>(pointer, self.diagnostics)?;
        let mut variables: Vec<ServerVariable> = read
            .variables
            .unwrap_or_default()
            .into_iter()
            .map(|(name, variable)| ServerVariable {
                name,
                default: variable.default,
                values: variable.enumeration,
                description: variable.description,
            })
            .collect();
        for variable in &mut variables {
            self.check_default(variable, &pointer);
        }
        self.check_variables(&read.url, &mut variables, &pointer);
        let name = self.document.checked(&pointer, "name").and_then(Value::as_str);
        let name = name.map(str::to_owned);
        Some(Server { url: read.url, description: read.description, name, variables, pointer })
    }

    /// OpenAPI 3.0.4 §4.7.6.1: the default should be one of the values.
    fn check_default(&mut self, variable: &mut ServerVariable, server: &Pointer) {
        if variable.values.is_empty() || variable.values.contains(&variable.default) {
            return;
        }
        let pointer = server.child("variables").child(&variable.name).child("default");
        let message =
            format!("`{}` is not a value of `{}`; it is added", variable.default, variable.name);
        let help = format!("use one of: {}", variable.values.join(", "));
        self.diagnostics.report(&BAD_SERVER_DEFAULT, &pointer, message, help);
        variable.values.push(variable.default.clone());
    }

    fn check_variables(
        &mut self,
        url: &str,
        variables: &mut Vec<ServerVariable>,
        server: &Pointer,
    ) {
        for piece in url.split('{').skip(1) {
            let name = piece.split('}').next().unwrap_or_default();
            if !variables.iter().any(|variable| variable.name == name) {
                let message = format!(
                    "the server's URL has an undeclared variable `{name}`; its name is its default"
                );
                let help = format!("declare `{name}` under `variables`, with a default");
                self.diagnostics.report(&UNDECLARED_VARIABLE, &server.child("url"), message, help);
                let name = name.to_owned();
                variables.push(ServerVariable {
                    default: name.clone(),
                    name,
                    values: Vec::new(),
                    description: None,
                });
            }
        }
    }
}
