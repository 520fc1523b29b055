//! The connection to a target: certificates, proxies, and the guard for production.

use super::arguments::{ConnectionArgs, TargetRunArgs};
use super::{Failure, printer};
use conformance_core::redact::{Redactor, without_password};
use conformance_engine::production;
use conformance_engine::suite::{Suite, hide_user_info};
use conformance_engine::transport::{Proxy, Reach, Trust};

/// The environment variables that name a proxy.
const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// The connection options of the engine.
pub(super) fn connect_options(arguments: &ConnectionArgs) -> Result<Reach, Failure> {
    let trust = match &arguments.ca {
        Some(file) => Trust::with_file(file).map_err(Failure::configuration)?,
        None => Trust::default(),
    };
    let proxy = match arguments.proxy.as_deref() {
        None => Proxy::None,
        Some("env") => Proxy::Environment,
        Some(url) if is_proxy(url) => Proxy::At(url.to_owned()),
        Some(_) => {
            let help = "write it as http://host:port, or use `env`";
            return Err(Failure::usage(format!(
                "--proxy is not the URL of a proxy\n  help: {help}"
            )));
        }
    };
    Ok(Reach { trust, proxy })
}

/// Hides the user information of proxy URLs, since a proxy may repeat it: that of the flag, and those of
/// the environment.
pub(super) fn hide_proxy_credentials(arguments: &ConnectionArgs, redactor: &Redactor) {
    let own = arguments.proxy.iter().cloned();
    let others = VARIABLES.iter().filter_map(|name| std::env::var(name).ok());
    for url in own.chain(others) {
        // In a variable, the scheme is optional.
        let url = if url.contains("://") { url } else { format!("http://{url}") };
        hide_user_info(&url, "PROXY", redactor);
    }
}

fn is_proxy(url: &str) -> bool {
    url::Url::parse(url)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

/// Rejects a run that would change something on a host that the document calls production. Also mentions a
/// proxy of the environment that is not used.
pub(super) fn reject_production(
    arguments: &TargetRunArgs,
    suites: &[Suite],
) -> Result<(), Failure> {
    if arguments.target.is_none() {
        return Ok(());
    }
    let connection = &arguments.connection;
    for suite in suites {
        if connection.proxy.is_none() && !production::is_here(&suite.base) {
            mention_unused_proxy();
        }
        let claim = production::claim(&suite.contract, &suite.base);
        if let Some(claim) =
            claim.filter(|_| !connection.allow_production && suite.changes_something())
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

fn mention_unused_proxy() {
    let set = VARIABLES.iter().find(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()));
    if let Some(name) = set {
        printer::note(&format!(
            "note: {name} is set, but no proxy is used\n  help: add `--proxy env` to use it\n"
        ));
    }
}
