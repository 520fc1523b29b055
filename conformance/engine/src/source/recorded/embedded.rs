//! The recordings that are built into the binary, so that an installed one works without a checkout.

/// `<provider>/<file>` with the text of the file, for each recording; `build.rs` lists them.
pub(super) const ALL: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/recordings.rs"));

#[cfg(test)]
mod tests {
    /// A provider of which no document is known has a folder with a wrong name.
    #[test]
    fn every_recording_is_of_a_provider() {
        for (name, _) in super::ALL {
            let provider = name.split('/').next().unwrap_or_default();
            assert!(specs::providers::find(provider).is_some(), "{name}");
        }
        assert!(!super::ALL.is_empty());
    }
}
