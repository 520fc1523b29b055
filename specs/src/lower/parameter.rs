//! Parameters of paths and operations.

use openapiv3::{Parameter as Read, PathStyle, QueryStyle};

use super::{Lowering, naming};
use crate::Pointer;
use crate::contract::{Parameter, ParameterLocation, ParameterStyle};
use crate::diagnostic::codes::{DUPLICATE_PARAMETER, IGNORED_PARAMETER, OPTIONAL_PATH_PARAMETER};
use crate::version::Version;

impl Lowering<'_> {
    /// The parameters of a path, overridden or followed by those of its operation.
    pub(super) fn parameters(&mut self, items: &[Pointer], operation: &Pointer) -> Vec<Parameter> {
        let mut merged: Vec<Parameter> = Vec::new();
        for owner in items.iter().rev().chain([operation]) {
            for parameter in self.parameter_list(&owner.child("parameters")) {
                match merged.iter_mut().find(|other| same(other, &parameter)) {
                    Some(other) => *other = parameter,
                    None => merged.push(parameter),
                }
            }
        }
        merged
    }

    fn parameter_list(&mut self, array: &Pointer) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let listed = (0..self.document.count(array)).map(|index| array.child(index));
        for pointer in listed.filter(|pointer| self.document.has(pointer)).collect::<Vec<_>>() {
            let Some(parameter) = self.parameter(&pointer) else {
                continue;
            };
            if parameters.iter().any(|other| same(other, &parameter)) {
                let location = parameter.location.as_str();
                let message = format!(
                    "the {location} parameter `{}` occurs twice in one array; the first counts",
                    parameter.name
                );
                let help = "remove one of the two";
                self.diagnostics.report(&DUPLICATE_PARAMETER, &pointer, message, help);
            } else {
                parameters.push(parameter);
            }
        }
        parameters
    }

    /// Whether the rewriting of Swagger 2.0 has reported the parameter as a loss.
    fn is_reported(&self, pointer: &Pointer) -> bool {
        self.document.version() == Version::V20
            && self.diagnostics.iter().any(|found| {
                found.code == IGNORED_PARAMETER.id && found.pointer.as_ref() == Some(pointer)
            })
    }

    fn parameter(&mut self, pointer: &Pointer) -> Option<Parameter> {
        let (read, pointer) = self.document.read::<Read>(pointer, self.diagnostics)?;
        let (location, style) = location_and_style(&read);
        let data = read.parameter_data();
        if location == ParameterLocation::Header && is_ignored(&data.name) {
            let message = format!("the specification ignores a header parameter `{}`", data.name);
            let help = "remove it: media types and security schemes declare this header";
            if !self.is_reported(&pointer) {
                self.diagnostics.report(&IGNORED_PARAMETER, &pointer, message, help);
            }
            return None;
        }
        if location == ParameterLocation::Path && !data.required {
            let message =
                format!("the path parameter `{}` must be required; it is read so", data.name);
            self.diagnostics.report(
                &OPTIONAL_PATH_PARAMETER,
                &pointer,
                message,
                "add `required: true`",
            );
        }
        let mut examples = self.examples(data.example, &data.examples, &pointer);
        let carried = self.carried(data.format, &pointer);
        examples.extend(carried.examples);
        examples.extend(self.serialized(&pointer, None));
        Some(Parameter {
            sensitive: naming::names_a_secret(&data.name)
                || carries_credentials(location, &data.name),
            location,
            // Without its value there is no path.
            required: data.required || location == ParameterLocation::Path,
            description: data.description,
            deprecated: data.deprecated.unwrap_or(false),
            schema: carried.schema,
            style,
            // OpenAPI 3.0.4 §4.7.12.2.1: the default depends on the style.
            explode: data.explode.unwrap_or(style == ParameterStyle::Form),
            media_type: carried.media_type,
            examples,
            name: data.name,
            pointer,
        })
    }
}

/// RFC 9110 §5.1: names of headers are compared without case.
fn same(one: &Parameter, other: &Parameter) -> bool {
    let same_name = if one.location == ParameterLocation::Header {
        one.name.eq_ignore_ascii_case(&other.name)
    } else {
        one.name == other.name
    };
    one.location == other.location && same_name
}

/// OpenAPI 3.0.4 §4.7.12.1: these header parameters shall be ignored.
fn is_ignored(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn carries_credentials(location: ParameterLocation, name: &str) -> bool {
    location == ParameterLocation::Header
        && ["authorization", "cookie", "signature"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
}

fn location_and_style(read: &Read) -> (ParameterLocation, ParameterStyle) {
    match read {
        Read::Query { style, .. } => (
            ParameterLocation::Query,
            match style {
                QueryStyle::Form => ParameterStyle::Form,
                QueryStyle::SpaceDelimited => ParameterStyle::SpaceDelimited,
                QueryStyle::PipeDelimited => ParameterStyle::PipeDelimited,
                QueryStyle::DeepObject => ParameterStyle::DeepObject,
            },
        ),
        Read::Header { .. } => (ParameterLocation::Header, ParameterStyle::Simple),
        Read::Path { style, .. } => (
            ParameterLocation::Path,
            match style {
                PathStyle::Matrix => ParameterStyle::Matrix,
                PathStyle::Label => ParameterStyle::Label,
                PathStyle::Simple => ParameterStyle::Simple,
            },
        ),
        Read::Cookie { .. } => (ParameterLocation::Cookie, ParameterStyle::Form),
    }
}
