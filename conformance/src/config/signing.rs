//! How requests are signed, as a file says it: with the key from where it stands.

use super::fixtures::Builder;
use super::given::Source;
use super::mistakes::Mistake;
use crate::signing::{KeySource, Signing, SigningConfig, SigningError, known};

impl Builder<'_> {
    /// What signs requests. Where nothing is sent, a key that everybody knows takes the place of the right
    /// one.
    pub(super) fn signing(&mut self, config: &SigningConfig) -> Option<Signing> {
        if self.resolver.is_dry() {
            return known(config.profile);
        }
        let place = format!("{}/signing", self.at);
        let mut config = config.clone();
        if let KeySource::Env(name) = &config.key {
            let source = Source::Env(name.clone());
            match self.resolver.fetch(&source) {
                Ok(key) => config.key = KeySource::Value(key),
                Err(why) => {
                    self.wrong(&format!("{place}/key/env"), &why);
                    return None;
                }
            }
        }
        match config.load(&self.resolver.path("")) {
            Ok(signing) => Some(signing),
            Err(SigningError { member, message, help }) => {
                self.mistakes.push(Mistake::new(format!("{place}{member}"), message, help));
                None
            }
        }
    }
}
