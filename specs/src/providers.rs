//! The five provider documents that come with the crate.

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

/// The five providers, in the order in which reports name them.
pub const ALL: [Provider; 5] = [
    Provider { id: "pipevest", file: "pipevest.yaml", text: include_str!("../pipevest.yaml") },
    Provider {
        id: "voucherify",
        file: "voucherify.yaml",
        text: include_str!("../voucherify.yaml"),
    },
    Provider { id: "nomba", file: "nomba.yaml", text: include_str!("../nomba.yaml") },
    Provider { id: "moov", file: "moov.yaml", text: include_str!("../moov.yaml") },
    Provider { id: "infisical", file: "infisical.yaml", text: include_str!("../infisical.yaml") },
];

/// The provider with this id.
pub fn find(id: &str) -> Option<Provider> {
    ALL.into_iter().find(|provider| provider.id == id)
}
