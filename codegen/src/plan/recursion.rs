//! Types that hold themselves: Rust needs a box somewhere on the ring, and a newtype for an alias.

use std::collections::{BTreeMap, BTreeSet};

use specs::contract::Length;

use super::{Definition, Form, Rules, Type};
use crate::plan::definition::Rest;

/// Boxes every member through which a type would be part of itself, and makes an alias that names
/// itself a newtype.
pub(super) fn box_rings(definitions: &mut [Definition]) {
    let all = graph(definitions, true);
    let all_rings = rings(&all);
    for definition in definitions.iter_mut() {
        if let Form::Alias(inner @ (Type::List(_) | Type::Map(_))) = &definition.form
            && held(&all, &definition.name)
                .any(|held| all_rings.get(held) == all_rings.get(definition.name.as_str()))
        {
            let rules = match inner {
                Type::List(_) => Rules::List(Length::default(), false),
                _ => Rules::Map(Length::default()),
            };
            definition.form = Form::Constrained { inner: inner.clone(), rules };
        }
    }
    let direct = graph(definitions, false);
    let direct = rings(&direct);
    for definition in definitions.iter_mut() {
        let owner = definition.name.clone();
        let members: Vec<&mut Type> = match &mut definition.form {
            Form::Struct { fields, .. } => fields.iter_mut().map(|field| &mut field.of).collect(),
            Form::Union { variants, .. } => {
                variants.iter_mut().map(|variant| &mut variant.of).collect()
            }
            _ => Vec::new(),
        };
        for member in members {
            box_named(member, &owner, &direct);
        }
    }
}

fn box_named(member: &mut Type, owner: &str, rings: &BTreeMap<&str, usize>) {
    match member {
        // What an owner holds and what stands on its ring leads back to it.
        Type::Named(name) if rings.get(name.as_str()) == rings.get(owner) => {
            *member = Type::Boxed(Box::new(member.clone()));
        }
        Type::Nullable(inner) => box_named(inner, owner, rings),
        _ => {}
    }
}

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Which definition holds which; with `through` also behind lists and maps, which need no box.
fn graph(definitions: &[Definition], through: bool) -> Graph {
    let edges = definitions.iter().map(|definition| {
        let mut names = BTreeSet::new();
        for member in members(&definition.form) {
            collect(member, through, &mut names);
        }
        (definition.name.clone(), names)
    });
    edges.collect()
}

fn members(form: &Form) -> Vec<&Type> {
    match form {
        Form::Alias(of) | Form::Constrained { inner: of, .. } => vec![of],
        Form::Struct { fields, rest, .. } => {
            let kept = match rest {
                Rest::Kept(of) => Some(of),
                Rest::Ignored | Rest::Refused => None,
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

/// Numbers every definition so that just those of one ring have the same number (Kosaraju's way, with
/// a stack of its own: documents chain thousands of schemas).
fn rings(graph: &Graph) -> BTreeMap<&str, usize> {
    let mut seen = BTreeSet::new();
    let mut finished = Vec::new();
    for start in graph.keys() {
        let mut open = vec![(start.as_str(), false)];
        while let Some((name, left)) = open.pop() {
            if left {
                finished.push(name);
            } else if seen.insert(name) {
                open.push((name, true));
                open.extend(held(graph, name).map(|held| (held, false)));
            }
        }
    }
    let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in graph.keys() {
        held(graph, name).for_each(|held| holders.entry(held).or_default().push(name));
    }
    let mut rings = BTreeMap::new();
    for (number, start) in finished.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(name) = open.pop() {
            if !rings.contains_key(name) {
                rings.insert(name, number);
                open.extend(holders.get(name).into_iter().flatten());
            }
        }
    }
    rings
}

fn held<'a>(graph: &'a Graph, name: &str) -> impl Iterator<Item = &'a str> {
    graph.get(name).into_iter().flatten().map(String::as_str)
}
