//! How a mock may differ from the plain one: wrongly, or rightly.

/// What a mock may do that no correct server does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Defects {
    /// A refused request has its effect all the same.
    pub acts_although_refusing: bool,
    /// One success ends every live value.
    pub ends_all: bool,
    /// What is not known any more is a server error.
    pub fails_on_unknown: bool,
    /// Requests that break nothing but this keyword of a schema are taken.
    pub ignores: Option<&'static str>,
    /// What is not known is refused, although the document has no status for it.
    pub refuses_unknown: bool,
    /// Values of another client are taken for the caller's own.
    pub takes_others: bool,
    /// The caller's own credential works after its end.
    pub outlives_itself: bool,
    /// Keys of idempotency are not looked at.
    pub forgets_keys: bool,
    /// Another request with a used key gets the same response like the first, and not carried out.
    pub trusts_keys: bool,
    /// Of credentials, the beginning is compared.
    pub takes_similar_credentials: bool,
    /// Signatures are not verified.
    pub takes_any_signature: bool,
    /// The times of signatures are not looked at.
    pub takes_signatures_of_any_time: bool,
    /// Content is not compared with its digest.
    pub takes_any_digest: bool,
}

impl Defects {
    /// None.
    pub const NONE: Self = Self {
        acts_although_refusing: false,
        ends_all: false,
        fails_on_unknown: false,
        ignores: None,
        refuses_unknown: false,
        takes_others: false,
        outlives_itself: false,
        forgets_keys: false,
        trusts_keys: false,
        takes_similar_credentials: false,
        takes_any_signature: false,
        takes_signatures_of_any_time: false,
        takes_any_digest: false,
    };
}

/// What a mock may do as well as not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quirks {
    /// Responses hold what they must and nothing else.
    pub small: bool,
    /// Of several fitting statuses and media types the last is taken, not the first.
    pub last: bool,
    /// A key of idempotency is that of one request: another one with it is carried out.
    pub keys_of_requests: bool,
}

impl Quirks {
    /// None.
    pub const NONE: Self = Self { small: false, last: false, keys_of_requests: false };
}
