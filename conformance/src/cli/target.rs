//! Which target is meant: one of a file by name, or a URL. What the command line says goes before the
//! file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use specs::Contract;

use super::arguments::{AskArgs, Configured, ReachArgs, Selection};
use super::{Failure, documents};
use conformance_engine::config::Config;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::resolve::ResolvedTarget;

/// The file that is looked for where the command is given.
const USUAL: &str = "conformance.toml";

/// Whether a text is meant as a URL, and not as the name of a target.
fn is_url(text: &str) -> bool {
    text.contains("://") || text.contains('/') || url::Url::parse(text).is_ok()
}

/// The target of a file that is meant, if one is. `dry` where nothing is sent, so that no value of it is
/// needed.
pub(super) fn choose(
    selection: &mut Selection,
    target: Option<&str>,
    configured: &Configured,
    dry: bool,
) -> Result<Option<ResolvedTarget>, Failure> {
    let meant = meant(selection, target, configured)?;
    meant.map(|meant| meant.resolve_case(selection, configured, dry)).transpose()
}

/// A target of a file, of which no value was fetched yet.
struct Meant {
    config: Config,
    name: String,
}

impl Meant {
    /// The reports that the file asks for, in its folder.
    fn reports(&self) -> Vec<String> {
        let target = self.config.file.targets.get(&self.name);
        let forms = target.into_iter().flat_map(|target| &target.report);
        forms.map(|form| beside(form, &self.config)).collect()
    }

    fn resolve_case(
        self,
        selection: &mut Selection,
        configured: &Configured,
        dry: bool,
    ) -> Result<ResolvedTarget, Failure> {
        let Self { config, name } = self;
        let resolver = config.resolver(configured.env_file.as_deref(), dry);
        let resolver = Arc::new(resolver.map_err(Failure::configuration)?);
        let resolved = ResolvedTarget::new(Arc::new(config), &name, resolver)
            .map_err(Failure::configuration)?;
        take_document(selection, &resolved, &name)?;
        Ok(resolved)
    }
}

fn meant(
    selection: &Selection,
    target: Option<&str>,
    configured: &Configured,
) -> Result<Option<Meant>, Failure> {
    let named = target.filter(|target| !is_url(target));
    let is_usual = || Path::new(USUAL).is_file() && target.is_none_or(|target| !is_url(target));
    let path = match &configured.config {
        Some(path) => path.clone(),
        None if is_usual() => PathBuf::from(USUAL),
        None if configured.env_file.is_some() => {
            return Err(Failure::usage(
                "--env-file is for a file of targets, and there is none\n  help: name one with --config",
            ));
        }
        None => return Ok(None),
    };
    let config = Config::load(&path).map_err(Failure::configuration)?;
    let name = match named {
        Some(name) => Some(name.to_owned()),
        None => usual(&config, selection, configured.config.is_some())?,
    };
    Ok(name.map(|name| Meant { config, name }))
}

/// The target of a run that names none: the default one, or the only one of a file that is named. One of
/// another provider than the command line's is not meant.
fn usual(
    config: &Config,
    selection: &Selection,
    is_named: bool,
) -> Result<Option<String>, Failure> {
    let targets = &config.file.targets;
    let only = targets.keys().next().filter(|_| targets.len() == 1 && is_named);
    let Some(name) = config.file.default_target.as_ref().or(only) else {
        return if is_named {
            let known: Vec<&str> = targets.keys().map(String::as_str).collect();
            let known = known.join(", ");
            Err(Failure::usage(format!(
                "no target is named, and the file has no default\n  help: add --target with one of {known}"
            )))
        } else {
            Ok(None)
        };
    };
    let provider = targets.get(name).and_then(|target| target.provider.clone());
    let is_meant = selection.spec.is_none()
        && (selection.provider.is_empty() || selection.provider.iter().eq(provider.iter()));
    Ok((is_meant || is_named).then(|| name.clone()))
}

/// The document is that of the target; the command line may not name another one.
fn take_document(
    selection: &mut Selection,
    resolved: &ResolvedTarget,
    name: &str,
) -> Result<(), Failure> {
    let target = resolved.target();
    match (&target.provider, &target.spec) {
        (Some(provider), _) => {
            let other = selection.provider.iter().find(|known| *known != provider);
            if let Some(other) = other {
                return Err(Failure::usage(format!(
                    "the target `{name}` is one of {provider}, not of {other}\n  \
                     help: take --provider out, or name another target"
                )));
            }
            if selection.spec.is_none() {
                selection.provider = vec![provider.clone()];
            }
        }
        (None, Some(spec)) if selection.spec.is_none() && selection.provider.is_empty() => {
            selection.spec = Some(resolved.path(spec));
        }
        _ => {}
    }
    Ok(())
}

/// What is run, and against which target.
pub(super) struct Chosen {
    pub(super) contracts: Vec<Arc<Contract>>,
    pub(super) resolved: Option<ResolvedTarget>,
}

impl Chosen {
    /// What is known of the target before the command line adds to it.
    pub(super) fn fixtures(&self, contract: &Contract) -> Result<Fixtures, Failure> {
        match &self.resolved {
            Some(resolved) => resolved.fixtures(contract).map_err(Failure::configuration),
            None => Ok(Fixtures::default()),
        }
    }
}

/// Adds what a file says of the target to what the command line says. The reports are known first, so that
/// they can distinguish of all else that is wrong.
pub(super) fn apply(arguments: &mut AskArgs, report: &mut Vec<String>) -> Result<Chosen, Failure> {
    let AskArgs { selection, target, configured, .. } = arguments;
    let meant = meant(selection, target.as_deref(), configured)?;
    if let Some(meant) = meant.as_ref().filter(|_| report.is_empty()) {
        *report = meant.reports();
    }
    let resolved =
        meant.map(|meant| meant.resolve_case(selection, configured, false)).transpose()?;
    let contracts = documents::contracts(selection)?;
    if let Some(resolved) = &resolved {
        let known = resolved.target();
        arguments.target = base(arguments.target.take(), resolved, &contracts)?;
        let limits = std::mem::take(&mut *arguments.limits);
        *arguments.limits = limits.or(known.limits.clone());
        let mut policy = known.checks.clone();
        let expectations = known.expectations.as_deref().map(|path| resolved.path(path));
        policy.expectations =
            policy.expectations.map(|path| resolved.path(&path.to_string_lossy())).or(expectations);
        *arguments.policy = std::mem::take(&mut *arguments.policy).or(policy);
        let proxy = known.proxy.as_ref().map(|proxy| resolved.text(proxy, "proxy"));
        let reach = ReachArgs {
            ca: known.ca.as_deref().map(|path| resolved.path(path)),
            proxy: proxy.transpose().map_err(Failure::configuration)?,
            allow_production: known.allow_production,
        };
        arguments.reach = std::mem::take(&mut arguments.reach).or(reach);
    }
    Ok(Chosen { contracts, resolved })
}

/// The base URL: that of the command line, or that of the file.
pub(super) fn base(
    target: Option<String>,
    resolved: &ResolvedTarget,
    contracts: &[Arc<Contract>],
) -> Result<Option<String>, Failure> {
    let url = target.filter(|target| is_url(target));
    match (url, contracts) {
        (Some(url), _) => Ok(Some(url)),
        (None, [contract]) => resolved.base(contract).map(Some).map_err(Failure::configuration),
        (None, _) => Ok(None),
    }
}

/// A report whose file is in the folder of the settings.
fn beside(form: &str, config: &Config) -> String {
    match form.split_once('=') {
        Some((kind, file)) => format!("{kind}={}", config.path(file).display()),
        None => form.to_owned(),
    }
}
