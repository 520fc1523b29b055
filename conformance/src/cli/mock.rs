//! `conformance mock`: serves any document.

use std::path::Path;

use specs::Contract;
use tokio::net::TcpListener;

use super::arguments::MockArgs;
use super::{Failure, documents, printer};
use conformance_core::nearest::did_you_mean;
use conformance_testbed::mock::{Defects, Mock};

pub(super) fn mock(arguments: &MockArgs) -> Result<u8, Failure> {
    let providers: Vec<String> = arguments.provider.iter().cloned().collect();
    let contracts = documents::load(&providers, arguments.spec.as_deref(), &arguments.related)?;
    let Some(contract) = contracts.into_iter().next() else {
        return Err(Failure::usage("no document is named\n  help: add --spec FILE"));
    };
    reject_unknown_fields(&contract, &arguments.live_field)?;
    let live: Vec<&str> = arguments.live_field.iter().map(String::as_str).collect();
    let mock = Mock::new(contract.clone(), &live, arguments.seed, Defects::default());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let unavailable =
            |error| Failure::new(5, format!("{}: cannot listen: {error}", arguments.listen));
        let listener = TcpListener::bind(arguments.listen).await.map_err(unavailable)?;
        let base = format!("http://{}", listener.local_addr().map_err(unavailable)?);
        if let Some(file) = &arguments.fixtures_out {
            write_fixtures(&mock, file, arguments.tokens)?;
        }
        print_usage(&contract, &base, arguments);
        let router = mock.server();
        // `axum::serve` retries after errors; it ends only with the task.
        tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        tokio::signal::ctrl_c()
            .await
            .map_err(|error| Failure::configuration(format!("cannot wait for Ctrl-C: {error}")))?;
        Ok(0)
    })
}

fn reject_unknown_fields(contract: &Contract, live: &[String]) -> Result<(), Failure> {
    let known = Mock::fields(contract);
    let Some(unknown) = live.iter().find(|field| !known.contains(field)) else { return Ok(()) };
    let help = did_you_mean(unknown, known.iter().map(String::as_str))
        .unwrap_or_else(|| "name a parameter or a property of a request body".to_owned());
    Err(Failure::usage(format!(
        "--live-field `{unknown}`: no operation has such a parameter or property\n  help: {help}"
    )))
}

fn write_fixtures(mock: &Mock, file: &Path, tokens: usize) -> Result<(), Failure> {
    let text = format!("{:#}\n", mock.fixtures().document(tokens));
    std::fs::write(file, text).map_err(|error| {
        Failure::configuration(format!("{}: cannot be written: {error}", file.display()))
    })
}

/// Prints the URL of the mock, and the command that tests it.
fn print_usage(contract: &Contract, base: &str, arguments: &MockArgs) {
    printer::line(&format!("{} {} at {base}", contract.title, contract.version));
    let document = match (&arguments.spec, &arguments.provider) {
        (Some(spec), _) => format!("--spec {}", spec.display()),
        (None, Some(provider)) => format!("--provider {provider}"),
        (None, None) => String::new(),
    };
    match &arguments.fixtures_out {
        Some(file) => {
            let file = file.display();
            printer::line(&format!("credentials and live values: {file}"));
            printer::line(&format!(
                "test it: conformance run {document} --target {base} --fixtures {file}"
            ));
        }
        None => {
            printer::line("add --fixtures-out FILE to write its credentials");
            printer::line(&format!("test it: conformance run {document} --target {base}"));
        }
    }
}
