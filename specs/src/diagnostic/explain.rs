//! What each code means in full: its cause, what it costs, what to do, an example. A row for every code
//! of [`CODES`](super::CODES).

/// The description of a diagnostic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// What in a document has this code.
    pub cause: &'static str,
    /// What it means for the contract, and so for generated code and tests.
    pub consequence: &'static str,
    /// What to do about it, as imperatives.
    pub remedy: &'static str,
    /// A part of a document that has it.
    pub example: &'static str,
}

/// The description of a code.
pub fn explanation(code: &str) -> Option<&'static Explanation> {
    EXPLANATIONS.iter().find(|explanation| explanation.code == code)
}

const fn row(
    code: &'static str,
    cause: &'static str,
    consequence: &'static str,
    remedy: &'static str,
    example: &'static str,
) -> Explanation {
    Explanation { code, cause, consequence, remedy, example }
}

/// Every description, in the order of [`CODES`](super::CODES).
pub static EXPLANATIONS: &[Explanation] = &[
    row(
        "cannot-read",
        "The file does not exist, is not readable, or is not UTF-8.",
        "There is no contract. Lost: it is a file that the document refers to, and what has the reference is left out.",
        "Give the path of a text file in UTF-8.",
        "specwright lint no-such-file.yaml",
    ),
    row(
        "empty-document",
        "The text is empty, or has comments only.",
        "There is no contract. Lost: it is a file that the document refers to, and what has the reference is left out.",
        "Begin with the version of OpenAPI, an `info` and `paths`.",
        "# to be written",
    ),
    row(
        "bad-syntax",
        "The text is neither YAML 1.2 nor JSON. Repaired: tabs where YAML has spaces.",
        "There is no contract. Lost: it is a file that the document refers to, and what has the reference is left \
         out. Repaired: each tab is read as a space.",
        "Correct the text at the location. Indent with spaces.",
        "info: {title: A, version: '1'",
    ),
    row(
        "too-deep",
        "Objects and arrays nest deeper than 128 levels.",
        "There is no contract. Lost: it is a file that the document refers to, and what has the reference is left out.",
        "Move inner schemas to `components/schemas`, and refer to them.",
        "items: {items: {items: {items: {…}}}}",
    ),
    row(
        "too-large",
        "Aliases of aliases, or what the operations of Swagger 2.0 share, make the document far larger than its \
         text.",
        "There is no contract. Lost: it is a file that the document refers to, and what has the reference is left out.",
        "Write the values instead of the aliases, or refer with `$ref`.",
        "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]",
    ),
    row(
        "duplicate-key",
        "One object has a key twice. Repaired: both values are equal.",
        "The last value is used, and the first one is lost.",
        "Remove one of the two, or give it another name.",
        "get: {operationId: a}\nget: {operationId: b}",
    ),
    row(
        "bad-overlay",
        "An overlay is no document of the Overlay Specification 1.0 or 1.1, or one of its actions cannot be \
         applied: its value does not fit its target.",
        "There is no contract: without the overlay, the document is not what its user wants.",
        "Correct the action at the location.",
        "actions: [{target: '$.paths[', remove: true}]",
    ),
    row(
        "overlay-without-effect",
        "The target of an action selects nothing, or the action has neither `update`, `remove` nor `copy`.",
        "The document stays as it is, perhaps because its publisher has corrected it.",
        "Correct the target, or remove the action.",
        "actions: [{target: \"$.paths['/gone']\", remove: true}]",
    ),
    row(
        "overlay-extends",
        "The overlay names another document in `extends` than the one that it is applied to.",
        "It is applied all the same.",
        "Correct `extends`, remove it, or apply the overlay to the document that it names.",
        "overlay: 1.0.0\nextends: other.yaml",
    ),
    row(
        "no-openapi-block",
        "A page that is imported has no block of code, in YAML or JSON, with `openapi` or `paths`.",
        "Nothing is imported.",
        "Give the page in Markdown, as the documentation site publishes it for tools.",
        "specwright import guide-without-reference.md",
    ),
    row(
        "page-conflict",
        "Two pages that are imported into one document declare the same part in different ways.",
        "The part of the first page is used; that of the other page is lost.",
        "Import the pages into documents of their own, or correct one of them.",
        "two pages, each with a schema `Error` of its own",
    ),
    row(
        "not-openapi",
        "The text is YAML or JSON, but no object with the key `openapi` or `swagger`.",
        "There is no contract.",
        "Check that it is the right file. Begin with the version of OpenAPI.",
        "name: my-service\nport: 8080",
    ),
    row(
        "unsupported-version",
        "The document is neither Swagger 2.0 nor OpenAPI 3.0, 3.1 or 3.2.",
        "There is no contract.",
        "Convert it to OpenAPI 3.0, 3.1 or 3.2.",
        "openapi: 4.0.0",
    ),
    row(
        "unknown-key",
        "An object has a key that its version of OpenAPI does not define, often one with a typing error, \
         and that does not begin with `x-`.",
        "The key is ignored, with whatever is below it.",
        "Correct its spelling, remove it, or let it begin with `x-`.",
        "get: {operationID: list}",
    ),
    row(
        "missing-key",
        "An object is without a key that it must have.",
        "Repaired: a neutral value is used, such as an empty description. Lost: the object is left out, as \
         its meaning depends on the key.",
        "Add the key.",
        "securitySchemes: {key: {type: apiKey, in: header}}",
    ),
    row(
        "wrong-type",
        "A value is of another JSON type than the specification requires there.",
        "Repaired: the value has one plain reading, such as the text `\"3\"` of a number. Lost: the value is \
         left out, and what it constrains is unconstrained.",
        "Write the value with the required type.",
        "maximum: many",
    ),
    row(
        "bad-value",
        "A value is of the right type, but not one of those that the specification allows.",
        "Repaired: the nearest allowed value is used, such as `integer` for `int`. Lost: the value is left out, \
         and what it constrains is unconstrained.",
        "Use one of the values that the help lists.",
        "type: strnig",
    ),
    row(
        "null-value",
        "A key has no value.",
        "It is read as if the key were missing.",
        "Give it a value, or remove the key.",
        "responses:",
    ),
    row(
        "other-dialect",
        "A keyword of a schema is written as another version of OpenAPI has it.",
        "It is read as that version means it.",
        "Write it as the version of the document requires, or change the version.",
        "openapi: 3.0.3\n…\ntype: [string, 'null']",
    ),
    row(
        "refused-default",
        "A `default` is no valid value of its own schema.",
        "The default is omitted: generated types do not have it.",
        "Correct the default or its schema.",
        "type: integer\ndefault: five",
    ),
    row(
        "enum-value",
        "Values of an `enum` are of another type than the schema has.",
        "They are read as the type has them where that is possible.",
        "Write the values with the type of the schema.",
        "type: string\nenum: [1, 2]",
    ),
    row(
        "misplaced-required",
        "A property has `required: true`, as a parameter may. Schemas list required properties by name.",
        "The property is required.",
        "List its name in `required` of the object that has the property.",
        "properties: {id: {type: string, required: true}}",
    ),
    row(
        "body-parameter",
        "A document of OpenAPI 3 has a parameter with `in: body` or `in: formData`, or with a type beside its name, \
         as in Swagger 2.0, where they are legal. Lost: an operation has more parameters in its body than a \
         request can have, in Swagger 2.0 as well.",
        "It is read as a request body, or as a parameter with a schema. Lost: it is left out.",
        "Declare a `requestBody`, or move the type below `schema`. In Swagger 2.0, declare one `in: body` parameter, \
         or only `in: formData`.",
        "- {name: pet, in: body, schema: {type: object}}",
    ),
    row(
        "not-read",
        "A part of the specification that contracts do not have, such as the encoding of a form's properties, the \
         items of a stream, or a `collectionFormat` without a counterpart.",
        "The part is left out: no code and no test covers it.",
        "Expect no code of it; nothing is wrong with the document.",
        "multipart/form-data: {schema: {…}, encoding: {photo: {contentType: image/png}}}",
    ),
    row(
        "ignored-style",
        "A parameter has a `style` that parameters at its location cannot have.",
        "The default style of the location is used.",
        "Use a style that the location allows, or none.",
        "{name: id, in: path, style: form, …}",
    ),
    row(
        "ignored-parameter",
        "A header parameter is named `Accept`, `Content-Type` or `Authorization`, or a response header \
         `Content-Type`: media types and security schemes declare these headers.",
        "The header is ignored. Lost: it is the `Authorization` of an operation of Swagger 2.0 that has no security \
         scheme, so that requests have no credential.",
        "Remove it; declare `content` and a security scheme.",
        "{name: Authorization, in: header, …}",
    ),
    row(
        "unresolved-ref",
        "A reference is to a location that the document does not have, or to a part that is left out.",
        "What has the reference is left out: a parameter, a response, a body. A schema allows every value.",
        "Declare the target, or correct the reference.",
        "$ref: '#/components/schemas/Misspelt'",
    ),
    row(
        "external-ref",
        "A reference is to a URL that no `--map` names. Relative files are read, where the document itself is a \
         file.",
        "What has the reference is left out, or allows every value.",
        "Name the file to read instead with `--map URL=PATH`; nothing is fetched.",
        "$ref: 'https://example.com/common.yaml#/Error'",
    ),
    row(
        "too-many-files",
        "The document refers to more than 2,000 files, or they have more than 512 MiB.",
        "What has a reference to a further file is left out, or allows every value.",
        "Join some of the files.",
        "$ref: 'schemas/2001.yaml'",
    ),
    row(
        "misplaced-ref",
        "A reference is where the specification has none. Lost: its target is too large to copy, or is not of the kind.",
        "A copy of the target is read. Lost: the part is left out.",
        "Write the value itself, or refer to a whole path, parameter, response or schema.",
        "properties: {$ref: 'common.yaml#/properties'}",
    ),
    row(
        "circular-ref",
        "References, or the parts of an `allOf`, lead back to themselves with no object or array between.",
        "The last of them is left out; a schema allows every value instead.",
        "Declare a `type` in one of them, or refer from a property.",
        "schemas: {A: {$ref: '#/components/schemas/A'}}",
    ),
    row(
        "unreadable",
        "The typed reader of OpenAPI objects rejects a part, for a reason that no other code has.",
        "The part is left out.",
        "Write it as the specification requires.",
        "explode: {}",
    ),
    row(
        "bad-path",
        "A path does not begin with a slash, or its braces do not match.",
        "Repaired: the slash is added, and a variable such as `{+name}` is read by its name. Lost: the \
         operations of the path are left out.",
        "Begin with a slash, and have names alone in braces.",
        "paths: {'/a/{id': {…}}",
    ),
    row(
        "path-query",
        "A path has a query or a fragment.",
        "The path is read without it, and its parameters are query parameters with one value.",
        "Declare `in: query` parameters, and one operation for each path.",
        "paths: {'/messages?beta=true': {…}}",
    ),
    row(
        "duplicate-path",
        "Two paths are equal but for the names of their variables, and have an operation of the same method.",
        "The second operation is left out: no server could distinguish the two.",
        "Merge the two operations, or give one another path.",
        "paths: {'/a/{id}': {get: {…}}, '/a/{name}': {get: {…}}}",
    ),
    row(
        "duplicate-parameter",
        "One array of parameters has two with the same name and location.",
        "The first one counts.",
        "Remove one of the two, or give it another name.",
        "- {name: page, in: query, …}\n- {name: page, in: query, …}",
    ),
    row(
        "undeclared-variable",
        "A path or the URL of a server has a variable that is not declared.",
        "The variable of a path is a string parameter. That of a server has its name as its default.",
        "Declare a parameter with `in: path`, or the variable below `variables`.",
        "paths: {'/a/{id}': {get: {responses: {…}}}}",
    ),
    row(
        "paired-variable",
        "A path has one variable without a parameter, and its operation one path parameter without a variable.",
        "The two are read as one, under the name that the path has.",
        "Give the variable and the parameter the same name.",
        "'/accounts/{subAccountId}': {parameters: [{name: accountId, in: path, …}]}",
    ),
    row(
        "unused-path-parameter",
        "A parameter with `in: path` has no variable in the path.",
        "The parameter is left out.",
        "Add the variable to the path, or remove the parameter.",
        "'/a': {parameters: [{name: id, in: path, …}]}",
    ),
    row(
        "optional-path-parameter",
        "A path parameter is not `required: true`. A URL cannot be without a part of its path.",
        "The parameter is required.",
        "Add `required: true`.",
        "{name: id, in: path, schema: {type: string}}",
    ),
    row(
        "duplicate-operation-id",
        "Two operations have the same `operationId`.",
        "The second one gets a number after its id.",
        "Give each operation an id of its own.",
        "get: {operationId: list}\npost: {operationId: list}",
    ),
    row(
        "no-responses",
        "An operation declares no response.",
        "Every response is allowed; clients get it without a type.",
        "Declare at least the response to a request that succeeds.",
        "get: {responses: {}}",
    ),
    row(
        "bad-status",
        "A key below `responses` is no status code, no class such as `4XX`, and not `default`.",
        "Repaired: the key has one plain reading, such as `Default`. Lost: the response is left out.",
        "Use a status code from 100 to 599, a class, or `default`.",
        "responses: {ok: {description: Done}}",
    ),
    row(
        "unknown-scheme",
        "A security requirement names a scheme that `components/securitySchemes` does not have.",
        "The alternative is left out. Where there is no other one, the scheme is assumed by its name: an \
         operation is never anonymous because of this.",
        "Declare the scheme, or correct the name.",
        "security: [{apiKye: []}]",
    ),
    row(
        "bad-server-default",
        "The default of a server variable is not one of its `enum` values.",
        "The default is added to the values.",
        "Add it to `enum`, or choose another default.",
        "region: {default: asia, enum: [eu, us]}",
    ),
    row(
        "untyped-schema",
        "A schema is more than a closed type can describe: parts of different types, or values of several types.",
        "Generated types hold any JSON value there. The JSON Schema view is complete: validation is not weaker.",
        "Declare it with `properties`, `items`, `enum`, `oneOf`, or `allOf` of like parts.",
        "enum: [1, automatic]",
    ),
    row(
        "unchecked-keyword",
        "A keyword excludes values that the type of the schema has: `not`, `if`, a choice beside properties, and others.",
        "Generated types accept such values. The JSON Schema view is complete: validation is not weaker.",
        "Check it where the value is used; the conformance suite does.",
        "properties: {a: {type: string}, b: {type: string}}\nanyOf: [{required: [a]}, {required: [b]}]",
    ),
];

#[cfg(test)]
mod tests {
    use super::{EXPLANATIONS, explanation};
    use crate::diagnostic::CODES;

    #[test]
    fn every_code_has_a_complete_description() {
        let described: Vec<&str> = EXPLANATIONS.iter().map(|row| row.code).collect();
        let codes: Vec<&str> = CODES.iter().map(|code| code.id).collect();
        assert_eq!(described, codes);
        for row in EXPLANATIONS {
            let texts = [row.cause, row.consequence, row.remedy];
            assert!(texts.iter().all(|text| text.ends_with('.')), "{}", row.code);
            assert!(!row.example.is_empty(), "{}", row.code);
        }
    }

    #[test]
    fn unknown_codes_have_no_description() {
        assert_eq!(explanation("unknown"), None);
        assert!(explanation("missing-key").is_some());
    }
}
