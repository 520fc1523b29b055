//! Types that hold themselves: Rust needs a box somewhere on the ring, and a newtype for an alias.

use std::collections::{BTreeMap, BTreeSet};

use specs::contract::Length;

use super::{Definition, Form, Rules, Type};
use crate::plan::definition::Rest;

/// Boxes every member through which a type would be part of itself, and makes an alias that names
/// itself a newtype.
pub(super) fn box_rings(definitions: &mut [Definition]) {
    let all = graph(definitions, true);
    for definition in definitions.iter_mut() {
        if let Form::Alias(inner @ (Type::List(_) | Type::Map(_))) = &definition.form
            && reaches(&all, &definition.name, &definition.name)
        {
            let rules = match inner {
                Type::List(_) => Rules::List(Length::default(), false),
                _ => Rules::Map(Length::default()),
            };
            definition.form = Form::Checked { inner: inner.clone(), rules };
        }
    }
    let direct = graph(definitions, false);
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

fn box_named(member: &mut Type, owner: &str, direct: &Graph) {
    match member {
        Type::Named(name) if name == owner || reaches(direct, name, owner) => {
            *member = Type::Boxed(Box::new(member.clone()));
        }
        Type::Nullable(inner) => box_named(inner, owner, direct),
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
        Form::Alias(of) | Form::Checked { inner: of, .. } => vec![of],
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

/// Whether one step or more lead from `from` to `to`.
fn reaches(graph: &Graph, from: &str, to: &str) -> bool {
    let mut open: Vec<&str> = graph.get(from).into_iter().flatten().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(graph.get(name).into_iter().flatten().map(String::as_str));
        }
    }
    false
}
