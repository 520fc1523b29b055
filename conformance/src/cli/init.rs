//! `conformance init`: writes a conformance.toml to begin with, which says what must be requested from the
//! provider. Secrets are in the environment.

use std::path::Path;

use specs::Contract;
use specs::contract::SchemeKind;

use super::arguments::InitArgs;
use super::{Failure, documents, printer};

/// The files of the five providers.
const PROVIDERS: [(&str, &str); 5] = [
    ("infisical", include_str!("init/infisical.toml")),
    ("moov", include_str!("init/moov.toml")),
    ("nomba", include_str!("init/nomba.toml")),
    ("pipevest", include_str!("init/pipevest.toml")),
    ("voucherify", include_str!("init/voucherify.toml")),
];

pub(super) fn init(arguments: &InitArgs) -> Result<u8, Failure> {
    let text = match (&arguments.provider, &arguments.spec) {
        (Some(id), _) => {
            documents::of(std::slice::from_ref(id), None)?;
            let known = PROVIDERS.iter().find(|(known, _)| known == id);
            known.map(|(_, text)| (*text).to_owned()).unwrap_or_default()
        }
        (None, Some(spec)) => {
            let contracts = documents::of(&[], Some(spec))?;
            contracts.first().map(|contract| of_document(contract, spec)).unwrap_or_default()
        }
        (None, None) => {
            let known: Vec<&str> = PROVIDERS.iter().map(|(id, _)| *id).collect();
            return Err(Failure::usage(format!(
                "nothing says for what\n  help: add --spec FILE, or --provider with one of {}",
                known.join(", ")
            )));
        }
    };
    let out = &arguments.out;
    if out.exists() && !arguments.force {
        return Err(Failure::usage(format!(
            "{} is there already\n  help: name another file with --out, or add --force",
            out.display()
        )));
    }
    std::fs::write(out, text).map_err(|error| {
        Failure::configuration(format!("{}: cannot be written: {error}", out.display()))
    })?;
    printer::line(&format!(
        "{} is written\nnext: set the variables that it names, then `conformance plan --config {}` and \
         `conformance run --config {}`",
        out.display(),
        out.display(),
        out.display()
    ));
    Ok(0)
}

/// A file for any document.
fn of_document(contract: &Contract, spec: &Path) -> String {
    let mut lines = vec![
        format!("# {} {}", contract.title, contract.version),
        "# Secrets are in the environment: { env = \"NAME\" }, { file = \"PATH\" } or".to_owned(),
        "# { command = [\"PROGRAM\", \"ARGUMENT\"] }. `conformance schema config` describes every key.".to_owned(),
        "default-target = \"staging\"".to_owned(),
        String::new(),
        "[targets.staging]".to_owned(),
        format!("spec = {}", quoted(&spec.display().to_string())),
        "# The base URL of a server that may be changed. The document names:".to_owned(),
    ];
    for server in &contract.servers {
        let said = server.description.as_deref().unwrap_or_default();
        let said = said.lines().next().unwrap_or_default();
        lines.push(format!("#   {}  {said}", server.url).trim_end().to_owned());
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
    lines.push(REST.to_owned());
    lines.join("\n")
}

/// What no document says.
const REST: &str = r#"
# Values of parameters and body properties that cases do not vary:
# values.accountId = "…"

# Headers that every request carries although the document does not say so:
# headers.x-tenant = "…"

# Values that exist at the target and are used up, one for each case (`conformance plan` counts them):
# live-values.tokenId = ["…", "…"]
# live-values.tokenId = { file = "tokens.txt" }

# Or made when a case needs one:
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
