//! The recordings that are built into the binary, so that an installed one works without a checkout.

macro_rules! recordings {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../recordings/", $name)))),*]
    };
}

/// `<provider>/<file>` with the text of the file.
pub(super) const ALL: &[(&str, &str)] = recordings![
    "infisical/documented.har",
    "moov/documented.har",
    "nomba/documented.har",
    "pipevest/documented.har",
    "voucherify/documented.har",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn every_recording_is_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../recordings");
        let mut found = Vec::new();
        for provider in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
            for file in std::fs::read_dir(&provider).unwrap().map(|entry| entry.unwrap().path()) {
                if file.extension().is_some_and(|extension| extension == "har") {
                    let provider = provider.file_name().unwrap().to_string_lossy().into_owned();
                    found.push(format!(
                        "{provider}/{}",
                        file.file_name().unwrap().to_string_lossy()
                    ));
                }
            }
        }
        found.sort();
        let listed: Vec<&str> = super::ALL.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, found);
    }
}
