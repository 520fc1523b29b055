//! What a generated item does not cover, as a section of its doc comment.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use specs::contract::{Contract, Loss, Operation, Schema};

use crate::docs::docs;

/// A section names so many losses, and counts the others.
const MOST: usize = 3;

/// A reason has at most so many characters.
const LONGEST: usize = 160;

/// The losses of a contract by the schema that they are of.
#[derive(Debug)]
pub struct BySchema<'c> {
    losses: &'c [Loss],
    /// The indexes of losses by the pointer to each, and by that to what has it.
    indexes: BTreeMap<&'c str, Vec<usize>>,
}

impl<'c> BySchema<'c> {
    /// Groups the losses of a contract.
    pub fn new(contract: &'c Contract) -> Self {
        let losses = contract.losses();
        let mut indexes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, loss) in losses.iter().enumerate() {
            let pointer = loss.pointer.as_str();
            let parent = pointer.rfind('/').map(|cut| &pointer[..cut]);
            for pointer in std::iter::once(pointer).chain(parent) {
                indexes.entry(pointer).or_default().push(index);
            }
        }
        Self { losses, indexes }
    }

    /// What the type of a schema does not cover: the section, or nothing.
    pub fn docs(&self, schema: &Schema) -> Option<TokenStream> {
        if self.losses.is_empty() {
            return None;
        }
        let unchecked = schema.unchecked.iter().map(|unchecked| unchecked.pointer.as_str());
        let pointers = std::iter::once(schema.pointer.as_str()).chain(unchecked);
        let found: BTreeSet<usize> =
            pointers.filter_map(|pointer| self.indexes.get(pointer)).flatten().copied().collect();
        section(&found.into_iter().map(|index| &self.losses[index]).collect::<Vec<_>>())
    }
}

/// What the methods of an operation do not cover: the section, or nothing. Losses of types only come
/// last, as the types name them as well.
pub fn of_operation(contract: &Contract, operation: &Operation) -> Option<TokenStream> {
    let mut losses = contract.losses_of(operation);
    losses.sort_by_key(|loss| loss.is_of_types_only());
    section(&losses)
}

fn section(losses: &[&Loss]) -> Option<TokenStream> {
    let mut seen = BTreeSet::new();
    let lines = losses.iter().map(|loss| line(loss)).filter(|line| seen.insert(line.clone()));
    let mut lines: Vec<String> = lines.collect();
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(format!("- and {more} more, which `specwright lint` reports"));
    }
    (!lines.is_empty()).then(|| {
        let text = docs(None, &format!("# Not covered\n{}", lines.join("\n")));
        quote!(#[doc = ""] #text)
    })
}

/// An item of a list: code and reason in one line.
fn line(loss: &Loss) -> String {
    let reason = loss.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = reason.chars().take(LONGEST).collect();
    if shown.len() < reason.len() {
        shown.push('…');
    }
    if shown.matches('`').count() % 2 == 1 {
        shown = shown.replace('`', "'");
    }
    format!("- `{}`: {shown}", loss.code)
}
