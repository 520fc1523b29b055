//! Every code that a diagnostic can have. The table in the crate's README is this list.

use super::Outcome;

/// A kind of diagnostic.
#[derive(Debug)]
pub struct Code {
    /// The code, kebab-case.
    pub id: &'static str,
    /// Which outcomes it can have, the usual one first.
    pub outcomes: &'static [Outcome],
    /// What it means, in one line.
    pub meaning: &'static str,
}

macro_rules! codes {
    ($($name:ident $($outcome:ident)|+ $id:literal $meaning:literal)*) => {
        $(pub(crate) static $name: Code =
            Code { id: $id, outcomes: &[$(Outcome::$outcome),+], meaning: $meaning };)*

        /// Every code, in the order of the stages that report them.
        pub static CODES: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    CANNOT_READ Fatal | Lost "cannot-read" "the file cannot be read, or is not UTF-8"
    EMPTY_DOCUMENT Fatal | Lost "empty-document" "the text is empty"
    BAD_SYNTAX Fatal | Lost | Repaired "bad-syntax" "the text is neither YAML nor JSON, or has tabs where YAML has none"
    TOO_DEEP Fatal | Lost "too-deep" "the document nests deeper than 128 levels"
    TOO_LARGE Fatal | Lost "too-large" "aliases or shared parts expand the document far beyond its text"
    DUPLICATE_KEY Lost | Repaired "duplicate-key" "a key occurs twice in one object; the last value is used"
    BAD_OVERLAY Fatal "bad-overlay" "an overlay is malformed, or cannot be applied"
    OVERLAY_WITHOUT_EFFECT Repaired "overlay-without-effect" "an action of an overlay changes nothing"
    OVERLAY_EXTENDS Repaired "overlay-extends" "an overlay is for another document"
    NO_OPENAPI_BLOCK Fatal "no-openapi-block" "a documentation page has no block with OpenAPI"
    PAGE_CONFLICT Lost "page-conflict" "two documentation pages of one API contradict each other"
    NOT_OPENAPI Fatal "not-openapi" "the document is not an OpenAPI document"
    UNSUPPORTED_VERSION Fatal "unsupported-version" "the document is of an unsupported version"
    UNKNOWN_KEY Repaired "unknown-key" "the specification does not define this key; it is ignored"
    MISSING_KEY Repaired | Lost "missing-key" "a key that the specification requires is missing"
    WRONG_TYPE Lost | Repaired "wrong-type" "a value is of another JSON type than the specification requires"
    BAD_VALUE Lost | Repaired "bad-value" "a value is not one of those that the specification allows"
    NULL_VALUE Repaired "null-value" "a key has no value; it is read as if it were missing"
    OTHER_DIALECT Repaired "other-dialect" "a keyword as another version of the specification spells it"
    REFUSED_DEFAULT Repaired "refused-default" "a default that its schema rejects; it is omitted"
    ENUM_VALUE Repaired "enum-value" "an `enum` value of another type than its schema"
    MISPLACED_REQUIRED Repaired "misplaced-required" "`required` on a property instead of on its object"
    BODY_PARAMETER Repaired | Lost "body-parameter" "a parameter in the body, as Swagger 2.0 has them"
    NOT_READ Lost "not-read" "a part of the specification that is not read"
    IGNORED_STYLE Repaired "ignored-style" "a style that this kind of parameter cannot have; the default is used"
    IGNORED_PARAMETER Repaired | Lost "ignored-parameter" "a header parameter that the specification ignores"
    UNRESOLVED_REF Lost | Repaired "unresolved-ref" "a reference to a location that the document does not have"
    EXTERNAL_REF Lost "external-ref" "a reference to a document that is not read"
    TOO_MANY_FILES Lost "too-many-files" "the document refers to more files than are read"
    MISPLACED_REF Repaired | Lost "misplaced-ref" "a reference where the specification has none; a copy of its target is read"
    CIRCULAR_REF Lost "circular-ref" "references that refer back to themselves"
    UNREADABLE Lost "unreadable" "the typed reader rejects a part for another reason"
    BAD_PATH Lost | Repaired "bad-path" "a path template is malformed, or does not begin with a slash"
    PATH_QUERY Repaired "path-query" "a path with a query or fragment, which belongs to parameters"
    DUPLICATE_PATH Lost "duplicate-path" "an operation of the same method on a path that differs in the names of its variables only"
    DUPLICATE_PARAMETER Repaired "duplicate-parameter" "two parameters of one array have the same name and location"
    UNDECLARED_VARIABLE Repaired "undeclared-variable" "a variable of a path or server URL is not declared"
    PAIRED_VARIABLE Repaired "paired-variable" "a variable of a path and a path parameter under another name"
    UNUSED_PATH_PARAMETER Lost "unused-path-parameter" "a path parameter that the path does not have"
    OPTIONAL_PATH_PARAMETER Repaired "optional-path-parameter" "a path parameter that is not required"
    DUPLICATE_OPERATION_ID Repaired "duplicate-operation-id" "two operations have the same id"
    NO_RESPONSES Repaired "no-responses" "an operation declares no response"
    BAD_STATUS Lost | Repaired "bad-status" "a response key is not a status, class of statuses or `default`"
    UNKNOWN_SCHEME Lost "unknown-scheme" "a security requirement names a scheme that is not declared"
    BAD_SERVER_DEFAULT Repaired "bad-server-default" "a server variable's default is not one of its values"
    UNTYPED_SCHEMA Lost "untyped-schema" "a schema that no closed shape can describe"
    UNCHECKED_KEYWORD Lost "unchecked-keyword" "a keyword that generated types do not check; the conformance suite does"
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn readme_lists_every_code() {
        let readme = include_str!("../../README.md");
        for code in CODES {
            let outcomes: Vec<&str> = code.outcomes.iter().map(|one| one.as_str()).collect();
            let row = format!("| `{}` | {} | {} |", code.id, outcomes.join(" or "), code.meaning);
            assert!(readme.contains(&row), "row missing from specs/README.md: {row}");
        }
    }
}
