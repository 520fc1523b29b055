//! The checks that report one kind of wrong status and look at nothing else: one record each.
//!
//! Such a check is a `ViolationKind`, which `expectation` finds, and a record here.

use crate::check::{Check, Detect, Profile, Severity};
use crate::expectation::ViolationKind;

pub(super) const UNDECLARED_STATUS: Check = Check {
    id: "undeclared-status",
    aliases: &["status_code_conformance"],
    title: "a valid request gets a declared status",
    requirement: "A request that conforms to the document must get a status that the operation declares. Callers cannot interpret one that is not declared.",
    severity: Severity::Error,
    clause: "the document: responses of the operation",
    example: "a valid request gets 202, and the operation declares 200, 400 and 404",
    help: "respond with a declared status, or declare this one",
    detect: Detect::Status(ViolationKind::UndeclaredStatus),
    ..Check::DEFAULTS
};

pub(super) const UNEXPECTED_ERROR_STATUS: Check = Check {
    id: "unexpected-error-status",
    title: "a rejection has a status that is declared for its kind",
    requirement: "Where the operation declares statuses for a kind of rejection (400 or 422 for an invalid request, 401 rather than 403 without credentials, 404 for an unknown value), a rejection must have one of them. Where it declares none, any 4xx is accepted. 405, 406, 413, 415, 429 and 431 need not be declared.",
    severity: Severity::Error,
    clause: "the document: responses of the operation; RFC 9110 §15.5",
    example: "a body without a required property gets 404, and the operation declares 400",
    help: "respond with the status that the document declares for this kind of request",
    detect: Detect::Status(ViolationKind::UnexpectedErrorStatus),
    ..Check::DEFAULTS
};

pub(super) const UNVERIFIED_SIGNATURE: Check = Check {
    id: "unverified-signature",
    title: "a request with a wrong signature is rejected",
    requirement: "Where the document requires a signature, one with a flipped bit, one by an unknown key, one that names an unknown key, and one that cannot be parsed must be rejected like wrong credentials. The cases exist where the user has a key; all other requests are signed with it.",
    severity: Severity::Error,
    clause: "the document: the Signature header; RFC 9421 §3.2",
    example: "a request whose signature has a flipped bit gets 204",
    help: "verify the signature with the key that it names before the operation runs",
    detect: Detect::Status(ViolationKind::UnverifiedSignature),
    ..Check::DEFAULTS
};

pub(super) const STALE_SIGNATURE: Check = Check {
    id: "stale-signature",
    title: "a signature is rejected that is out of date or covers other content",
    requirement: "A signature that has expired, one that is created in the future, and one over a header, a query or a body that was changed afterwards must be rejected: else an observer of one request can send others. What the user's profile does not cover is not changed; Pipevest's covers no query of a POST.",
    severity: Severity::Warning,
    profile: Some(Profile::Provider),
    clause: "RFC 9421 §3.2 and §7.2.1; RFC 9530 §2",
    example: "a request whose signature expired an hour ago gets 204",
    help: "compare created and expires with the clock, and compute the signature base and the digest from what was received",
    detect: Detect::Status(ViolationKind::StaleSignature),
    ..Check::DEFAULTS
};

pub(super) const ACCEPTED_INVALID_REQUEST: Check = Check {
    id: "accepted-invalid-request",
    aliases: &["negative_data_rejection", "missing_required_header"],
    title: "an invalid request is rejected",
    requirement: "A request that violates a rule of a parameter or of the body, or whose body cannot be parsed, must be rejected with a 4xx. Each such request was proved to be invalid as it is sent.",
    severity: Severity::Error,
    clause: "the document: schemas of parameters and body",
    example: "a body without a required property gets 204",
    help: "validate the request against the document before the operation runs",
    detect: Detect::Status(ViolationKind::AcceptedInvalidRequest),
    ..Check::DEFAULTS
};

pub(super) const ACCEPTED_UNDECLARED_MEDIA_TYPE: Check = Check {
    id: "accepted-undeclared-media-type",
    title: "a body of an undeclared media type is rejected",
    requirement: "The operation declares the media types of its request body; a body of any other must be rejected, preferably with 415.",
    severity: Severity::Error,
    clause: "the document: content of the request body; RFC 9110 §15.5.16",
    example: "a body of type text/plain gets 204, and only application/json is declared",
    help: "reject other media types with 415",
    detect: Detect::Status(ViolationKind::AcceptedUndeclaredMediaType),
    ..Check::DEFAULTS
};

pub(super) const SERVER_ERROR: Check = Check {
    id: "server-error",
    aliases: &["not_a_server_error", "InvalidDynamicObject"],
    title: "no request gets a server error",
    requirement: "Whatever a client sends, a 5xx says that the server failed. 503 and 504 are attributed to a gateway, and 501 is allowed for unknown methods.",
    severity: Severity::Error,
    clause: "RFC 9110 §15.6",
    example: "a body that is not JSON gets 500",
    help: "find the failure in the server's log, and respond with a 4xx where the request is at fault",
    detect: Detect::Status(ViolationKind::ServerError),
    ..Check::DEFAULTS
};
