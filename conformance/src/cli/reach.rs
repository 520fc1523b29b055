//! How a target is reached, and whether it may be: certificates, proxies, production.

use super::arguments::{AskArgs, ReachArgs};
use super::{Failure, printer};
use conformance_core::redact::{Redactor, without_password};
use conformance_engine::production;
use conformance_engine::suite::{Suite, hide_user_info};
use conformance_engine::transport::{Proxy, Reach, Trust};

/// The variables of the environment that name a proxy.
const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// How a target is reached.
pub(super) fn reaching(arguments: &ReachArgs) -> Result<Reach, Failure> {
    let trust = match &arguments.ca {
        Some(file) => Trust::with_file(file).map_err(Failure::configuration)?,
        None => Trust::default(),
    };
    let proxy = match arguments.proxy.as_deref() {
        None => Proxy::None,
        Some("env") => Proxy::Environment,
        Some(url) if is_proxy(url) => Proxy::At(url.to_owned()),
        Some(_) => {
            let help = "write it as http://host:port, or take `env`";
            return Err(Failure::usage(format!("the proxy has no URL\n  help: {help}")));
        }
    };
    Ok(Reach { trust, proxy })
}

/// Hides who the caller is for a proxy, which may say it again: the one that is named, and those of the
/// environment.
pub(super) fn hide_proxies(arguments: &ReachArgs, redactor: &Redactor) {
    let own = arguments.proxy.iter().cloned();
    let others = VARIABLES.iter().filter_map(|name| std::env::var(name).ok());
    for url in own.chain(others) {
        // A variable may do without a scheme.
        let url = if url.contains("://") { url } else { format!("http://{url}") };
        hide_user_info(&url, "PROXY", redactor);
    }
}

fn is_proxy(url: &str) -> bool {
    url::Url::parse(url)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

/// Refuses to change anything at a host that the document calls production, and says once that a proxy is
/// not used.
pub(super) fn refuse_production(arguments: &AskArgs, suites: &[Suite]) -> Result<(), Failure> {
    if arguments.target.is_none() {
        return Ok(());
    }
    let reach = &arguments.reach;
    for suite in suites {
        if reach.proxy.is_none() && !production::is_here(&suite.base) {
            note_proxy();
        }
        let claim = production::claim(&suite.contract, &suite.base);
        if let Some(claim) = claim.filter(|_| !reach.allow_production && suite.changes_something())
        {
            return Err(Failure::usage(format!(
                "{}: {claim}\n  help: name a staging server with --target, or add --allow-production \
                 (`allow-production = true` in the file)",
                without_password(&suite.base)
            )));
        }
    }
    Ok(())
}

fn note_proxy() {
    let set = VARIABLES.iter().find(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()));
    if let Some(name) = set {
        printer::note(&format!(
            "note: {name} is set, and is not used\n  help: add `--proxy env` to go through it\n"
        ));
    }
}
