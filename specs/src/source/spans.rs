//! A tree of spans over a YAML or JSON text: just enough to locate a pointer. Built with a
//! stack of its own, so that no depth of nesting can overflow the thread's.

mod json;
mod yaml;

use std::collections::HashMap;
use std::ops::Range;

use crate::Pointer;

/// How often merge keys are followed into one another.
const MERGE_DEPTH: usize = 16;

pub(super) struct SpanIndex {
    nodes: Vec<Node>,
    duplicates: Vec<Duplicate>,
}

/// A key that occurs twice in one object.
#[derive(Debug, Clone)]
pub(crate) struct Duplicate {
    /// The key.
    pub(crate) key: String,
    /// Bytes of the first.
    pub(crate) first: Range<usize>,
    /// Bytes of the second.
    pub(crate) second: Range<usize>,
}

struct Node {
    span: Range<usize>,
    children: Children,
}

enum Children {
    None,
    Object(Vec<Property>),
    Array(Vec<usize>),
}

struct Property {
    key: Box<str>,
    span: Range<usize>,
    node: usize,
}

impl SpanIndex {
    /// Reads as far as the text can be read.
    pub(super) fn new(text: &str, is_json: bool) -> Self {
        let mut builder = Builder::default();
        if is_json {
            json::scan(text, &mut builder)
        } else {
            yaml::scan(text, &mut builder)
        }
        let duplicates = builder.nodes.iter().flat_map(duplicates).collect();
        Self { nodes: builder.nodes, duplicates }
    }

    pub(super) fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    pub(super) fn locate(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.walk(pointer).1.then(|| self.walk(pointer).0)
    }

    pub(super) fn locate_near(&self, pointer: &Pointer) -> Range<usize> {
        self.walk(pointer).0
    }

    /// The span of the deepest token that was found, and whether that was the last one.
    fn walk(&self, pointer: &Pointer) -> (Range<usize>, bool) {
        let Some(root) = self.nodes.first() else {
            return (0..0, false);
        };
        let (mut node, mut span) = (0, root.span.clone());
        for token in pointer.tokens() {
            let found = match &self.nodes[node].children {
                Children::None => None,
                Children::Object(_) => self.property(node, &token, 0),
                Children::Array(items) => token
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
                    .map(|item| (*item, self.nodes[*item].span.clone())),
            };
            match found {
                Some(next) => (node, span) = next,
                None => return (span, false),
            }
        }
        (span, true)
    }

    /// The property of an object, or of what it merges in.
    fn property(&self, node: usize, key: &str, depth: usize) -> Option<(usize, Range<usize>)> {
        let Children::Object(properties) = &self.nodes[node].children else {
            return None;
        };
        if let Some(property) = properties.iter().rev().find(|property| &*property.key == key) {
            return Some((property.node, property.span.clone()));
        }
        let merged = properties.iter().find(|property| &*property.key == "<<")?;
        if depth == MERGE_DEPTH {
            return None;
        }
        match &self.nodes[merged.node].children {
            Children::Array(items) => {
                items.iter().find_map(|item| self.property(*item, key, depth + 1))
            }
            _ => self.property(merged.node, key, depth + 1),
        }
    }
}

/// The keys that occur twice in one node.
fn duplicates(node: &Node) -> Vec<Duplicate> {
    let Children::Object(properties) = &node.children else {
        return Vec::new();
    };
    let mut seen: HashMap<&str, &Property> = HashMap::new();
    let mut found = Vec::new();
    for property in properties {
        match seen.get(&*property.key) {
            Some(first) => found.push(Duplicate {
                key: property.key.to_string(),
                first: first.span.clone(),
                second: property.span.clone(),
            }),
            None => _ = seen.insert(&property.key, property),
        }
    }
    found
}

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    open: Vec<Frame>,
    anchors: HashMap<usize, usize>,
}

/// A collection that has begun, and the key that waits for its value.
struct Frame {
    node: usize,
    key: Option<(Box<str>, Range<usize>)>,
}

impl Builder {
    /// Puts a scalar where the innermost open collection expects one.
    fn scalar(&mut self, text: &str, anchor: usize, span: Range<usize>) {
        let node = self.node(span.clone(), Children::None, anchor);
        self.attach(node, text, span);
    }

    /// Puts what an anchor names where the innermost open collection expects something.
    fn alias(&mut self, anchor: usize, span: Range<usize>) {
        if let Some(node) = self.anchors.get(&anchor) {
            self.attach(*node, "", span);
        }
    }

    fn end(&mut self) {
        self.open.pop();
    }

    fn begin(&mut self, children: Children, anchor: usize, span: Range<usize>) {
        let start = span.start;
        let node = self.node(start..start + 1, children, anchor);
        self.attach(node, "", span);
        self.open.push(Frame { node, key: None });
    }

    fn node(&mut self, span: Range<usize>, children: Children, anchor: usize) -> usize {
        self.nodes.push(Node { span, children });
        if anchor > 0 {
            self.anchors.insert(anchor, self.nodes.len() - 1);
        }
        self.nodes.len() - 1
    }

    /// Puts a node where the innermost open collection expects one.
    fn attach(&mut self, node: usize, text: &str, span: Range<usize>) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        match &mut self.nodes[frame.node].children {
            Children::Array(items) => items.push(node),
            Children::Object(properties) => match frame.key.take() {
                Some((key, span)) => properties.push(Property { key, span, node }),
                None => frame.key = Some((text.into(), span)),
            },
            Children::None => {}
        }
    }
}
