//! `conformance serve`: the reference server, to play with and to run against.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Failure, ServeArgs, printer};
use crate::fixtures::{Credential, Fixtures};
use crate::reference::{self, Reference};

pub(super) fn serve(arguments: &ServeArgs) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let server =
            reference::start(arguments.listen, arguments.seed).await.map_err(|error| Failure {
                code: 5,
                message: format!("{}: cannot be listened on: {error}", arguments.listen),
            })?;
        if let Some(directory) = &arguments.fixtures_out {
            write_fixtures(&server, directory, arguments.tokens)?;
        }
        for provider in &specs::providers::ALL {
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
    for provider in &specs::providers::ALL {
        let path = directory.join(format!("{}.json", provider.id));
        let text = format!("{:#}\n", document(&server.fixtures(provider.id), tokens));
        std::fs::write(&path, text).map_err(|error| unwritable(&path, error))?;
    }
    Ok(())
}

/// Fixtures as the file that `run --fixtures` reads.
pub(super) fn document(fixtures: &Fixtures, tokens: usize) -> Value {
    let credentials: Map<String, Value> = fixtures
        .credentials()
        .map(|(scheme, credential)| (scheme.to_owned(), shown(credential)))
        .collect();
    let values: Map<String, Value> =
        fixtures.values().map(|(field, value)| (field.to_owned(), value.clone())).collect();
    let live: Map<String, Value> = fixtures
        .live()
        .fields()
        .into_iter()
        .map(|field| {
            let list: Vec<Value> =
                (0..tokens).map_while(|_| fixtures.live().next(&field)).collect();
            (field, Value::Array(list))
        })
        .collect();
    json!({ "credentials": credentials, "values": values, "live": live })
}

fn shown(credential: &Credential) -> Value {
    match credential {
        Credential::Token(secret) => json!({ "token": secret.expose() }),
        Credential::Key(secret) => json!({ "key": secret.expose() }),
        Credential::Basic { username, password } => {
            json!({ "username": username.expose(), "password": password.expose() })
        }
    }
}
