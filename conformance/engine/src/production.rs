//! Which hosts a document describes as production. Requests that change something are kept away from
//! them, and from hosts that the document does not describe.

use std::fmt;

use specs::Contract;
use specs::contract::Server;

/// Words for production.
const WORDS: [&str; 3] = ["production", "prod", "live"];
/// Words for other environments.
const OTHERS: [&str; 17] = [
    "sandbox",
    "staging",
    "stage",
    "stg",
    "test",
    "testing",
    "tests",
    "dev",
    "development",
    "mock",
    "demo",
    "qa",
    "uat",
    "preview",
    "local",
    "localhost",
    "hosted",
];

/// Why a host is treated as production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The document, and the location of the server in it.
    pub place: String,
    /// The server, as the document describes it.
    pub server: String,
    /// Whether the document calls it production; otherwise it does not describe it at all.
    pub is_said: bool,
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, server, is_said } = self;
        match is_said {
            true => write!(f, "{place} calls {server} production, and the run changes something"),
            false => write!(
                f,
                "{place} says of {server} neither that it is production nor that it is not, and the run \
                 changes something"
            ),
        }
    }
}

/// Why the host of a base URL is treated as production, if it is.
pub fn claim(contract: &Contract, base: &str) -> Option<Claim> {
    let host = host(base).filter(|_| !is_here(base))?;
    let others = contract.operations.iter().flat_map(|operation| &operation.servers);
    contract.servers.iter().chain(others).find_map(|server| {
        let matches = |url: &String| self::host(url).as_deref() == Some(host.as_str());
        let url = urls(server).into_iter().find(matches)?;
        let said = format!("{} {url}", server.description.as_deref().unwrap_or_default());
        let words = words(&said);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let is_said = has(&WORDS);
        if !is_said && has(&OTHERS) {
            return None;
        }
        let location = contract.source.locate_near(&server.pointer);
        let file = contract.source.file(location.file).name();
        let place = format!("{file}:{}", location.line);
        Some(Claim { place, server: server.url.clone(), is_said })
    })
}

/// Whether a URL names this machine.
pub fn is_here(url: &str) -> bool {
    match url::Url::parse(url).as_ref().map(url::Url::host) {
        Ok(Some(url::Host::Domain(name))) => name == "localhost" || name.ends_with(".localhost"),
        Ok(Some(url::Host::Ipv4(address))) => address.is_loopback(),
        Ok(Some(url::Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}

fn host(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(str::to_ascii_lowercase)
}

/// The URLs of a server, with every value of its variables.
fn urls(server: &Server) -> Vec<String> {
    let mut urls = vec![server.url.clone()];
    for variable in &server.variables {
        let name = format!("{{{}}}", variable.name);
        let mut values = variable.values.clone();
        if !values.contains(&variable.default) {
            values.push(variable.default.clone());
        }
        let each =
            |url: &String| values.iter().map(|value| url.replace(&name, value)).collect::<Vec<_>>();
        urls = urls.iter().flat_map(each).take(256).collect();
    }
    urls
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
