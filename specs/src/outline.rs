//! A contract as compact text for people: an aid to review, and the content of snapshots.
//! Deterministic; not a format to parse.

mod schemas;

use std::fmt::Write;

use crate::Contract;
use crate::contract::{
    Example, Header, Link, LinkTarget, MediaType, Operation, Parameter, PathPart, Response,
    SchemaId, Scheme, SchemeKind, Security, Server,
};

/// The whole contract as text, one fact a line.
pub fn outline(contract: &Contract) -> String {
    let mut page = Page { contract, text: String::new() };
    page.line(0, format!("{}: {} {}", contract.id, contract.title, contract.version));
    contract.servers.iter().for_each(|server| page.server(0, server));
    contract.schemes.iter().for_each(|scheme| page.scheme(scheme));
    contract.operations.iter().for_each(|operation| page.operation(operation));
    page.schemas();
    page.text
}

struct Page<'a> {
    contract: &'a Contract,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, depth: usize, line: impl std::fmt::Display) {
        let start = self.text.len();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{:indent$}{line}", "", indent = depth * 2);
        let end = self.text.trim_end().len().max(start);
        self.text.truncate(end);
        self.text.push('\n');
    }

    fn server(&mut self, depth: usize, server: &Server) {
        let name = server.name.as_ref().map(|name| format!(" = {name}")).unwrap_or_default();
        let about = about(server.description.as_deref());
        self.line(depth, format!("server {}{name}{about}", server.url));
        for variable in &server.variables {
            let values = variable.values.join(" | ");
            let (name, default) = (&variable.name, &variable.default);
            self.line(depth + 1, format!("{{{name}}} = {default} of [{values}]"));
        }
    }

    fn scheme(&mut self, scheme: &Scheme) {
        let kind = match &scheme.kind {
            SchemeKind::ApiKey { location, name } => format!("key in {} {name}", location.as_str()),
            SchemeKind::Basic => "basic".to_owned(),
            SchemeKind::Bearer => "bearer".to_owned(),
            SchemeKind::OtherHttp(name) => format!("http {name}"),
        };
        let deprecated = if scheme.deprecated { " deprecated" } else { "" };
        let about = format!("{deprecated}{}", about(scheme.description.as_deref()));
        self.line(0, format!("scheme {}: {kind}{about}", scheme.name));
    }

    fn operation(&mut self, operation: &Operation) {
        self.line(0, "");
        let method = operation.method.as_str();
        self.line(0, format!("{method} {} = {}", operation.path.raw, operation.id));
        self.line(1, format!("at {}", operation.pointer));
        if operation.path.parts.iter().any(|part| matches!(part, PathPart::Parameter(_))) {
            let parts: Vec<String> = operation.path.parts.iter().map(part).collect();
            self.line(1, format!("parts {}", parts.join(" ")));
        }
        for text in [&operation.summary, &operation.description].into_iter().flatten() {
            self.line(1, format!("\"{}\"", text.trim()));
        }
        if !operation.tags.is_empty() {
            self.line(1, format!("tags {}", operation.tags.join(", ")));
        }
        if operation.deprecated {
            self.line(1, "deprecated");
        }
        operation.servers.iter().for_each(|server| self.server(1, server));
        self.security(&operation.security);
        operation.parameters.iter().for_each(|parameter| self.parameter(parameter));
        if let Some(body) = &operation.body {
            let need = if body.required { "required" } else { "optional" };
            self.line(1, format!("body {need}{}", about(body.description.as_deref())));
            self.content(&body.content);
        }
        operation.responses.iter().for_each(|response| self.response(response));
    }

    fn security(&mut self, security: &Security) {
        let pointer = security.pointer.as_ref().map_or("none", |pointer| pointer.as_str());
        self.line(1, format!("security at {pointer}"));
        for alternative in &security.alternatives {
            let schemes: Vec<String> = alternative
                .requirements
                .iter()
                .map(|needed| format!("{}[{}]", needed.scheme, needed.scopes.join(", ")))
                .collect();
            let schemes =
                if schemes.is_empty() { "anonymous".to_owned() } else { schemes.join(" and ") };
            self.line(2, schemes);
        }
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let (location, name) = (parameter.location.as_str(), &parameter.name);
        let schema = self.label(parameter.schema);
        let need = if parameter.required { "required" } else { "optional" };
        let mut line = format!("{location} {name}: {schema} {need} {:?}", parameter.style);
        let flags = [
            ("explode", parameter.explode),
            ("deprecated", parameter.deprecated),
            ("sensitive", parameter.sensitive),
        ];
        for (flag, _) in flags.into_iter().filter(|(_, is_set)| *is_set) {
            line.push(' ');
            line.push_str(flag);
        }
        if let Some(media_type) = &parameter.media_type {
            line.push_str(" as ");
            line.push_str(media_type);
        }
        self.line(1, format!("{line}{}", about(parameter.description.as_deref())));
        self.examples(2, &parameter.examples);
    }

    fn response(&mut self, response: &Response) {
        self.line(1, format!("{}{}", response.status, about(Some(&response.description))));
        response.headers.iter().for_each(|header| self.header(header));
        self.content(&response.content);
        response.links.iter().for_each(|link| self.link(link));
    }

    fn link(&mut self, link: &Link) {
        let target = match (self.contract.linked(link), &link.target) {
            (Some(operation), _) => operation.id.clone(),
            (None, LinkTarget::Id(id)) => format!("{id}, which does not exist"),
            (None, LinkTarget::Pointer(pointer)) => format!("{pointer}, which does not exist"),
        };
        self.line(2, format!("link {} to {target}", link.name));
        for (name, value) in &link.parameters {
            self.line(3, format!("{name} = {value}"));
        }
    }

    fn header(&mut self, header: &Header) {
        let schema = self.label(header.schema);
        let need = if header.required { "required" } else { "optional" };
        let about = about(header.description.as_deref());
        self.line(2, format!("header {}: {schema} {need}{about}", header.name));
        self.examples(3, &header.examples);
    }

    fn content(&mut self, content: &[MediaType]) {
        for media_type in content {
            let schema = media_type.schema.map_or_else(|| "no schema".into(), |id| self.label(id));
            self.line(2, format!("{}: {schema}", media_type.name));
            self.examples(3, &media_type.examples);
        }
    }

    fn examples(&mut self, depth: usize, examples: &[Example]) {
        for example in examples {
            self.line(depth, format!("example \"{}\" {}", example.name, example.value));
        }
    }

    /// What other lines call a schema: its number, and its name where it has one.
    fn label(&self, id: SchemaId) -> String {
        match &self.contract.schemas.get(id).component {
            Some(name) => format!("#{} {name}", id.0),
            None => format!("#{}", id.0),
        }
    }
}

fn part(part: &PathPart) -> String {
    match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(name) => format!("<{name}>"),
    }
}

fn about(description: Option<&str>) -> String {
    description.map(|text| format!(" \"{}\"", text.trim())).unwrap_or_default()
}
