//! Operations, path by path.

use super::path::Paths;
use super::{Lowering, ids};
use crate::Pointer;
use crate::contract::{Method, Operation, PathTemplate};

impl Lowering<'_> {
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let paths = Pointer::root().child("paths");
        let mut operations = Vec::new();
        let mut seen = Paths::default();
        let document = self.document;
        for path in document.keys(&paths).filter(|key| !key.starts_with("x-")) {
            let pointer = paths.child(path);
            let Some(template) = self.path(path, &pointer, &mut seen) else {
                continue;
            };
            let Some(item) = document.follow(&pointer) else {
                continue;
            };
            for (key, method) in document.keys(&item).filter_map(|key| Some((key, method(key)?))) {
                let pointer = item.child(key);
                operations.extend(self.operation(method, &template, &item, &pointer));
            }
        }
        self.check_ids(&operations);
        operations
    }

    fn operation(
        &mut self,
        method: Method,
        path: &PathTemplate,
        item: &Pointer,
        pointer: &Pointer,
    ) -> Option<Operation> {
        let (read, _) = self.document.read::<openapiv3::Operation>(pointer, self.diagnostics)?;
        let parameters = self.parameters(item, pointer);
        self.check_path_parameters(path, &parameters, pointer);
        let mut servers = self.servers(&pointer.child("servers"));
        if servers.is_empty() {
            servers = self.servers(&item.child("servers"));
        }
        Some(Operation {
            id: read.operation_id.unwrap_or_else(|| ids::derive(method, &path.raw)),
            method,
            path: path.clone(),
            summary: read.summary,
            description: read.description,
            tags: read.tags,
            deprecated: read.deprecated,
            parameters,
            body: read.request_body.and_then(|_| self.body(&pointer.child("requestBody"))),
            responses: self.responses(&pointer.child("responses")),
            security: self.security(read.security, pointer),
            servers,
            pointer: pointer.clone(),
        })
    }
}

fn method(key: &str) -> Option<Method> {
    Method::ALL.into_iter().find(|method| method.as_str().to_ascii_lowercase() == key)
}
