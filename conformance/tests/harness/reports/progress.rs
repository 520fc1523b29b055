//! The lines that report how far a run has come, by a clock that the test moves.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use conformance_core::event::{Event, Waiting};
use conformance_report::{Progress, Reporter};

use super::{Page, many};

#[test]
fn long_run_reports_progress() {
    let page = Page::default();
    let now = Rc::new(Cell::new(0));
    let clock = Rc::clone(&now);
    let mut progress =
        Progress::lines(Box::new(page.clone()), Box::new(move || Duration::from_secs(clock.get())));
    for event in many::run(20) {
        now.set(now.get() + 1);
        progress.on_event(&event).unwrap();
        if now.get() == 100 {
            let reason = "the limit of 100 requests an hour".to_owned();
            now.set(101);
            progress.on_event(&Event::Waiting(Waiting { seconds: 3_600.0, reason })).unwrap();
        }
    }
    insta::assert_snapshot!(page.text());
}
