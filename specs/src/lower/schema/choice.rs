//! A choice (`oneOf` or `anyOf`) as a shape, whatever keywords are beside it.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::facets::{Choice, Facets};
use super::parts::{Inline, Joint};
use super::{MOST_JOINT, MOST_PARTS, SchemaLowering};
use crate::Pointer;
use crate::contract::{Discriminator, SchemaId, Shape};
use crate::keyword::{self, CompositionKeyword, GeneralKeyword, Keyword, ObjectKeyword, Type};

/// An alternative of so many choices at once is not looked at any closer.
const MOST_TAKEN: usize = 3;
/// How deep a choice in a choice is looked at.
const DEEPEST: usize = 8;

/// What becomes of a choice.
pub(super) enum Chosen {
    /// The shape of the schema.
    Shape(Shape),
    /// Every value that the other keywords allow satisfies it.
    Implied,
    /// It only excludes some of the values that the other keywords allow.
    Unchecked,
}

impl SchemaLowering<'_> {
    /// What becomes of one choice of a joint schema; `others` is what the schema requires beside it,
    /// in these parts.
    pub(super) fn chosen(
        &mut self,
        choice: &Choice,
        others: &Facets,
        parts: &[Inline<'_>],
        joint: &Joint,
    ) -> Chosen {
        let targets: Vec<Pointer> =
            choice.alternatives.iter().map(|pointer| self.final_target(pointer)).collect();
        if joint.pointers.iter().any(|pointer| self.is_one_of(pointer, &targets)) {
            return Chosen::Implied;
        }
        let is_only_typed = others.choices.is_empty() && !others.constrains_beside_type();
        if is_only_typed {
            let same = |kind| targets.iter().all(|target| self.kind(target, 0) == Some(kind));
            if others.kind.is_none_or(same) {
                let ids = targets.iter().map(|target| self.id(target)).collect();
                return Chosen::Shape(self.shape_of(choice, ids, &HashMap::new()));
            }
        }
        let is_object = others.kind_or_implied() == Some(Type::Object);
        let is_condition = |target| is_object && self.is_condition(target, others, 0);
        let is_scalar = others.kind_or_implied().is_some_and(Type::is_scalar);
        let is_exhausted = joint.taken.len() >= MOST_TAKEN || self.joint_count >= MOST_JOINT;
        if is_scalar || is_exhausted || targets.iter().all(is_condition) {
            return Chosen::Unchecked;
        }
        self.joined(choice, &targets, parts, joint)
    }

    /// A choice of alternatives that each have the other keywords as well.
    fn joined(
        &mut self,
        choice: &Choice,
        targets: &[Pointer],
        parts: &[Inline<'_>],
        joint: &Joint,
    ) -> Chosen {
        let mut ids: Vec<SchemaId> = Vec::new();
        let mut replaced = HashMap::new();
        for target in targets {
            if self.includes(target, parts, &choice.pointer) {
                ids.push(self.id(target));
                continue;
            }
            let mut with = joint.clone();
            with.pointers.push(target.clone());
            with.taken.push(choice.pointer.clone());
            if self.is_possible(&with) {
                let joint = self.joint(with);
                replaced.insert(self.id(target), joint);
                ids.push(joint);
            }
        }
        if ids.is_empty() {
            return Chosen::Unchecked;
        }
        Chosen::Shape(self.shape_of(choice, ids, &replaced))
    }

    /// Whether a schema is one of the targets, or includes one of them.
    fn is_one_of(&self, pointer: &Pointer, targets: &[Pointer]) -> bool {
        targets.contains(pointer)
            || self.ancestors(pointer).iter().any(|ancestor| targets.contains(ancestor))
    }

    /// Whether a schema requires what the parts require beside a choice of theirs.
    fn includes(&self, target: &Pointer, parts: &[Inline<'_>], choice: &Pointer) -> bool {
        let own = self.followed(&Joint::of(target.clone()));
        let own: IndexSet<&Pointer> = own.iter().map(|part| &part.pointer).collect();
        parts
            .iter()
            .filter(|part| part.constrains_beside(choice))
            .all(|part| own.contains(&part.pointer))
    }

    /// Whether the parts of a joint schema are of one type.
    fn is_possible(&self, joint: &Joint) -> bool {
        let facets = self.followed(joint).iter().map(Facets::new).reduce(Facets::merge);
        facets.is_none_or(|facets| facets.opaque.is_none())
    }

    /// The type of all values that satisfy a schema, where there is just one.
    fn kind(&self, pointer: &Pointer, depth: usize) -> Option<Type> {
        if depth > DEEPEST {
            return None;
        }
        let facets = self.followed(&Joint::of(pointer.clone()));
        let facets = facets.iter().map(Facets::new).reduce(Facets::merge)?;
        if let Some(kind) = facets.kind_or_implied() {
            return Some(kind);
        }
        let choice = facets
            .choices
            .first()
            .filter(|choice| choice.alternatives.len() <= MOST_PARTS * MOST_PARTS)?;
        let mut kinds = choice.alternatives.iter().map(|one| self.kind(one, depth + 1));
        let first = kinds.next()??;
        kinds.all(|kind| kind == Some(first)).then_some(first)
    }

    /// Whether a schema declares no property that the object does not have, but only excludes some
    /// of its values.
    fn is_condition(&self, pointer: &Pointer, object: &Facets, depth: usize) -> bool {
        let Some(schema) = self.keywords(pointer) else {
            return true;
        };
        if depth > DEEPEST || self.target(pointer).is_some() {
            return false;
        }
        keyword::of(schema).all(|(row, value)| match row.keyword {
            Keyword::Annotation(_) => true,
            Keyword::General(GeneralKeyword::Type) => value.as_str() == Some(Type::Object.name()),
            Keyword::General(_) => false,
            Keyword::Number(_) | Keyword::String(_) | Keyword::Array(_) => true,
            Keyword::Object(ObjectKeyword::Properties) => {
                let names = value.as_object().into_iter().flat_map(|map| map.keys());
                names.into_iter().all(|name| object.object.declares(name))
            }
            Keyword::Object(ObjectKeyword::AdditionalProperties) => !value.is_object(),
            Keyword::Object(ObjectKeyword::PatternProperties) => false,
            Keyword::Object(_) => true,
            Keyword::Composition(
                CompositionKeyword::AllOf | CompositionKeyword::OneOf | CompositionKeyword::AnyOf,
            ) => row
                .pointers(value, pointer)
                .iter()
                .all(|pointer| self.is_condition(pointer, object, depth + 1)),
            Keyword::Composition(
                CompositionKeyword::Not
                | CompositionKeyword::If
                | CompositionKeyword::Then
                | CompositionKeyword::Else,
            ) => true,
        })
    }

    /// The shape of a choice of these alternatives. Its discriminator selects those that replace the
    /// schemas which it names.
    fn shape_of(
        &mut self,
        choice: &Choice,
        mut alternatives: Vec<SchemaId>,
        replaced: &HashMap<SchemaId, SchemaId>,
    ) -> Shape {
        let mut seen = IndexSet::new();
        alternatives.retain(|id| seen.insert(*id));
        match alternatives.as_slice() {
            [] => Shape::Any,
            [only] => Shape::Alias(*only),
            _ if choice.exclusive => {
                let discriminator = choice.discriminator.as_ref();
                let mut discriminator = discriminator.and_then(|at| self.discriminator(at));
                let mapped = discriminator.iter_mut().flat_map(Discriminator::schemas_mut);
                for id in mapped {
                    *id = replaced.get(id).copied().unwrap_or(*id);
                }
                Shape::OneOf { alternatives, discriminator }
            }
            _ => Shape::AnyOf { alternatives },
        }
    }
}
