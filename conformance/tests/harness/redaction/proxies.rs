//! Canaries of proxies: a password in each variable that names one, on the command line and in a file,
//! where the proxy says all of it again and where it cannot be reached.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use conformance_report::FORMS;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::canaries::{free_of, parrot};
use crate::targets;

const USER: &str = "canary-user-of-a-proxy";
const PASSWORD: &str = "canary+password/of a=\"proxy\" ö";

const VARIABLES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

fn url(proxy: SocketAddr) -> String {
    let password = utf8_percent_encode(PASSWORD, NON_ALPHANUMERIC);
    format!("http://{USER}:{password}@{proxy}")
}

/// All that a run writes that goes through a proxy, or could.
fn artefacts(
    folder: &Path,
    variable: Option<(&str, &str)>,
    more: &[&str],
) -> Vec<(String, String)> {
    let is_secure = variable.is_some_and(|(name, _)| name.to_lowercase().starts_with("https"));
    let target = if is_secure { "https://api.invalid" } else { "http://api.invalid" };
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.current_dir(folder).args(["run", "--provider", "nomba", "--target", target]);
    command.args(["--only", "*/synthetic/*", "--live-value", "access_token=of-no-use"]);
    command.args(["--record-out", "out.har"]).args(more);
    for form in FORMS {
        command.arg(format!("--report={0}=out.{0}", form.name));
    }
    for name in VARIABLES {
        command.env_remove(name);
    }
    command.envs(variable);
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut list = vec![
        ("stdout".to_owned(), text(&output.stdout)),
        ("stderr".to_owned(), text(&output.stderr)),
    ];
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if name.starts_with("out.") {
            let text = std::fs::read_to_string(folder.join(&name)).unwrap();
            list.push((name, text));
        }
    }
    assert!(list.len() >= 2 + FORMS.len(), "{list:?}");
    list
}

#[test]
fn canaries_of_proxies_in_the_environment() {
    for name in VARIABLES {
        for proxy in [url(parrot()), url(targets::unknown_signer())] {
            for more in [&["--proxy", "env"][..], &[]] {
                let folder = tempfile::tempdir().unwrap();
                let artefacts = artefacts(folder.path(), Some((name, &proxy)), more);
                free_of(&[USER, PASSWORD], &artefacts);
            }
        }
    }
}

#[test]
fn canaries_of_proxies_that_are_named() {
    for proxy in [url(parrot()), url(targets::unknown_signer())] {
        let folder = tempfile::tempdir().unwrap();
        let artefacts = artefacts(folder.path(), None, &["--proxy", &proxy]);
        free_of(&[USER, PASSWORD], &artefacts);
    }
}

#[test]
fn canaries_of_proxies_that_are_none() {
    for proxy in [format!("ftp://{USER}:{PASSWORD}@host"), format!("{USER}:{PASSWORD}@host:1")] {
        let folder = tempfile::tempdir().unwrap();
        let artefacts = artefacts(folder.path(), None, &["--proxy", &proxy]);
        free_of(&[USER, PASSWORD], &artefacts);
        let folder = tempfile::tempdir().unwrap();
        let variable = Some(("http_proxy", proxy.as_str()));
        let artefacts = self::artefacts(folder.path(), variable, &["--proxy", "env"]);
        free_of(&[USER, PASSWORD], &artefacts);
    }
}

#[test]
fn canaries_of_a_proxy_of_a_file() {
    for (proxy, more) in [(url(parrot()), ""), (url(targets::unknown_signer()), "unknown = 1\n")] {
        let folder = tempfile::tempdir().unwrap();
        let described = format!(
            "[targets.t]\nprovider = \"nomba\"\nurl = \"http://api.invalid\"\nproxy = \"{proxy}\"\n{more}"
        );
        std::fs::write(folder.path().join("described.toml"), described).unwrap();
        let artefacts = artefacts(folder.path(), None, &["--config", "described.toml"]);
        free_of(&[USER, PASSWORD], &artefacts);
    }
}
