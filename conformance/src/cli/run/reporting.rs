//! The reports of a run that could not begin: they have the error.

use std::io;

use crate::cli::arguments::{Supplied, TargetRunArgs};
use crate::cli::connection::hide_proxy_credentials;
use crate::cli::{Failure, printer};
use conformance_core::event::{Event, RunEnd, RunStart};
use conformance_core::redact::{Redactor, label};
use conformance_engine::suite::hide_user_info;
use conformance_report::Reporters;

/// Emits the error to the reports, unless they are finished. Returns the failure without the secrets of the
/// command line.
pub(super) fn report_not_begun(
    arguments: &TargetRunArgs,
    mut failure: Failure,
    mut reporters: Reporters,
    redactor: &Redactor,
) -> Failure {
    hide_command_line_secrets(arguments, redactor);
    if !reporters.have_ended() {
        let (version, seed) = (env!("CARGO_PKG_VERSION"), arguments.selection.seed);
        reporters.emit(Event::RunStarted(RunStart { version, seed, cases: 0 }));
        let end = RunEnd::not_begun(failure.in_report());
        reporters.emit(Event::RunFinished(Box::new(end)));
        if let Err(unwritten) = finish_reports(&mut reporters) {
            printer::error(&unwritten.message);
        }
    }
    redactor.clean_in(&mut failure.message);
    failure
}

/// Finishes all reports.
///
/// # Errors
/// A report cannot be written.
pub(super) fn finish_reports(reporters: &mut Reporters) -> Result<(), Failure> {
    match reporters.finish() {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::configuration(format!("a report cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Hides the secrets of the command line, which messages of libraries may quote.
fn hide_command_line_secrets(arguments: &TargetRunArgs, redactor: &Redactor) {
    let Supplied { auth, live_value: live, .. } = &arguments.selection.supplied;
    for flag in auth.iter().chain(live) {
        // Without a name, the whole flag may be the secret.
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
    hide_proxy_credentials(&arguments.connection, redactor);
}
