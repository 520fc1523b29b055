//! The selected target: a named one of a file, or a URL. Flags override the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use specs::Contract;

use super::arguments::{ConfigFiles, ConnectionArgs, Selection, TargetRunArgs};
use super::{Failure, documents};
use conformance_engine::config::Config;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::resolve::ResolvedTarget;

/// The configuration file of the working directory.
const DEFAULT_FILE: &str = "conformance.toml";

/// Whether a text is a URL, and not the name of a target.
fn is_url(text: &str) -> bool {
    text.contains("://") || text.contains('/') || url::Url::parse(text).is_ok()
}

/// The selected target of a file, if any. With `dry`, nothing is sent, and its values are not resolved.
pub(super) fn choose(
    selection: &mut Selection,
    target: Option<&str>,
    config_files: &ConfigFiles,
    dry: bool,
) -> Result<Option<ResolvedTarget>, Failure> {
    let selected = selected(selection, target, config_files)?;
    selected.map(|selected| selected.resolve(selection, config_files, dry)).transpose()
}

/// A target of a file, before its values are resolved.
struct SelectedTarget {
    config: Config,
    name: String,
}

impl SelectedTarget {
    /// The reports of the target; paths are relative to the file.
    fn reports(&self) -> Vec<String> {
        let target = self.config.file.targets.get(&self.name);
        let forms = target.into_iter().flat_map(|target| &target.report);
        forms.map(|form| in_config_folder(form, &self.config)).collect()
    }

    fn resolve(
        self,
        selection: &mut Selection,
        config_files: &ConfigFiles,
        dry: bool,
    ) -> Result<ResolvedTarget, Failure> {
        let Self { config, name } = self;
        let resolver = config.resolver(config_files.env_file.as_deref(), dry);
        let resolver = Arc::new(resolver.map_err(Failure::configuration)?);
        let resolved = ResolvedTarget::new(Arc::new(config), &name, resolver)
            .map_err(Failure::configuration)?;
        apply_document(selection, &resolved, &name)?;
        Ok(resolved)
    }
}

fn selected(
    selection: &Selection,
    target: Option<&str>,
    config_files: &ConfigFiles,
) -> Result<Option<SelectedTarget>, Failure> {
    let named = target.filter(|target| !is_url(target));
    let is_default =
        || Path::new(DEFAULT_FILE).is_file() && target.is_none_or(|target| !is_url(target));
    let path = match &config_files.config {
        Some(path) => path.clone(),
        None if is_default() => PathBuf::from(DEFAULT_FILE),
        None if config_files.env_file.is_some() => {
            return Err(Failure::usage(
                "--env-file needs a configuration file, and there is none\n  help: name one with --config",
            ));
        }
        None => return Ok(None),
    };
    let config = Config::load(&path).map_err(Failure::configuration)?;
    let name = match named {
        Some(name) => Some(name.to_owned()),
        None => default_target(&config, selection, config_files.config.is_some())?,
    };
    Ok(name.map(|name| SelectedTarget { config, name }))
}

/// The target of a run that names none: the default target, or the only one of the named file. It is not
/// selected if flags name another document.
fn default_target(
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
                "no target is named, and the file has no `default-target`\n  help: add --target with one of {known}"
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

/// Selects the document of the target.
///
/// # Errors
/// A flag names another document.
fn apply_document(
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
                    "the target `{name}` is for {provider}, not for {other}\n  \
                     help: remove --provider, or name another target"
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

/// The contracts of a run, and its target of a file.
pub(super) struct Chosen {
    pub(super) contracts: Vec<Arc<Contract>>,
    pub(super) resolved: Option<ResolvedTarget>,
}

impl Chosen {
    /// The fixtures of the target, without those of flags.
    pub(super) fn fixtures(&self, contract: &Contract) -> Result<Fixtures, Failure> {
        match &self.resolved {
            Some(resolved) => resolved.fixtures(contract).map_err(Failure::configuration),
            None => Ok(Fixtures::default()),
        }
    }
}

/// Adds the settings of a file to the flags. Reports are read first, so that they can have all other errors.
pub(super) fn apply(
    arguments: &mut TargetRunArgs,
    report: &mut Vec<String>,
) -> Result<Chosen, Failure> {
    let TargetRunArgs { selection, target, config_files, .. } = arguments;
    let selected = selected(selection, target.as_deref(), config_files)?;
    if let Some(selected) = selected.as_ref().filter(|_| report.is_empty()) {
        *report = selected.reports();
    }
    let resolved =
        selected.map(|selected| selected.resolve(selection, config_files, false)).transpose()?;
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
        let connection = ConnectionArgs {
            ca: known.ca.as_deref().map(|path| resolved.path(path)),
            proxy: proxy.transpose().map_err(Failure::configuration)?,
            allow_production: known.allow_production,
        };
        arguments.connection = std::mem::take(&mut arguments.connection).or(connection);
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

/// A report flag with its file relative to the configuration file.
fn in_config_folder(form: &str, config: &Config) -> String {
    match form.split_once('=') {
        Some((kind, file)) => format!("{kind}={}", config.path(file).display()),
        None => form.to_owned(),
    }
}
