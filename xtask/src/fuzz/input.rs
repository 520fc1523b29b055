//! The input of a number: a seed, changed a few times.

use super::rng::Rng;
use super::seeds::Seed;
use super::{bytes, structure};

/// All inputs of a run.
pub(super) struct Inputs<'a> {
    pub(super) seeds: &'a [Seed],
    pub(super) seed: u64,
}

/// The most bytes of an input.
const LARGEST: usize = 200_000;

impl Inputs<'_> {
    /// The text of the input with this number.
    pub(super) fn text(&self, number: u64) -> String {
        let mut rng = Rng::numbered(self.seed, number);
        let seed = rng.pick(self.seeds);
        let by_structure = rng.below(4) > 0;
        let mut text = match &seed.value {
            Some(value) if by_structure => {
                let mut value = value.clone();
                for _ in 0..=rng.below(6) {
                    structure::mutate(&mut value, self.seeds, &mut rng);
                }
                serde_json::to_string_pretty(&value).unwrap_or_default()
            }
            Some(_) | None => seed.text.clone(),
        };
        if !by_structure || rng.below(8) == 0 {
            for _ in 0..=rng.below(4) {
                bytes::mutate(&mut text, self.seeds, &mut rng);
            }
        }
        let end = (0..=LARGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
        text
    }
}
