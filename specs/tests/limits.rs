//! Documents at the limits: long chains, large cycles, and text cut anywhere. None may panic, overflow
//! the stack of a test's thread, or be slow.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may panic as the tests do")]

use std::path::Path;

use serde_json::{Value, json};
use specs::contract::Shape;
use specs::{load, parse, providers};

const LONG: usize = 5_000;

fn document(components: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n{components}"
    )
}

#[test]
fn long_chains_of_references_resolve() {
    let links: String = (0..LONG)
        .map(|at| format!("    S{at}: {{$ref: '#/components/schemas/S{}'}}\n", at + 1))
        .collect();
    let text = document(&format!("  schemas:\n{links}    S{LONG}: {{type: string}}\n"));
    let (contract, diagnostics) = parse("chain", "chain.yaml", &text);
    assert!(diagnostics.is_empty());
    let schemas = contract.unwrap().schemas;
    let (first, _) = schemas.iter().next().unwrap();
    assert!(matches!(schemas.get(schemas.resolve(first)).shape, Shape::String { .. }));
    assert_eq!(schemas.json_schema(first)["$defs"].as_object().unwrap().len(), LONG);
}

#[test]
fn long_chains_of_all_of_merge() {
    let links: String = (0..300)
        .map(|at| {
            let base = format!("{{$ref: '#/components/schemas/S{}'}}", at + 1);
            format!("    S{at}: {{allOf: [{base}, {{properties: {{p{at}: {{type: string}}}}}}]}}\n")
        })
        .collect();
    let text = document(&format!("  schemas:\n{links}    S300: {{type: object}}\n"));
    let (contract, _) = parse("chain", "chain.yaml", &text);
    let schemas = contract.unwrap().schemas;
    let (_, first) = schemas.iter().next().unwrap();
    assert!(matches!(&first.shape, Shape::Object { properties, .. } if properties.len() == 300));
}

#[test]
fn large_cycles_are_reported_once() {
    for (kind, extra) in [("schemas", ""), ("responses", ""), ("schemas", "x-note: 1, ")] {
        let links: String = (0..LONG)
            .map(|at| {
                let next = (at + 1) % LONG;
                format!("    R{at}: {{{extra}$ref: '#/components/{kind}/R{next}'}}\n")
            })
            .collect();
        let (contract, diagnostics) =
            parse("cycle", "cycle.yaml", &document(&format!("  {kind}:\n{links}")));
        assert!(contract.is_some());
        let codes: Vec<&str> = diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["circular-ref"], "{kind}");
        assert!(diagnostics.render(false).len() < 2_000);
    }
}

#[test]
fn text_cut_or_damaged_anywhere_is_reported() {
    for provider in providers::ALL {
        let lines: Vec<&str> = provider.text.lines().collect();
        for cut in 0..lines.len() {
            let (before, line, after) = (&lines[..cut], lines[cut], &lines[cut + 1..]);
            // Each line is treated in one way, its other resources in others.
            let text = match cut % 3 {
                0 => before.join("\n"),
                1 => [before, after].concat().join("\n"),
                _ => {
                    let damaged = line.replace([':', '\'', '$', 'e'], "[");
                    [before, &[damaged.as_str()], after].concat().join("\n")
                }
            };
            let (contract, diagnostics) = parse("cut", "cut.yaml", &text);
            assert_eq!(contract.is_none(), diagnostics.is_fatal());
            assert!(diagnostics.iter().all(|found| found.location.is_some()));
            diagnostics.render(true);
        }
    }
}

/// A document with every kind of value that the lowering reads.
const WHOLE: &str = r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"},
"servers": [{"url": "/", "variables": {"a": {"default": "b", "enum": ["b"]}}}],
"security": [{"a": ["s"]}],
"paths": {"/a": {"parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}}],
  "get": {"operationId": "g", "tags": ["t"], "requestBody": {"content": {"a/b": {}}},
    "responses": {"200": {"description": "d",
      "headers": {"h": {"schema": {"type": "array", "items": {"type": "string"}}}},
      "content": {"a/b": {"examples": {"e": {"value": 1}}, "schema": {"allOf": [
        {"type": "object", "properties": {"p": {"enum": ["a"]}}, "required": ["p"],
         "additionalProperties": {"type": "number", "minimum": 1, "exclusiveMinimum": true}}]}}}}}}}},
"components": {"schemas": {"S": {"oneOf": [{"$ref": "#/components/schemas/T"}]}, "T": {}},
  "securitySchemes": {"a": {"type": "http", "scheme": "basic"}}}}"##;

/// The same for the rewriting of Swagger 2.0.
const SWAGGER: &str = r##"{"swagger": "2.0", "info": {"title": "T", "version": "1"},
"host": "h", "basePath": "/b", "schemes": ["https"], "consumes": ["a/b"], "produces": ["a/b", "c/d"],
"parameters": {"Q": {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}},
  "B": {"name": "b", "in": "body", "schema": {"type": "object"}},
  "F": {"name": "f", "in": "formData", "type": "file"}},
"responses": {"R": {"description": "d", "schema": {"type": "string"}}},
"paths": {"/a": {"parameters": [{"$ref": "#/parameters/Q"}],
  "get": {"consumes": ["e/f"], "produces": ["e/f"], "schemes": ["http"],
    "parameters": [{"$ref": "#/parameters/B"}],
    "responses": {"200": {"$ref": "#/responses/R"}, "201": {"description": "d",
      "headers": {"H": {"type": "integer"}}, "examples": {"a/b": 1}, "schema": {"type": "file"}}}},
  "put": {"parameters": [{"$ref": "#/parameters/F"}, {"name": "g", "in": "formData", "type": "array",
    "items": {"type": "array", "items": {"type": "string"}}, "collectionFormat": "tsv"}],
    "responses": {"200": {"description": "d"}}}}},
"definitions": {"S": {"discriminator": "d", "x-nullable": true, "required": ["d"], "properties": {
  "d": {"type": "string"}, "r": {"$ref": "#/definitions/S", "x-nullable": true}}}},
"securityDefinitions": {"o": {"type": "oauth2", "flow": "implicit", "authorizationUrl": "u",
  "scopes": {"s": "t"}}}}"##;

/// The same for what OpenAPI 3.2 added.
const RECENT: &str = r##"{"openapi": "3.2.0", "$self": "s", "info": {"title": "T", "version": "1"},
"servers": [{"url": "/", "name": "n"}], "tags": [{"name": "t", "parent": "p", "kind": "k"}],
"paths": {"/a": {"$ref": "s#/components/pathItems/P", "query": {"responses": {"200": {"summary": "s"}}},
  "additionalOperations": {"COPY": {"parameters": [
    {"name": "c", "in": "cookie", "style": "cookie", "schema": {"type": "string"}}],
    "responses": {"200": {"content": {"a/b": {"$ref": "#/components/mediaTypes/M"}}}}}}}},
"components": {"mediaTypes": {"M": {"itemSchema": {"type": "string"}, "prefixEncoding": [{}],
    "itemEncoding": {"encoding": {"a": {}}}, "examples": {"e": {"dataValue": 1, "serializedValue": "1"}}}},
  "pathItems": {"P": {"get": {"parameters": [{"name": "q", "in": "querystring", "content": {
    "application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}]}}},
  "schemas": {"S": {"oneOf": [{"xml": {"nodeType": "text"}}],
    "discriminator": {"propertyName": "p", "defaultMapping": "S"}}},
  "securitySchemes": {"o": {"type": "oauth2", "deprecated": true, "oauth2MetadataUrl": "u", "flows": {
    "deviceAuthorization": {"deviceAuthorizationUrl": "d", "tokenUrl": "t", "scopes": {}}}}}}}"##;

#[test]
fn values_of_another_type_anywhere_are_reported() {
    for text in [WHOLE, SWAGGER, RECENT] {
        report_values_of_another_type(text);
    }
}

fn report_values_of_another_type(text: &str) {
    let whole: Value = serde_json::from_str(text).unwrap();
    let (contract, diagnostics) = parse("whole", "whole.json", text);
    assert!(contract.is_some(), "{}", diagnostics.render(false));
    let others =
        [json!(null), json!(true), json!(-1.5), json!("#"), json!([[]]), json!({"$ref": "#/"})];
    for pointer in pointers(&whole, "") {
        for other in &others {
            let mut changed = whole.clone();
            *changed.pointer_mut(&pointer).unwrap() = other.clone();
            let (contract, diagnostics) = parse("changed", "changed.json", &changed.to_string());
            assert_eq!(contract.is_none(), diagnostics.is_fatal());
            assert!(
                diagnostics.iter().all(|found| found.code != "unreadable"),
                "{pointer} {other}: {}",
                diagnostics.render(false)
            );
        }
    }
}

#[test]
fn shared_parts_that_expand_too_far_are_rejected() {
    let media_types: Vec<String> = (0..LONG).map(|at| format!("a/b{at}")).collect();
    let responses = r##"{"default": {"description": "d", "schema": {"type": "object"}}}"##;
    let paths: Vec<String> = (0..LONG)
        .map(|at| format!(r##""/a{at}": {{"get": {{"responses": {responses}}}}}"##))
        .collect();
    let text = format!(
        r##"{{"swagger": "2.0", "info": {{"title": "T", "version": "1"}}, "produces": {}, "paths": {{{}}}}}"##,
        json!(media_types),
        paths.join(",")
    );
    let (contract, diagnostics) = parse("large", "large.json", &text);
    assert!(contract.is_none());
    let codes: Vec<&str> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["too-large"]);
}

/// The pointers to all values.
fn pointers(value: &Value, pointer: &str) -> Vec<String> {
    let below: Vec<String> = match value {
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, value)| {
                pointers(value, &format!("{pointer}/{}", key.replace('/', "~1")))
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| pointers(item, &format!("{pointer}/{index}")))
            .collect(),
        _ => Vec::new(),
    };
    std::iter::once(pointer.to_owned()).chain(below).collect()
}

#[test]
fn contract_is_named_by_the_stem_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("My API_v2.final.YAML");
    std::fs::write(&path, document("  schemas: {}")).unwrap();
    let (contract, diagnostics) = load(&path);
    assert!(diagnostics.is_empty());
    assert_eq!(contract.unwrap().id, "my-api-v2-final");
}

#[test]
fn unreadable_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("binary.yaml");
    std::fs::write(&binary, [0xff, 0xfe, 0x00]).unwrap();
    for path in [binary.as_path(), folder.path(), Path::new("no/such/file.yaml")] {
        let (contract, diagnostics) = load(path);
        assert!(contract.is_none());
        let first = diagnostics.iter().next().unwrap();
        assert_eq!(first.code, "cannot-read");
        assert!(first.message.contains(&path.display().to_string()));
        assert!(diagnostics.render(false).contains("cannot-read"));
    }
}

/// Maps in maps of a schema that a part of an `allOf` constrains once more at every level.
#[test]
fn schemas_that_apply_at_once_are_bounded() {
    let mut parent = r##"{"$ref": "#/components/schemas/Tree"}"##.to_owned();
    for _ in 0..24 {
        parent = format!(r#"{{"additionalProperties": {parent}}}"#);
    }
    let text = format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{}},
        "components": {{"schemas": {{
            "Tree": {{"type": "object", "properties": {{"parent": {parent}}}}},
            "Special": {{"allOf": [
                {{"$ref": "#/components/schemas/Tree"}},
                {{"properties": {{"parent": {{"$ref": "#/components/schemas/Special"}}}}}}
            ]}}
        }}}}}}"##
    );
    let (contract, diagnostics) = parse("a", "a.json", &text);
    assert!(contract.is_some(), "{}", diagnostics.render(false));
    let is_cut = |message: &str| message.contains("too many schemas apply at once");
    assert!(diagnostics.iter().any(|found| is_cut(&found.message)), "{}", diagnostics.len());
}
