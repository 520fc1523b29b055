//! Inputs, and what becomes of them.

use std::time::Duration;

use super::duration;
use super::execute::execute;
use super::input::Inputs;
use super::seeds::Seed;

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {type: string}\n";

fn seeds() -> Vec<Seed> {
    let text = DOCUMENT.to_owned();
    vec![Seed { value: specs::parse_value("a.yaml", &text), text }]
}

#[test]
fn inputs_follow_from_seed_and_number() {
    let (seeds, again) = (seeds(), seeds());
    let texts =
        |seeds, seed| (0..50).map(|number| Inputs { seeds, seed }.text(number)).collect::<Vec<_>>();
    assert_eq!(texts(&seeds, 1), texts(&again, 1));
    assert_ne!(texts(&seeds, 1), texts(&seeds, 2));
    // A change may have no effect, such as one of the keys of a text.
    let unchanged = texts(&seeds, 1).iter().filter(|text| *text == DOCUMENT).count();
    assert!(unchanged < 10, "{unchanged}");
}

#[test]
fn mutated_documents_are_read_without_failure() {
    let seeds = seeds();
    let inputs = Inputs { seeds: &seeds, seed: 1 };
    for number in 0..200 {
        assert_eq!(execute(&inputs.text(number), number % 20 == 0), None, "input {number}");
    }
}

#[test]
fn durations_have_a_unit() {
    assert_eq!(duration("20m"), Ok(Duration::from_secs(1_200)));
    assert!(duration("20").is_err() && duration("m").is_err());
}
