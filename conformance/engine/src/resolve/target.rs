//! Checks a target of a configuration file against its document: its URL, and whether the fixtures are
//! consistent with the document.

use std::path::PathBuf;
use std::sync::Arc;

use specs::Contract;
use specs::contract::{ParameterLocation, SchemeKind, Server};

use crate::config::Config;
use crate::config::escaped;
use crate::config::{Mistake, Mistakes};
use crate::config::{ServerChoice, Target};
use crate::fixtures::{Fixtures, FixturesError};
use crate::value_source::{Resolver, Text};
use conformance_core::nearest::did_you_mean;
use conformance_core::redact::without_password;

/// The selected target of a file.
#[derive(Debug, Clone)]
pub struct ResolvedTarget {
    config: Arc<Config>,
    name: String,
    resolver: Arc<Resolver>,
}

impl ResolvedTarget {
    /// This target of a file.
    ///
    /// # Errors
    ///
    /// If there is none of this name.
    pub fn new(config: Arc<Config>, name: &str, resolver: Arc<Resolver>) -> Result<Self, String> {
        config.target(name).map_err(|mistake| config.messages(mistake))?;
        Ok(Self { config, name: name.to_owned(), resolver })
    }

    /// Its configuration.
    pub fn target(&self) -> Target {
        self.config.file.targets.get(&self.name).cloned().unwrap_or_default()
    }

    /// What resolves its values.
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// A path of the file, relative to its folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.resolver.path(path)
    }

    fn place(&self, rest: &str) -> String {
        format!("/targets/{}{rest}", escaped(&self.name))
    }

    fn messages(&self, rest: &str, message: impl Into<String>, help: impl Into<String>) -> String {
        self.config.messages(Mistake::new(self.place(rest), message, help))
    }

    /// A resolved text; an error has the location of its key.
    ///
    /// # Errors
    ///
    /// Why it cannot be resolved.
    pub fn text(&self, text: &Text, member: &str) -> Result<String, String> {
        self.resolver.text(text).map_err(|why| self.messages(&format!("/{member}"), why, ""))
    }

    /// Its base URL, without a slash at its end.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn base(&self, contract: &Contract) -> Result<String, String> {
        let target = self.target();
        let (text, member) = match (&target.url, &target.server) {
            (Some(url), _) => (self.text(url, "url")?, "/url"),
            (None, Some(choice)) => (self.server(contract, choice, &target)?, "/server"),
            (None, None) => return Ok(String::new()),
        };
        if self.resolver.is_dry() && text.starts_with('$') {
            return Ok(String::new());
        }
        let url = url::Url::parse(&text).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.query().is_none()
                && url.fragment().is_none()
        });
        match url {
            Some(url) => Ok(url.as_str().trim_end_matches('/').to_owned()),
            None => {
                let help = "write it as https://host/base";
                let shown = without_password(&text);
                Err(self.messages(member, format!("`{shown}` is not a base URL"), help))
            }
        }
    }

    /// The URL of a server of the document, with its variables.
    fn server(
        &self,
        contract: &Contract,
        choice: &ServerChoice,
        target: &Target,
    ) -> Result<String, String> {
        let servers = &contract.servers;
        let found = match choice {
            ServerChoice::Index(index) => servers.get(*index),
            ServerChoice::Url(url) => servers.iter().find(|server| server.url == *url),
        };
        let Some(server) = found else {
            let known: Vec<&str> = servers.iter().map(|server| server.url.as_str()).collect();
            let help = match choice {
                ServerChoice::Url(url) => did_you_mean(url, known.iter().copied()),
                ServerChoice::Index(_) => None,
            };
            let help = help.unwrap_or_else(|| format!("use one of {}", known.join(", ")));
            let message = format!("{} has no such server", contract.source.name());
            return Err(self.messages("/server", message, help));
        };
        let mut url = server.url.clone();
        for (name, text) in &target.variables {
            let member = format!("variables/{}", escaped(name));
            let value = self.text(text, &member)?;
            self.check_variable(server, name, &value, &member)?;
            url = url.replace(&format!("{{{name}}}"), &value);
        }
        Ok(Server { url, ..server.clone() }.default_url())
    }

    fn check_variable(
        &self,
        server: &Server,
        name: &str,
        value: &str,
        member: &str,
    ) -> Result<(), String> {
        let place = format!("/{member}");
        let Some(known) = server.variables.iter().find(|variable| variable.name == name) else {
            let known: Vec<&str> =
                server.variables.iter().map(|known| known.name.as_str()).collect();
            let help = did_you_mean(name, known.iter().copied()).unwrap_or_default();
            return Err(self.messages(
                &place,
                format!("the server has no variable `{name}`"),
                help,
            ));
        };
        if known.values.is_empty() || known.values.iter().any(|one| one == value) {
            return Ok(());
        }
        let help = format!("use one of {}", known.values.join(", "));
        Err(self.messages(&place, format!("`{value}` is not a value of `{name}`"), help))
    }

    /// The fixtures of the target.
    ///
    /// # Errors
    ///
    /// Everything that cannot be resolved, or that is inconsistent with the document.
    pub fn fixtures(&self, contract: &Contract) -> Result<Fixtures, String> {
        let mut mistakes = self.config.mistakes.clone();
        let target = self.target();
        self.check_schemes(contract, &target, &mut mistakes);
        self.check_headers(contract, &target, &mut mistakes);
        match self.config.fixtures(&self.name, &self.resolver) {
            Ok(fixtures) => {
                let base = self.base(contract)?;
                if let Err(FixturesError::Wrong { place, message, help }) =
                    fixtures.check_probe(contract, &base)
                {
                    let help = help.trim_start().trim_start_matches("help: ");
                    mistakes.push(Mistake::new(place, message, help));
                }
                if mistakes.is_empty() { Ok(fixtures) } else { Err(mistakes.to_string()) }
            }
            Err(others) => {
                mistakes.add(others);
                Err(mistakes.to_string())
            }
        }
    }

    fn check_schemes(&self, contract: &Contract, target: &Target, mistakes: &mut Mistakes) {
        use crate::config::Auth;
        for (name, auth) in &target.auth {
            let place = self.place(&format!("/auth/{}", escaped(name)));
            let Some(scheme) = contract.scheme(name) else {
                let known: Vec<&str> =
                    contract.schemes.iter().map(|scheme| scheme.name.as_str()).collect();
                let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
                    if known.is_empty() {
                        "set what its descriptions require in `headers`".to_owned()
                    } else {
                        format!("use one of {}", known.join(", "))
                    }
                });
                let message = format!("{} has no security scheme `{name}`", contract.source.name());
                mistakes.push(Mistake::new(place, message, help));
                continue;
            };
            let (fits, help) = match scheme.kind {
                SchemeKind::Basic => {
                    (matches!(auth, Auth::Basic(..)), "set `username` and `password`")
                }
                SchemeKind::ApiKey { .. } => {
                    (matches!(auth, Auth::Key(_) | Auth::Oauth2(_)), "set `key`")
                }
                SchemeKind::Bearer | SchemeKind::OtherHttp(_) => {
                    (matches!(auth, Auth::Token(_) | Auth::Oauth2(_)), "set `token` or `oauth2`")
                }
            };
            if !fits {
                let message = format!("the scheme `{name}` takes another kind of credential");
                mistakes.push(Mistake::new(place, message, help));
            }
        }
    }

    /// Cases vary what the document declares: an additional header would change them.
    fn check_headers(&self, contract: &Contract, target: &Target, mistakes: &mut Mistakes) {
        for name in target.headers.keys() {
            let place = self.place(&format!("/headers/{}", escaped(name)));
            let is_parameter =
                contract.operations.iter().flat_map(|one| &one.parameters).any(|one| {
                    one.location == ParameterLocation::Header && one.name.eq_ignore_ascii_case(name)
                });
            if is_parameter {
                let message = format!("`{name}` is a parameter of the document");
                mistakes.push(Mistake::new(place, message, "set it in `values`"));
                continue;
            }
            let is_scheme = contract.schemes.iter().find(|scheme| match &scheme.kind {
                SchemeKind::ApiKey { location: ParameterLocation::Header, name: header } => {
                    header.eq_ignore_ascii_case(name)
                }
                SchemeKind::ApiKey { .. } => false,
                _ => name.eq_ignore_ascii_case("authorization"),
            });
            if let Some(scheme) = is_scheme {
                let message =
                    format!("`{name}` carries the credential of the scheme `{}`", scheme.name);
                mistakes.push(Mistake::new(
                    place,
                    message,
                    format!("set it in `auth.{}`", scheme.name),
                ));
            }
        }
    }
}
