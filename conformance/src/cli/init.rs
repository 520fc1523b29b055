//! `conformance init`: writes a first conformance.toml. Its comments list what to request from the provider;
//! secrets are read from the environment.

use std::path::Path;

use specs::Contract;
use specs::contract::SchemeKind;

use super::arguments::InitArgs;
use super::{Failure, documents, printer};

/// The template of each provider, by its id; `build.rs` lists them.
const TEMPLATES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/init_templates.rs"));

pub(super) fn init(arguments: &InitArgs) -> Result<u8, Failure> {
    let text = match (&arguments.provider, &arguments.spec) {
        (Some(id), _) => {
            documents::load(std::slice::from_ref(id), None, &arguments.related)?;
            let template = TEMPLATES.iter().find(|(provider, _)| provider == id);
            template.map(|(_, text)| (*text).to_owned()).ok_or_else(|| {
                let help = "add --spec with the file of its document instead";
                Failure::usage(format!("no template for `{id}`\n  help: {help}"))
            })?
        }
        (None, Some(spec)) => {
            let contracts = documents::load(&[], Some(spec), &arguments.related)?;
            contracts.first().map(|contract| of_document(contract, spec)).unwrap_or_default()
        }
        (None, None) => {
            let known: Vec<&str> = TEMPLATES.iter().map(|(id, _)| *id).collect();
            return Err(Failure::usage(format!(
                "no document is named\n  help: add --spec FILE, or --provider with one of {}",
                known.join(", ")
            )));
        }
    };
    let out = &arguments.out;
    if out.exists() && !arguments.force {
        return Err(Failure::usage(format!(
            "{} already exists\n  help: name another file with --out, or add --force to overwrite it",
            out.display()
        )));
    }
    std::fs::write(out, text).map_err(|error| {
        Failure::configuration(format!("{}: cannot be written: {error}", out.display()))
    })?;
    printer::line(&format!(
        "{} written\nnext: set the environment variables that it names, then run `conformance plan --config {}` and \
         `conformance run --config {}`",
        out.display(),
        out.display(),
        out.display()
    ));
    Ok(0)
}

/// The file for any document.
fn of_document(contract: &Contract, spec: &Path) -> String {
    let mut lines = vec![
        format!("# {} {}", contract.title, contract.version),
        "# Secrets are read from the environment: { env = \"NAME\" }, { file = \"PATH\" } or".to_owned(),
        "# { command = [\"PROGRAM\", \"ARGUMENT\"] }. `conformance schema config` describes every key.".to_owned(),
        "default-target = \"staging\"".to_owned(),
        String::new(),
        "[targets.staging]".to_owned(),
        format!("spec = {}", quoted(&spec.display().to_string())),
        "# The base URL of a server whose data may be changed. Servers of the document:".to_owned(),
    ];
    for server in &contract.servers {
        let description = server.description.as_deref().unwrap_or_default();
        let summary = description.lines().next().unwrap_or_default();
        lines.push(format!("#   {}  {summary}", server.url).trim_end().to_owned());
    }
    lines.push("url = { env = \"TARGET_URL\" }".to_owned());
    for scheme in &contract.schemes {
        let name = conformance_core::redact::label(&scheme.name);
        let credential = match scheme.kind {
            SchemeKind::Basic => format!(
                "{{ username = {{ env = \"{name}_USERNAME\" }}, password = {{ env = \"{name}_PASSWORD\" }} }}"
            ),
            SchemeKind::ApiKey { .. } => format!("{{ key = {{ env = \"{name}\" }} }}"),
            SchemeKind::Bearer | SchemeKind::OtherHttp(_) => {
                format!("{{ token = {{ env = \"{name}\" }} }}")
            }
        };
        lines.push(format!("auth.{} = {credential}", quoted(&scheme.name)));
    }
    lines.push(OTHER_SETTINGS.to_owned());
    lines.join("\n")
}

/// Settings that do not follow from a document.
const OTHER_SETTINGS: &str = r#"
# Values of parameters and body properties that cases do not vary:
# values.accountId = "…"

# Headers of every request that the document does not declare:
# headers.x-tenant = "…"

# Values that exist at the target, one for each case that uses one up (`conformance plan` counts them):
# live-values.tokenId = ["…", "…"]
# live-values.tokenId = { file = "tokens.txt" }

# Or created when a case needs one:
# [[targets.staging.live-values.tokenId.setup]]
# name = "create"
# method = "POST"
# url = "/tokens"
# body = { json = { name = "conformance {{uuid}}" } }
# captures = { tokenId = { pointer = "/id" } }

[targets.staging.limits]
concurrency = 4
timeout = 10

[targets.staging.checks]
# profile = ["http", "oauth"]
"#;

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
