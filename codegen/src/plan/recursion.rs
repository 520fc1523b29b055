//! Recursive types: Rust requires a box in each cycle, and a newtype for a recursive alias.

use std::collections::{BTreeMap, BTreeSet};

use specs::contract::Length;

use super::{Definition, Form, Rules, Type};
use crate::plan::definition::AdditionalProperties;

/// Boxes every field through which a type contains itself, and makes a newtype of a recursive alias.
pub(super) fn box_cycles(definitions: &mut [Definition]) {
    let all = graph(definitions, true);
    let all_cycles = cycles(&all);
    for definition in definitions.iter_mut() {
        if let Form::Alias(inner @ (Type::List(_) | Type::Map(_))) = &definition.form
            && contained(&all, &definition.name).any(|contained| {
                all_cycles.get(contained) == all_cycles.get(definition.name.as_str())
            })
        {
            let rules = match inner {
                Type::List(_) => Rules::List(Length::default(), false),
                _ => Rules::Map(Length::default()),
            };
            definition.form = Form::Constrained { inner: inner.clone(), rules };
        }
    }
    let direct = graph(definitions, false);
    let direct = cycles(&direct);
    for definition in definitions.iter_mut() {
        let owner = definition.name.clone();
        let types: Vec<&mut Type> = match &mut definition.form {
            Form::Struct { fields, .. } => fields.iter_mut().map(|field| &mut field.of).collect(),
            Form::Union { variants, .. } => {
                variants.iter_mut().map(|variant| &mut variant.of).collect()
            }
            _ => Vec::new(),
        };
        for of in types {
            box_named(of, &owner, &direct);
        }
    }
}

fn box_named(of: &mut Type, owner: &str, cycles: &BTreeMap<&str, usize>) {
    match of {
        // A field of a type of the same cycle leads back to the owner.
        Type::Named(name) if cycles.get(name.as_str()) == cycles.get(owner) => {
            *of = Type::Boxed(Box::new(of.clone()));
        }
        Type::Nullable(inner) => box_named(inner, owner, cycles),
        _ => {}
    }
}

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Which definition contains which; with `through` also behind arrays and maps, which need no box.
fn graph(definitions: &[Definition], through: bool) -> Graph {
    let edges = definitions.iter().map(|definition| {
        let mut names = BTreeSet::new();
        for of in types(&definition.form) {
            collect(of, through, &mut names);
        }
        (definition.name.clone(), names)
    });
    edges.collect()
}

fn types(form: &Form) -> Vec<&Type> {
    match form {
        Form::Alias(of) | Form::Constrained { inner: of, .. } => vec![of],
        Form::Struct { fields, additional, .. } => {
            let kept = match additional {
                AdditionalProperties::Kept(of) => Some(of),
                AdditionalProperties::Ignored | AdditionalProperties::Rejected => None,
            };
            fields.iter().map(|field| &field.of).chain(kept).collect()
        }
        Form::Union { variants, .. } => variants.iter().map(|variant| &variant.of).collect(),
        Form::Constant(_) | Form::Enum { .. } => Vec::new(),
    }
}

fn collect(of: &Type, through: bool, names: &mut BTreeSet<String>) {
    match of {
        Type::Named(name) => {
            names.insert(name.clone());
        }
        Type::Nullable(inner) | Type::Boxed(inner) => collect(inner, through, names),
        Type::List(inner) | Type::Map(inner) if through => collect(inner, through, names),
        _ => {}
    }
}

/// Numbers every definition so that exactly those of one cycle have the same number (Kosaraju's algorithm,
/// with an explicit stack: documents chain thousands of schemas).
fn cycles(graph: &Graph) -> BTreeMap<&str, usize> {
    let mut seen = BTreeSet::new();
    let mut finished = Vec::new();
    for start in graph.keys() {
        let mut open = vec![(start.as_str(), false)];
        while let Some((name, left)) = open.pop() {
            if left {
                finished.push(name);
            } else if seen.insert(name) {
                open.push((name, true));
                open.extend(contained(graph, name).map(|contained| (contained, false)));
            }
        }
    }
    let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in graph.keys() {
        contained(graph, name)
            .for_each(|contained| holders.entry(contained).or_default().push(name));
    }
    let mut cycles = BTreeMap::new();
    for (number, start) in finished.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(name) = open.pop() {
            if !cycles.contains_key(name) {
                cycles.insert(name, number);
                open.extend(holders.get(name).into_iter().flatten());
            }
        }
    }
    cycles
}

fn contained<'a>(graph: &'a Graph, name: &str) -> impl Iterator<Item = &'a str> {
    graph.get(name).into_iter().flatten().map(String::as_str)
}
