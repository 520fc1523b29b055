//! `conformance serve`: starts the reference server.

use std::path::Path;

use super::arguments::ServeArgs;
use super::{Failure, printer};
use conformance_testbed::reference;
use conformance_testbed::reference::Reference;

pub(super) fn serve(arguments: &ServeArgs) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let server = reference::start(arguments.listen, arguments.seed).await.map_err(|error| {
            Failure::new(5, format!("{}: cannot listen: {error}", arguments.listen))
        })?;
        if let Some(directory) = &arguments.fixtures_out {
            write_fixtures(&server, directory, arguments.tokens)?;
        }
        for provider in specs::providers::ALL {
            printer::line(&format!("{:<12}{}", provider.id, server.base_url(provider.id)));
        }
        tokio::signal::ctrl_c()
            .await
            .map_err(|error| Failure::configuration(format!("cannot wait for Ctrl-C: {error}")))?;
        Ok(0)
    })
}

fn write_fixtures(server: &Reference, directory: &Path, tokens: usize) -> Result<(), Failure> {
    let unwritable = |path: &Path, error: std::io::Error| {
        Failure::configuration(format!("{}: cannot be written: {error}", path.display()))
    };
    std::fs::create_dir_all(directory).map_err(|error| unwritable(directory, error))?;
    for provider in specs::providers::ALL {
        let path = directory.join(format!("{}.json", provider.id));
        // A run that revokes the caller's own token makes the server unusable for the next run.
        let fixtures = server.fixtures(provider.id).with_own_credential(None);
        let text = format!("{:#}\n", fixtures.document(tokens));
        std::fs::write(&path, text).map_err(|error| unwritable(&path, error))?;
    }
    Ok(())
}
