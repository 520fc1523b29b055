//! The ways in which a status can be wrong, as a closed set; one check reports each.

/// Declares the kinds together with the list of all of them.
macro_rules! violation_kinds {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What is wrong with the status of a response.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ViolationKind {
            $($(#[$doc])* $name,)+
        }

        impl ViolationKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

violation_kinds! {
    /// A status that the operation does not declare.
    UndeclaredStatus,
    /// A rejection with another status than the declared ones for its kind of request.
    UnexpectedErrorStatus,
    /// A valid request is rejected.
    RejectedValidRequest,
    /// An invalid request is accepted.
    AcceptedInvalidRequest,
    /// An undeclared method is accepted.
    AcceptedUndeclaredMethod,
    /// A body of an undeclared media type is accepted.
    AcceptedUndeclaredMediaType,
    /// A malformed HTTP message is accepted.
    AcceptedMalformedMessage,
    /// A request without right credentials is accepted.
    IgnoredAuthentication,
    /// A request with a wrong signature is accepted.
    UnverifiedSignature,
    /// A request whose signature is out of date, or covers something else, is accepted.
    StaleSignature,
    /// A request that names what belongs to another client is accepted.
    ForeignResourceAccess,
    /// A revoked value is still usable.
    UsableAfterRevocation,
    /// A request has changed something that it does not name.
    SideEffectOnOtherResource,
    /// A rejected request has changed something.
    SideEffectOfRejectedRequest,
    /// What was created cannot be found.
    UnavailableAfterCreate,
    /// What was deleted can still be found.
    AvailableAfterDelete,
    /// A server error.
    ServerError,
}
