//! Reports as files: a document stands there whole or not at all, and what stood there before is kept until
//! then.

use std::io::{self, Write};

use conformance_core::event::Event;
use conformance_report::{Destination, Json, Jsonl, Reporter, Reporters};

use super::events;

#[test]
fn a_document_takes_its_place_with_the_last_event() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    std::fs::write(&path, "of the run before").unwrap();
    let mut report = Destination::whole(&path, |writer| Box::new(Json::new(writer))).unwrap();
    let events = events();
    let (last, before) = events.split_last().unwrap();
    before.iter().for_each(|event| report.on_event(event).unwrap());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "of the run before");
    report.on_event(last).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something was left behind");
}

#[test]
fn a_run_that_breaks_off_leaves_nothing_of_a_document_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let mut report = Destination::whole(&path, |writer| Box::new(Json::new(writer))).unwrap();
    report.on_event(&events()[0]).unwrap();
    drop(report);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_stream_can_be_read_while_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.jsonl");
    let mut report = Destination::stream(&path, |writer| Box::new(Jsonl::new(writer))).unwrap();
    for (at, event) in events().iter().enumerate() {
        report.on_event(event).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.ends_with('\n') && text.lines().count() == at + 1, "{text}");
    }
}

/// A disk that is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts events.
struct Counted(std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl Reporter for Counted {
    fn on_event(&mut self, _: &Event) -> io::Result<()> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Ok(())
    }
}

#[test]
fn a_report_that_cannot_be_written_does_not_stop_the_others_and_is_reported() {
    let count = std::sync::Arc::default();
    let list: Vec<Box<dyn Reporter>> = vec![
        Box::new(Jsonl::new(Box::new(Full))),
        Box::new(Counted(std::sync::Arc::clone(&count))),
    ];
    let mut reporters = Reporters::new(std::sync::Arc::default(), list);
    let events = events();
    let messages = events.len();
    events.into_iter().for_each(|event| reporters.emit(event));
    assert_eq!(count.load(std::sync::atomic::Ordering::SeqCst), messages);
    assert_eq!(reporters.finish().unwrap().kind(), io::ErrorKind::StorageFull);
}
