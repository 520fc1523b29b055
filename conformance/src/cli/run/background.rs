//! Events beside the requests of a run: waits and Ctrl-C.

use std::pin::pin;

use tokio::sync::mpsc::UnboundedReceiver;

use conformance_core::event::{Event, Waiting};
use conformance_engine::runner::Stop;
use conformance_engine::transport::Wait;

/// Runs to the end, and emits an event for each wait.
pub(super) async fn emit_waits_during<T>(
    run: impl Future<Output = T>,
    waits: &mut UnboundedReceiver<Wait>,
    emit: impl Fn(Event),
) -> T {
    let mut run = pin!(run);
    loop {
        tokio::select! {
            biased;
            done = &mut run => return done,
            Some(Wait { seconds, reason }) = waits.recv() => emit(Event::Waiting(Waiting { seconds, reason })),
        }
    }
}

/// The exit code of shells after SIGINT.
const ABORTED: i32 = 130;

/// Becomes true at Ctrl-C. The second Ctrl-C exits at once, without reports.
pub(super) fn on_interrupt() -> Stop {
    let (sender, receiver) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            sender.send_replace(true);
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(ABORTED);
            }
        }
        // The receiver is used until the end of the run.
        std::future::pending::<()>().await;
    });
    receiver
}
