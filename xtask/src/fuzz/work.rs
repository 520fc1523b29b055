//! The process that runs inputs until it is ended. Before each it prints its number; a panic is printed and
//! costs nothing else, so that the process goes on.

use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::execute::execute;
use super::input::Inputs;
use crate::print;

/// As much as the main thread has of usual systems.
const STACK: usize = 8 << 20;

/// Runs the inputs from a number on, without end.
pub(super) fn run(inputs: &Inputs<'_>, first: u64) {
    let location: Arc<Mutex<String>> = Arc::default();
    let seen = Arc::clone(&location);
    panic::set_hook(Box::new(move |info| {
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }));
    let all = || {
        for number in first.. {
            print::out(format!("{number}"));
            if let Some(failure) = execute(&inputs.text(number), number % 4 == 0) {
                let at =
                    std::mem::take(&mut *location.lock().unwrap_or_else(PoisonError::into_inner));
                let failure = failure.replace(['\n', '\r'], " ");
                print::out(format!("{number} {failure} {at}"));
            }
        }
    };
    thread::scope(|scope| {
        // Where no thread can be had, there is nothing to run in.
        let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, all);
    });
}
