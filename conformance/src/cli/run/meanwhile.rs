//! What happens while a run is under way: waits, and Ctrl-C.

use std::pin::pin;

use tokio::sync::mpsc::UnboundedReceiver;

use conformance_core::event::{Event, Waiting};
use conformance_engine::runner::Stop;
use conformance_engine::transport::Wait;

/// Carries out a run, and reports the waits meanwhile.
pub(super) async fn emitting_waits<T>(
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

/// The exit code of who was stopped by Ctrl-C, as shells give it.
const ABORTED: i32 = 130;

/// Turns true when somebody presses Ctrl-C. Who does so twice does not even want the reports.
pub(super) fn on_interrupt() -> Stop {
    let (sender, receiver) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            sender.send_replace(true);
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(ABORTED);
            }
        }
        // The receiver is asked until the end of the run.
        std::future::pending::<()>().await;
    });
    receiver
}
