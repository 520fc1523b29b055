//! A run that could not begin: its reports are written all the same, and say why.

use std::io;

use crate::cli::arguments::{AskArgs, Supplied};
use crate::cli::reach::hide_proxies;
use crate::cli::{Failure, printer};
use conformance_core::event::{Event, RunEnd, RunStart};
use conformance_core::redact::{Redactor, label};
use conformance_engine::suite::hide_user_info;
use conformance_report::Reporters;

/// Reports the reports why the run could not begin, unless they have ended before. The failure is handed back
/// without the secrets of the command line.
pub(super) fn not_begun(
    arguments: &AskArgs,
    mut failure: Failure,
    mut reporters: Reporters,
    redactor: &Redactor,
) -> Failure {
    hide_given(arguments, redactor);
    if !reporters.have_ended() {
        let (version, seed) = (env!("CARGO_PKG_VERSION"), arguments.selection.seed);
        reporters.emit(Event::RunStarted(RunStart { version, seed, cases: 0 }));
        let end = RunEnd::not_begun(failure.in_report());
        reporters.emit(Event::RunFinished(Box::new(end)));
        if let Err(unwritten) = written(&mut reporters) {
            printer::error(&unwritten.message);
        }
    }
    redactor.clean_in(&mut failure.message);
    failure
}

/// Whether all reports could be written.
pub(super) fn written(reporters: &mut Reporters) -> Result<(), Failure> {
    match reporters.finish() {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::configuration(format!("a report cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Hides the secrets that stand on the command line. Other messages than ours may quote them.
fn hide_given(arguments: &AskArgs, redactor: &Redactor) {
    let Supplied { auth, live_value: live, .. } = &arguments.selection.supplied;
    for flag in auth.iter().chain(live) {
        // Who forgets the name gives the secret alone.
        let (name, text) = flag.split_once('=').unwrap_or(("SECRET", flag));
        let is_elsewhere = text.starts_with('@') || text.starts_with("env:");
        let parts = text.split_once(':').map(|(_, password)| password);
        for secret in std::iter::once(text).chain(parts).filter(|_| !is_elsewhere) {
            redactor.hide(secret, &label(name));
        }
    }
    if let Some(url) = &arguments.target {
        hide_user_info(url, "TARGET", redactor);
    }
    hide_proxies(&arguments.reach, redactor);
}
