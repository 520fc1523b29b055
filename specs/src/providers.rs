//! The provider documents that come with the crate: a YAML file below `specs/`, and a line here.

/// A document that comes with the crate.
#[derive(Debug, Clone, Copy)]
pub struct Provider {
    /// The document's short name, such as `nomba`.
    pub id: &'static str,
    /// The file name below `specs/`.
    pub file: &'static str,
    /// The document's text.
    pub text: &'static str,
}

/// Every provider, in the order in which reports name them.
pub const ALL: &[Provider] = &[
    provider("pipevest", "pipevest.yaml", include_str!("../pipevest.yaml")),
    provider("voucherify", "voucherify.yaml", include_str!("../voucherify.yaml")),
    provider("nomba", "nomba.yaml", include_str!("../nomba.yaml")),
    provider("moov", "moov.yaml", include_str!("../moov.yaml")),
    provider("infisical", "infisical.yaml", include_str!("../infisical.yaml")),
];

/// The provider with this id.
pub fn find(id: &str) -> Option<Provider> {
    ALL.iter().copied().find(|provider| provider.id == id)
}

const fn provider(id: &'static str, file: &'static str, text: &'static str) -> Provider {
    Provider { id, file, text }
}
