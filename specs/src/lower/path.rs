//! Path templates, and whether they match the path parameters.

use std::collections::HashMap;

use super::Lowering;
use crate::Pointer;
use crate::contract::{Parameter, ParameterLocation, PathPart, PathTemplate};
use crate::diagnostic::codes::{
    BAD_PATH, DUPLICATE_PATH, UNDECLARED_VARIABLE, UNUSED_PATH_PARAMETER,
};

/// The known paths, by their text with every variable as `{}`.
#[derive(Default)]
pub(super) struct Paths(HashMap<String, String>);

impl Lowering<'_> {
    /// Parses a path; `None` where it is malformed.
    pub(super) fn path(
        &mut self,
        path: &str,
        pointer: &Pointer,
        seen: &mut Paths,
    ) -> Option<PathTemplate> {
        let template = match template(path) {
            Ok(template) => template,
            Err(message) => {
                let help = "begin with a slash, and put each variable in braces of its own";
                self.diagnostics.report(&BAD_PATH, pointer, message, help);
                return None;
            }
        };
        if let Some(other) = seen.0.insert(anonymous(&template), path.to_owned()) {
            let message = format!("`{path}` and `{other}` are the same path");
            let help = "merge the two, with one name for each variable";
            self.diagnostics.report(&DUPLICATE_PATH, pointer, message, help);
        }
        Some(template)
    }

    pub(super) fn check_path_parameters(
        &mut self,
        path: &PathTemplate,
        parameters: &[Parameter],
        operation: &Pointer,
    ) {
        let declared: Vec<&Parameter> = parameters
            .iter()
            .filter(|parameter| parameter.location == ParameterLocation::Path)
            .collect();
        let known = self.all_known(&operation.child("parameters"))
            && operation.parent().is_none_or(|item| self.all_known(&item.child("parameters")));
        for name in variables(path).filter(|_| known) {
            if !declared.iter().any(|parameter| parameter.name == name) {
                let message = format!("the path has an undeclared variable `{name}`");
                let help = format!("declare a parameter `{name}` with `in: path`");
                self.diagnostics.report(&UNDECLARED_VARIABLE, operation, message, help);
            }
        }
        for parameter in declared {
            if !variables(path).any(|name| name == parameter.name) {
                let message = format!("the path `{}` has no `{{{}}}`", path.raw, parameter.name);
                let help = "add the variable to the path, or remove the parameter";
                self.diagnostics.report(&UNUSED_PATH_PARAMETER, &parameter.pointer, message, help);
            }
        }
    }

    /// Whether every parameter of an array could be found; a missing one has been reported.
    fn all_known(&self, array: &Pointer) -> bool {
        let pointers = (0..self.document.count(array)).map(|index| array.child(index));
        pointers.into_iter().all(|pointer| {
            self.document
                .follow(&pointer)
                .is_some_and(|found| self.document.value(&found).is_some())
        })
    }
}

fn variables(path: &PathTemplate) -> impl Iterator<Item = &str> {
    path.parts.iter().filter_map(|part| match part {
        PathPart::Parameter(name) => Some(name.as_str()),
        PathPart::Literal(_) => None,
    })
}

fn anonymous(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.as_str(),
        PathPart::Parameter(_) => "{}",
    });
    parts.collect()
}

fn template(path: &str) -> Result<PathTemplate, String> {
    if !path.starts_with('/') {
        return Err(format!("the path `{path}` does not begin with a slash"));
    }
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map(|at| open + at);
        let Some(close) = close else {
            return Err(format!("a brace of `{path}` is not closed"));
        };
        let name = &rest[open + 1..close];
        if name.is_empty() || name.contains(['{', '/']) {
            return Err(format!("`{path}` has a variable without a proper name"));
        }
        if open > 0 {
            parts.push(PathPart::Literal(rest[..open].to_owned()));
        }
        parts.push(PathPart::Parameter(name.to_owned()));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        parts.push(PathPart::Literal(rest.to_owned()));
    }
    let literal = |part: &PathPart| matches!(part, PathPart::Literal(text) if text.contains('}'));
    if parts.iter().any(literal) {
        return Err(format!("a brace of `{path}` is not opened"));
    }
    Ok(PathTemplate { raw: path.to_owned(), parts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_split_at_their_variables() {
        for (path, expected) in [
            ("/", "/"),
            ("/a/{b}/c", "/a/ <b> /c"),
            ("/{a}{b}.json", "/ <a> <b> .json"),
            ("a", "the path `a` does not begin with a slash"),
            ("/{a", "a brace of `/{a` is not closed"),
            ("/a}", "a brace of `/a}` is not opened"),
            ("/{}", "`/{}` has a variable without a proper name"),
            ("/{a/b}", "`/{a/b}` has a variable without a proper name"),
        ] {
            let found = template(path).map(|template| {
                let parts = template.parts.iter().map(|part| match part {
                    PathPart::Literal(text) => text.clone(),
                    PathPart::Parameter(name) => format!("<{name}>"),
                });
                parts.collect::<Vec<_>>().join(" ")
            });
            assert_eq!(found.unwrap_or_else(|message| message), expected);
        }
    }
}
