//! The parts of a run: suites, transports and the recorder.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use crate::cli::arguments::{ConnectionArgs, TargetRunArgs};
use crate::cli::connection::connect_options;
use crate::cli::run::RunInput;
use crate::cli::{Failure, documents, filter, rules};
use conformance_core::redact::{Redactor, without_password};
use conformance_engine::known::Known;
use conformance_engine::record::Recorder;
use conformance_engine::run_options::RunLimits;
use conformance_engine::runner::Transports;
use conformance_engine::suite::Suite;
use conformance_engine::transport::{
    HttpTransport, Proxied, Proxy, RateLimitedTransport, RateLimiter, RawTransport, Transport,
};
use conformance_testbed::reference;
use conformance_testbed::reference::Reference;

pub(super) async fn start_reference(seed: u64) -> Result<Reference, Failure> {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    reference::start(listen, seed)
        .await
        .map_err(|error| Failure::new(5, format!("the reference server cannot start: {error}")))
}

pub(super) fn suites(
    arguments: &TargetRunArgs,
    RunInput { chosen, sources, .. }: &RunInput,
    server: Option<&Reference>,
    known: &Arc<Known>,
) -> Result<Vec<Suite>, Failure> {
    let mut rules = rules::rules(&arguments.policy)?;
    filter::restrict(&mut rules, &arguments.selection.choice);
    let mut suites = Vec::new();
    for contract in &chosen.contracts {
        let (base, fixtures) = match (server, &arguments.target) {
            (Some(server), _) => (server.base_url(&contract.id), server.fixtures(&contract.id)),
            (None, Some(target)) => (base_url(target)?, chosen.fixtures(contract)?),
            // Nothing is sent.
            (None, None) => ("http://recorded.invalid".to_owned(), chosen.fixtures(contract)?),
        };
        let fixtures = documents::supplied(&arguments.selection, contract, fixtures)?;
        let selection = &arguments.selection;
        let mut suite = documents::suite(selection, sources, contract, base, fixtures)?;
        suite.rules = rules.clone();
        suite.known = Arc::clone(known);
        suites.push(suite);
    }
    documents::share_framing(&mut suites);
    Ok(suites)
}

/// An absolute base URL without a slash at its end.
pub(in crate::cli) fn base_url(target: &str) -> Result<String, Failure> {
    let help = "write it as https://host/base, or name a target of conformance.toml";
    let shown = without_password(target);
    let url = url::Url::parse(target).map_err(|error| {
        Failure::usage(format!("--target `{shown}` is not a URL: {error}\n  help: {help}"))
    })?;
    let usable = matches!(url.scheme(), "http" | "https")
        && url.query().is_none()
        && url.fragment().is_none();
    if usable {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(Failure::usage(format!("--target `{shown}` is not a base URL\n  help: {help}")))
    }
}

pub(super) fn transports(
    limits: &RunLimits,
    connection: &ConnectionArgs,
    limiter: &Arc<RateLimiter>,
    suites: &[Suite],
) -> Result<Transports, Failure> {
    let limits = limits.of_a_request();
    let reach = connect_options(connection)?;
    let http = HttpTransport::reaching(limits, &reach)
        .map_err(|error| Failure::configuration(format!("TLS cannot be set up: {error}")))?;
    for suite in suites {
        suite.fixtures.connect(&suite.base, &http, limits.timeout, limiter);
    }
    let raw: Arc<dyn Transport> = match reach.proxy {
        Proxy::None => Arc::new(RawTransport::trusting(limits, reach.trust)),
        _ => Arc::new(Proxied(http.clone())),
    };
    let rate_limited = |sender| Arc::new(RateLimitedTransport::new(sender, Arc::clone(limiter)));
    Ok(Transports { http: rate_limited(Arc::new(http)), raw: rate_limited(raw) })
}

/// The recorder of `--record-out`, if that is set.
pub(super) fn recorder(
    arguments: &TargetRunArgs,
    redactor: &Arc<Redactor>,
) -> Result<Option<Arc<Recorder>>, Failure> {
    let Some(file) = &arguments.record_out else { return Ok(None) };
    let target = arguments.target.as_deref().map(without_password);
    let target = target.as_deref().unwrap_or("the reference server");
    let provenance = format!(
        "recorded by conformance {} run against {target} at {}",
        env!("CARGO_PKG_VERSION"),
        chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now())
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    );
    Recorder::new(file.clone(), Arc::clone(redactor), provenance)
        .map(|recorder| Some(Arc::new(recorder)))
        .map_err(unwritable)
}

pub(super) fn unwritable(error: std::io::Error) -> Failure {
    Failure::configuration(format!("--record-out: the file cannot be written: {error}"))
}
