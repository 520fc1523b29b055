//! A directed graph of names, and its shortest cycle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Edges from one module to another.
#[derive(Debug, Default)]
pub(super) struct Graph<'a> {
    edges: BTreeMap<(&'a str, &'a str), Location<'a>>,
}

/// The file and line where an edge was met first.
type Location<'a> = (&'a str, usize);

/// An edge with its location.
type Edge<'a> = ((&'a str, &'a str), Location<'a>);

impl<'a> Graph<'a> {
    /// Adds an edge, if it is new.
    pub(super) fn add(&mut self, from: &'a str, to: &'a str, file: &'a str, line: usize) {
        self.edges.entry((from, to)).or_insert((file, line));
    }

    /// The edges of a shortest cycle, in order; empty if there is none. Of several, the first by name.
    pub(super) fn shortest_cycle(&self) -> Vec<Edge<'a>> {
        let starts: BTreeSet<&str> = self.edges.keys().map(|(from, _)| *from).collect();
        let cycles = starts.into_iter().filter_map(|start| self.cycle_from(start));
        cycles.min_by_key(Vec::len).unwrap_or_default()
    }

    /// The shortest cycle through one name, by breadth-first search.
    fn cycle_from(&self, start: &'a str) -> Option<Vec<Edge<'a>>> {
        let mut reached_by: BTreeMap<&str, Edge<'a>> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(name) = queue.pop_front() {
            for (edge, location) in self.edges.iter().filter(|((from, _), _)| *from == name) {
                if !reached_by.contains_key(edge.1) {
                    reached_by.insert(edge.1, (*edge, *location));
                    queue.push_back(edge.1);
                }
            }
        }
        let mut cycle = vec![*reached_by.get(start)?];
        while let Some(((from, _), _)) = cycle.last().filter(|((from, _), _)| *from != start) {
            cycle.push(*reached_by.get(from)?);
        }
        cycle.reverse();
        Some(cycle)
    }
}

#[cfg(test)]
mod tests {
    use super::Graph;

    /// The names along the shortest cycle of a graph with these edges.
    fn cycle(edges: &[(&'static str, &'static str)]) -> Vec<&'static str> {
        let mut graph = Graph::default();
        edges.iter().for_each(|(from, to)| graph.add(from, to, "", 0));
        graph.shortest_cycle().iter().map(|((from, _), _)| *from).collect()
    }

    #[test]
    fn a_graph_in_layers_has_no_cycle() {
        assert!(cycle(&[("a", "b"), ("a", "c"), ("b", "c")]).is_empty());
    }

    #[test]
    fn the_shortest_of_several_cycles_is_found() {
        let long = [("a", "b"), ("b", "c"), ("c", "a")];
        assert_eq!(cycle(&long), ["a", "b", "c"]);
        assert_eq!(cycle(&[&long[..], &[("c", "d"), ("d", "c")]].concat()), ["c", "d"]);
    }
}
