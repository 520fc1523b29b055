//! The reports of `--report`.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Failure;
use conformance_core::nearest::did_you_mean;
use conformance_report::{CoverageText, Destination, FORMS, Form, Progress, Reporter, Setting};

/// A report form with its output.
struct RequestedReport<'a> {
    form: &'static Form,
    file: Option<&'a str>,
}

/// A reporter for each form.
pub(super) fn reporters(forms: &[String], quiet: bool) -> Result<Vec<Box<dyn Reporter>>, Failure> {
    let default = ["human".to_owned()];
    let forms = if forms.is_empty() { &default } else { forms };
    let requested: Vec<RequestedReport<'_>> =
        forms.iter().map(|text| read(text)).collect::<Result<_, _>>()?;
    reject_collisions(&requested)?;
    let setting = setting(quiet);
    let mut list: Vec<Box<dyn Reporter>> = Vec::new();
    if !quiet {
        // First, so that the bar is removed before the summary is written.
        list.push(Box::new(Progress::on_standard_error()));
    }
    for one in &requested {
        list.push(open(one, &setting)?);
    }
    Ok(list)
}

/// The coverage report alone.
pub(super) fn coverage() -> Vec<Box<dyn Reporter>> {
    vec![Box::new(CoverageText::new(Box::new(anstream::stdout())))]
}

fn read(text: &str) -> Result<RequestedReport<'_>, Failure> {
    let (name, file) = match text.split_once('=') {
        Some((name, file)) => (name, Some(file).filter(|file| !file.is_empty())),
        None => (text, None),
    };
    let Some(form) = FORMS.iter().find(|form| form.name == name) else {
        let names: Vec<&str> = FORMS.iter().map(|form| form.name).collect();
        let help = did_you_mean(name, names.iter().copied())
            .unwrap_or_else(|| format!("use one of {}, as FORM or FORM=FILE", names.join(", ")));
        return Err(Failure::usage(format!("unknown report `{name}`\n  help: {help}")));
    };
    if file.is_none() && (form.goes.needs_file() || text.contains('=')) {
        return Err(Failure::usage(format!(
            "--report {name} needs a file\n  help: write it as {name}=FILE"
        )));
    }
    Ok(RequestedReport { form, file })
}

/// Rejects two reports with the same output.
fn reject_collisions(requested: &[RequestedReport<'_>]) -> Result<(), Failure> {
    let mut files = HashSet::new();
    if let Some(file) =
        requested.iter().filter_map(|one| one.file).find(|file| !files.insert(*file))
    {
        return Err(Failure::usage(format!(
            "--report: two reports have the output file {file}\n  help: name another file for one of them"
        )));
    }
    let mut printed = requested.iter().filter(|one| one.file.is_none());
    while let Some(one) = printed.next() {
        let shares = |other: &RequestedReport<'_>| one.form.goes.shares(other.form.goes);
        if let Some(other) =
            printed.clone().find(|other| !shares(other) || one.form.name == other.form.name)
        {
            let (one, other) = (one.form.name, other.form.name);
            return Err(Failure::usage(format!(
                "--report: {one} and {other} both go to standard output\n  help: name a file for one \
                 of them, as {other}=FILE"
            )));
        }
    }
    Ok(())
}

fn setting(quiet: bool) -> Setting {
    let begun = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    Setting {
        quiet,
        to_file: false,
        root: variable("GITHUB_WORKSPACE")
            .map(PathBuf::from)
            .or_else(|| std::env::current_dir().ok()),
        begun: u64::try_from(begun.as_millis()).unwrap_or_default(),
        summary: variable("GITHUB_STEP_SUMMARY").map(PathBuf::from),
    }
}

fn open(requested: &RequestedReport<'_>, setting: &Setting) -> Result<Box<dyn Reporter>, Failure> {
    let Form { goes, make, .. } = *requested.form;
    let Some(file) = requested.file else {
        return Ok(make(Box::new(anstream::stdout()), setting));
    };
    let setting = Setting { to_file: true, ..setting.clone() };
    let path = Path::new(file);
    let reporter = if goes.is_whole() {
        Destination::whole(path, |writer| make(writer, &setting))
    } else {
        Destination::stream(path, |writer| {
            make(Box::new(anstream::StripStream::new(writer)), &setting)
        })
    };
    reporter
        .map(|reporter| Box::new(reporter) as Box<dyn Reporter>)
        .map_err(|error| not_writable(path, &error))
}

fn not_writable(path: &Path, error: &io::Error) -> Failure {
    let file = path.display();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let message = match folder {
        Some(folder) => format!(
            "{file}: cannot be written: the folder {} does not exist\n  help: create it, or name another file",
            folder.display()
        ),
        None => format!("{file}: cannot be written: {error}"),
    };
    Failure::configuration(message)
}
