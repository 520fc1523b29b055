//! Security schemes and requirements.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use super::Lowering;
use crate::Pointer;
use crate::contract::{
    ParameterLocation, Requirement, Scheme, SchemeKind, Security, SecurityAlternative,
};
use crate::diagnostic::codes::UNKNOWN_SCHEME;

impl Lowering<'_> {
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let list = schemes_pointer();
        let document = self.document;
        document.keys(&list).filter_map(|name| self.scheme(name, &list.child(name))).collect()
    }

    fn scheme(&mut self, name: &str, pointer: &Pointer) -> Option<Scheme> {
        let (scheme, pointer) = self.document.read::<SecurityScheme>(pointer, self.diagnostics)?;
        let (kind, description) = match scheme {
            SecurityScheme::APIKey { location, name, description, .. } => {
                let location = match location {
                    APIKeyLocation::Query => ParameterLocation::Query,
                    APIKeyLocation::Header => ParameterLocation::Header,
                    APIKeyLocation::Cookie => ParameterLocation::Cookie,
                };
                (SchemeKind::ApiKey { location, name }, description)
            }
            // RFC 9110 §11.1: names of schemes are compared without case.
            SecurityScheme::HTTP { scheme, description, .. } => {
                (http(scheme.to_ascii_lowercase()), description)
            }
            SecurityScheme::OAuth2 { description, .. }
            | SecurityScheme::OpenIDConnect { description, .. } => {
                (SchemeKind::Bearer, description)
            }
        };
        Some(Scheme { name: name.to_owned(), kind, description, pointer })
    }

    /// The requirements of an operation: its own, or else the document's.
    pub(super) fn security(
        &mut self,
        own: Option<Vec<SecurityRequirement>>,
        operation: &Pointer,
    ) -> Security {
        let (list, pointer) = match own {
            Some(list) => (Some(list), operation.child("security")),
            None => self.document_security(),
        };
        let Some(list) = list else {
            return Security::default();
        };
        let alternatives = list.into_iter().enumerate();
        let alternatives = alternatives
            .map(|(index, requirement)| self.alternative(requirement, pointer.child(index)))
            .collect();
        Security { alternatives, pointer: Some(pointer) }
    }

    fn document_security(&mut self) -> (Option<Vec<SecurityRequirement>>, Pointer) {
        let pointer = Pointer::root().child("security");
        let list = self.document.value(&pointer).is_some();
        let list = list.then(|| self.document.read(&pointer, self.diagnostics)).flatten();
        (list.map(|(list, _)| list), pointer)
    }

    fn alternative(
        &mut self,
        requirement: SecurityRequirement,
        pointer: Pointer,
    ) -> SecurityAlternative {
        for name in requirement.keys() {
            if self.document.value(&schemes_pointer().child(name)).is_none() {
                let message = format!("there is no security scheme `{name}`");
                let known: Vec<&str> =
                    self.document.keys(&schemes_pointer()).map(String::as_str).collect();
                let help = match known.as_slice() {
                    [] => "declare it under `components/securitySchemes`".to_owned(),
                    known => format!("use one of: {}", known.join(", ")),
                };
                self.diagnostics.report(&UNKNOWN_SCHEME, &pointer.child(name), message, help);
            }
        }
        let requirements = requirement.into_iter();
        let requirements =
            requirements.map(|(scheme, scopes)| Requirement { scheme, scopes }).collect();
        SecurityAlternative { requirements, pointer }
    }
}

fn schemes_pointer() -> Pointer {
    Pointer::root().child("components").child("securitySchemes")
}

fn http(scheme: String) -> SchemeKind {
    match scheme.as_str() {
        "basic" => SchemeKind::Basic,
        "bearer" => SchemeKind::Bearer,
        _ => SchemeKind::OtherHttp(scheme),
    }
}
