//! Every code that a diagnostic can have. The table in the crate's README is this list.

use super::Severity;

/// A kind of diagnostic.
#[derive(Debug)]
pub struct Code {
    /// The code, kebab-case.
    pub id: &'static str,
    /// How severe it is.
    pub severity: Severity,
    /// What it means, in one line.
    pub meaning: &'static str,
}

macro_rules! codes {
    ($($name:ident $severity:ident $id:literal $meaning:literal)*) => {
        $(pub(crate) static $name: Code =
            Code { id: $id, severity: Severity::$severity, meaning: $meaning };)*

        /// Every code, in the order of the stages that report them.
        pub static CODES: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    CANNOT_READ Error "cannot-read" "the file cannot be read, or is not UTF-8"
    EMPTY_DOCUMENT Error "empty-document" "the text is empty"
    BAD_SYNTAX Error "bad-syntax" "the text is neither YAML nor JSON"
    TOO_DEEP Error "too-deep" "the document nests deeper than 128 levels"
    TOO_LARGE Error "too-large" "aliases expand the document far beyond its text"
    DUPLICATE_KEY Error "duplicate-key" "a key occurs twice in one object"
    NOT_OPENAPI Error "not-openapi" "the document is not an OpenAPI document"
    UNSUPPORTED_VERSION Error "unsupported-version" "the document is of an unsupported version"
    UNKNOWN_KEY Warning "unknown-key" "the specification does not define this key"
    MISSING_KEY Error "missing-key" "a key that the specification requires is missing"
    WRONG_TYPE Error "wrong-type" "a value is of another JSON type than the specification requires"
    BAD_VALUE Error "bad-value" "a value is not one of those that the specification allows"
    NULL_VALUE Warning "null-value" "a key has no value; it is read as if it were missing"
    IGNORED_STYLE Warning "ignored-style" "a style that this kind of parameter cannot have; the default is used"
    IGNORED_PARAMETER Warning "ignored-parameter" "a header parameter that the specification ignores"
    UNRESOLVED_REF Error "unresolved-ref" "a reference to a location that the document does not have"
    EXTERNAL_REF Error "external-ref" "a reference to another document"
    CIRCULAR_REF Error "circular-ref" "references that refer back to themselves"
    UNREADABLE Error "unreadable" "the typed reader rejects the document for another reason"
    BAD_PATH Error "bad-path" "a path template is malformed, or does not begin with a slash"
    DUPLICATE_PATH Error "duplicate-path" "two paths differ in the names of their variables only"
    DUPLICATE_PARAMETER Error "duplicate-parameter" "two parameters of one array have the same name and location"
    UNDECLARED_VARIABLE Error "undeclared-variable" "a variable of a path or server URL is not declared"
    UNUSED_PATH_PARAMETER Error "unused-path-parameter" "a path parameter that the path does not have"
    OPTIONAL_PATH_PARAMETER Error "optional-path-parameter" "a path parameter that is not required"
    DUPLICATE_OPERATION_ID Error "duplicate-operation-id" "two operations have the same id, case and punctuation aside"
    NO_RESPONSES Error "no-responses" "an operation declares no response"
    BAD_STATUS Error "bad-status" "a response key is not a status, class of statuses or `default`"
    UNKNOWN_SCHEME Error "unknown-scheme" "a security requirement names a scheme that is not declared"
    BAD_SERVER_DEFAULT Error "bad-server-default" "a server variable's default is not one of its values"
    UNTYPED_SCHEMA Warning "untyped-schema" "a schema that no closed shape can describe"
}

#[cfg(test)]
mod tests {
    use super::CODES;
    use crate::Severity;

    #[test]
    fn readme_lists_every_code() {
        let readme = include_str!("../../README.md");
        for code in CODES {
            let severity = if code.severity == Severity::Error { "error" } else { "warning" };
            let row = format!("| `{}` | {severity} | {} |", code.id, code.meaning);
            assert!(readme.contains(&row), "row missing from specs/README.md: {row}");
        }
    }
}
