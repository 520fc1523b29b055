//! Security schemes and requirements.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use super::{Lowering, naming};
use crate::Pointer;
use crate::contract::{
    ParameterLocation, Requirement, Scheme, SchemeKind, Security, SecurityAlternative,
};
use crate::diagnostic::codes::UNKNOWN_SCHEME;
use crate::reference::target;

impl Lowering<'_> {
    pub(super) fn declared_schemes(&mut self) -> Vec<Scheme> {
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
        let deprecated = self.document.checked(&pointer, "deprecated");
        let deprecated = deprecated == Some(&serde_json::Value::Bool(true));
        Some(Scheme { name: name.to_owned(), kind, description, deprecated, pointer })
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
        let list: Vec<_> = list.into_iter().map(|requirement| self.named(requirement)).collect();
        let (known, unknown): (Vec<_>, Vec<_>) = list
            .into_iter()
            .enumerate()
            .map(|(index, requirement)| (requirement, pointer.child(index)))
            .partition(|(requirement, pointer)| self.is_known(requirement, pointer));
        let is_left_out = |(_, pointer): &Located| !self.document.has(pointer);
        let (unreadable, known): (Vec<_>, Vec<_>) = known.into_iter().partition(is_left_out);
        let unreadable = unreadable.into_iter().map(|(_, pointer)| {
            (SecurityRequirement::from_iter([("unspecified".to_owned(), Vec::new())]), pointer)
        });
        let unknown = unknown.into_iter().chain(unreadable).collect();
        // Credentials without a description are still credentials: the operation never becomes anonymous.
        let chosen = if known.is_empty() { self.assume(unknown) } else { known };
        let alternatives =
            chosen.into_iter().map(|(requirement, pointer)| alternative(requirement, pointer));
        Security { alternatives: alternatives.collect(), pointer: Some(pointer) }
    }

    /// A requirement whose schemes are named. From OpenAPI 3.2 on, a reference may be instead of a name.
    fn named(&self, requirement: SecurityRequirement) -> SecurityRequirement {
        let is_known = |name: &String| self.schemes.iter().any(|scheme| scheme.name == *name);
        let named = |name: String| {
            let found = target(&name).filter(|_| !is_known(&name));
            let found = found.filter(|found| found.parent() == Some(schemes_pointer()));
            found.and_then(|found| found.last()).unwrap_or(name)
        };
        requirement.into_iter().map(|(name, scopes)| (named(name), scopes)).collect()
    }

    fn document_security(&mut self) -> (Option<Vec<SecurityRequirement>>, Pointer) {
        let pointer = Pointer::root().child("security");
        let list = self.document.value(&pointer).is_some();
        let list = list.then(|| self.document.read(&pointer, self.diagnostics)).flatten();
        (list.map(|(list, _)| list), pointer)
    }

    /// Whether every scheme of a requirement is declared; others are reported.
    fn is_known(&mut self, requirement: &SecurityRequirement, pointer: &Pointer) -> bool {
        let known: Vec<&str> = self.schemes.iter().map(|scheme| scheme.name.as_str()).collect();
        let unknown: Vec<&String> =
            requirement.keys().filter(|name| !known.contains(&name.as_str())).collect();
        for name in &unknown {
            let message = format!("there is no security scheme `{name}`");
            let help = match known.as_slice() {
                [] => "declare it under `components/securitySchemes`".to_owned(),
                known => format!("use one of: {}", known.join(", ")),
            };
            self.diagnostics.report(&UNKNOWN_SCHEME, &pointer.child(name), message, help);
        }
        unknown.is_empty()
    }

    /// Declares the schemes of requirements of which none is known: by their names, or else as schemes of
    /// `Authorization` that have these names.
    fn assume(&mut self, requirements: Vec<Located>) -> Vec<Located> {
        for (requirement, pointer) in &requirements {
            for name in requirement.keys() {
                let names = self.schemes.iter().chain(&self.assumed).map(|scheme| &scheme.name);
                if !names.into_iter().any(|known| known == name) {
                    let kind = assumed(name);
                    let pointer = pointer.child(name);
                    let description = Some("Not declared by the document".to_owned());
                    let name = name.clone();
                    let scheme = Scheme { name, kind, description, deprecated: false, pointer };
                    self.assumed.push(scheme);
                }
            }
        }
        requirements
    }
}

/// A requirement and its location.
type Located = (SecurityRequirement, Pointer);

fn alternative(requirement: SecurityRequirement, pointer: Pointer) -> SecurityAlternative {
    let requirements = requirement.into_iter();
    let requirements =
        requirements.map(|(scheme, scopes)| Requirement { scheme, scopes }).collect();
    SecurityAlternative { requirements, pointer }
}

/// What the name of a scheme says.
fn assumed(name: &str) -> SchemeKind {
    let words = naming::words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(&["bearer", "jwt", "oauth", "oauth2", "oidc", "openid"]) {
        SchemeKind::Bearer
    } else if has(&["basic"]) {
        SchemeKind::Basic
    } else {
        // RFC 9110 §5.6.2: the name of a scheme is a token.
        let token: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        SchemeKind::OtherHttp(token.to_ascii_lowercase())
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
