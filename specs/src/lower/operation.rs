//! Operations, path by path.

use super::path::Paths;
use super::{Lowering, ids};
use crate::Pointer;
use crate::contract::{Method, Operation, ParameterLocation};
use crate::template::Template;

impl Lowering<'_> {
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let paths = Pointer::root().child("paths");
        let mut operations = Vec::new();
        let mut seen = Paths::default();
        let document = self.document;
        for path in document.keys(&paths).filter(|key| !key.starts_with("x-")) {
            let items = document.items(&paths.child(path));
            let template = Template::parse(path).ok();
            self.report_methods(&items);
            for (method, pointer) in document.operations(&items) {
                self.declared += 1;
                if let Some(template) = &template
                    && self.is_first(method, template, &pointer, &mut seen)
                {
                    operations.extend(self.operation(method, template, &items, &pointer));
                }
            }
        }
        ids::make_distinct(&mut operations, document, self.diagnostics);
        operations
    }

    fn operation(
        &mut self,
        method: Method,
        template: &Template,
        items: &[Pointer],
        pointer: &Pointer,
    ) -> Option<Operation> {
        let (read, _) = self.document.read::<openapiv3::Operation>(pointer, self.diagnostics)?;
        let mut parameters = self.parameters(items, pointer);
        // What the path does not have has been reported.
        parameters.retain(|parameter| {
            parameter.location != ParameterLocation::Path
                || template.variables().any(|name| name == parameter.name)
        });
        let mut servers = self.servers(&pointer.child("servers"));
        for item in items {
            if servers.is_empty() {
                servers = self.servers(&item.child("servers"));
            }
        }
        Some(Operation {
            name: String::new(),
            id: read.operation_id.unwrap_or_else(|| ids::derive(method, &template.path.raw)),
            method,
            path: template.path.clone(),
            summary: read.summary,
            description: read.description,
            tags: read.tags,
            deprecated: read.deprecated,
            parameters,
            body: read.request_body.and_then(|_| self.body(&pointer.child("requestBody"))),
            responses: self.responses(pointer),
            security: self.security(read.security, pointer),
            servers,
            pointer: pointer.clone(),
        })
    }
}
