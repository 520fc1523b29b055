//! Properties of generation for all documents: equal bytes, distinct names, a bounded stack.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use codegen::{OutputFile, Target, generate};
use specs::{Contract, providers};

fn parsed(id: &str, text: &str) -> Contract {
    let (contract, diagnostics) = specs::parse(id, &format!("{id}.yaml"), text);
    contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)))
}

fn standalone(contracts: &[Contract]) -> Vec<OutputFile> {
    generate(contracts, &Target::Standalone { name: "limits".to_owned() }).unwrap()
}

/// The one file with this path.
fn text<'a>(files: &'a [OutputFile], path: &str) -> &'a str {
    let found = files.iter().find(|file| file.path == path);
    &found.unwrap_or_else(|| panic!("there is no {path}")).text
}

fn five() -> Vec<Contract> {
    providers::ALL.iter().map(|provider| parsed(provider.id, provider.text)).collect()
}

#[test]
fn equal_documents_generate_equal_bytes() {
    assert_eq!(standalone(&five()), standalone(&five()));
    let workspace = |contracts: &[Contract]| generate(contracts, &Target::Workspace).unwrap();
    assert_eq!(workspace(&five()), workspace(&five()));
}

#[test]
fn a_module_does_not_depend_on_other_modules() {
    let all = five();
    let reversed: Vec<_> = all.iter().rev().cloned().collect();
    let modules = |contracts: &[Contract]| -> BTreeMap<String, String> {
        let files = standalone(contracts).into_iter();
        // The files of the crate list the modules.
        let own = ["Cargo.toml", "README.md", "src/lib.rs"];
        files
            .filter(|file| !own.contains(&file.path.as_str()))
            .map(|file| (file.path, file.text))
            .collect()
    };
    let expected = modules(&all);
    assert_eq!(modules(&reversed), expected);
    for contract in &all {
        for (path, text) in modules(std::slice::from_ref(contract)) {
            assert_eq!(expected[&path], text, "{path} alone");
        }
    }
}

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Limits, version: '1' }\n";

#[test]
fn names_that_collide_are_numbered() {
    let mut document = format!("{HEAD}paths:\n");
    // 512 spellings that all become the same name.
    let spellings: Vec<String> = (0..512_u32)
        .map(|number| {
            let signs = (0..9).map(|bit| if number >> bit & 1 == 0 { '-' } else { '_' });
            format!("same{}name", signs.collect::<String>())
        })
        .collect();
    for (index, spelling) in spellings.iter().enumerate() {
        let _ = writeln!(
            document,
            "  /p{index}: {{ get: {{ operationId: o{index}, parameters: [{{ name: {spelling}, in: query, schema: {{ type: string }} }}], responses: {{ '204': {{ description: Done }} }} }} }}"
        );
    }
    document.push_str("components:\n  schemas:\n");
    for spelling in &spellings {
        let _ = writeln!(
            document,
            "    {spelling}: {{ type: object, properties: {{ a: {{ type: string }} }} }}"
        );
    }
    document.push_str("    members:\n      type: object\n      properties:\n");
    for spelling in &spellings {
        let _ = writeln!(document, "        {spelling}: {{ type: string }}");
    }
    document.push_str("    values:\n      type: string\n      enum:\n");
    for spelling in &spellings {
        let _ = writeln!(document, "        - {spelling}");
    }
    let files = standalone(&[parsed("limits", &document)]);
    let models = text(&files, "src/limits/models.rs");
    for name in [
        "pub struct SameName {",
        "pub struct SameName512 {",
        "pub same_name512:",
        "    SameName512,",
    ] {
        assert!(models.contains(name), "there is no `{name}`");
    }
}

/// A document whose components each refer to the next, the last one to `end`.
fn chain(length: usize, link: impl Fn(&str) -> String, end: &str) -> String {
    let mut document = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for index in 0..length {
        let next = if index + 1 == length { end.to_owned() } else { format!("C{}", index + 1) };
        let reference = format!("{{ $ref: '#/components/schemas/{next}' }}");
        let _ = writeln!(document, "    C{index}: {}", link(&reference));
    }
    document.push_str("    End: { type: string }\n");
    document
}

#[test]
fn long_chains_of_schemas_need_no_deep_stack() {
    let object = |next: &str| format!("{{ type: object, properties: {{ next: {next} }} }}");
    let list = |next: &str| format!("{{ type: array, items: {next} }}");
    let union = |next: &str| format!("{{ oneOf: [{next}, {{ type: boolean }}] }}");
    let alias = |next: &str| next.to_owned();
    let chains = [
        ("objects", chain(2_000, object, "End")),
        ("lists", chain(2_000, list, "End")),
        ("unions", chain(2_000, union, "End")),
        ("aliases", chain(2_000, alias, "End")),
        ("ring", chain(2_000, object, "C0")),
    ];
    for (name, document) in chains {
        let files = standalone(&[parsed("limits", &document)]);
        let models = text(&files, "src/limits/models.rs");
        assert!(models.contains("C1999"), "{name}: the last link is not there");
    }
}
