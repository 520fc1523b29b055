//! Defects and permitted quirks of a mock.

/// Wrong behavior of a mock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Defects {
    /// A rejected request is executed.
    pub acts_although_rejecting: bool,
    /// A revocation revokes every live value.
    pub revokes_all: bool,
    /// Unknown values get a server error.
    pub fails_on_unknown: bool,
    /// This keyword of schemas is not validated.
    pub ignores: Option<&'static str>,
    /// Unknown values are rejected, although the document declares no status for that.
    pub rejects_unknown: bool,
    /// Values of another client are accepted.
    pub accepts_foreign_values: bool,
    /// The caller's own credential is accepted after its revocation.
    pub own_credential_stays_valid: bool,
    /// Idempotency keys are ignored.
    pub ignores_keys: bool,
    /// Another request with a used idempotency key gets the first response, and is not executed.
    pub replays_any_request_with_key: bool,
    /// Only the beginning of credentials is compared.
    pub accepts_credential_prefix: bool,
    /// Signatures are not verified.
    pub accepts_any_signature: bool,
    /// The times of signatures are not verified.
    pub ignores_signature_times: bool,
    /// Bodies are not compared with their digest.
    pub ignores_digests: bool,
}

impl Defects {
    /// No defect.
    pub const NONE: Self = Self {
        acts_although_rejecting: false,
        revokes_all: false,
        fails_on_unknown: false,
        ignores: None,
        rejects_unknown: false,
        accepts_foreign_values: false,
        own_credential_stays_valid: false,
        ignores_keys: false,
        replays_any_request_with_key: false,
        accepts_credential_prefix: false,
        accepts_any_signature: false,
        ignores_signature_times: false,
        ignores_digests: false,
    };
}

/// Behavior that the document leaves to the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quirks {
    /// Responses omit everything optional.
    pub small: bool,
    /// The last of several permitted statuses and media types is used, not the first.
    pub last: bool,
    /// Idempotency keys apply per request: another request with a used key is executed.
    pub keys_per_request: bool,
}

impl Quirks {
    /// No quirk.
    pub const NONE: Self = Self { small: false, last: false, keys_per_request: false };
}
