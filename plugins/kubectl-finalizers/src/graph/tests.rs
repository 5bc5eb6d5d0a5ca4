//! The graph against a naive model.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn edge((dependent, owner, blocks): (u32, u32, bool)) -> Edge {
    Edge { dependent, owner, blocks }
}

/// Whom a node reaches along its owners, in one step or more.
fn reaches(edges: &[Edge], from: u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for edge in edges {
            if edge.dependent == from || found.contains(&edge.dependent) {
                found.insert(edge.owner);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// What goes, by going over all nodes until nothing changes.
fn goes(nodes: u32, edges: &[Edge], root: u32, traits: &[Traits]) -> BTreeSet<u32> {
    let mut gone = BTreeSet::from([root]);
    loop {
        let before = gone.len();
        for node in 0..nodes {
            let owners: Vec<u32> =
                edges.iter().filter(|edge| edge.dependent == node).map(|edge| edge.owner).collect();
            let is_free =
                |owner: &u32| gone.contains(owner) || *owner != root && traits[*owner as usize].is_waiting;
            let has_gone = owners.iter().any(|owner| gone.contains(owner));
            if has_gone && owners.iter().all(is_free) && !traits[node as usize].has_other_owner {
                gone.insert(node);
            }
        }
        if gone.len() == before {
            return gone;
        }
    }
}

fn graphs() -> impl Strategy<Value = (u32, Vec<Edge>)> {
    (1_u32..12).prop_flat_map(|nodes| {
        let edge = (0..nodes, 0..nodes, any::<bool>()).prop_map(edge);
        (Just(nodes), prop::collection::vec(edge, 0..30))
    })
}

proptest! {
    #[test]
    fn circles_are_what_reaches_itself((nodes, edges) in graphs()) {
        let graph = Graph::new(nodes as usize, edges.clone());
        let reached: Vec<BTreeSet<u32>> = (0..nodes).map(|node| reaches(&edges, node)).collect();
        let mut expected: BTreeSet<Vec<u32>> = BTreeSet::new();
        for node in 0..nodes {
            let set: Vec<u32> = (0..nodes)
                .filter(|other| reached[node as usize].contains(other) && reached[*other as usize].contains(&node))
                .collect();
            if reached[node as usize].contains(&node) {
                expected.insert(set);
            }
        }
        let found = graph.circles();
        prop_assert_eq!(&found, &expected.into_iter().collect::<Vec<_>>());
        for members in found {
            let way = graph.shortest_circle(&members, members[0]);
            prop_assert_eq!(way.first(), Some(&members[0]));
            prop_assert_eq!(way.len(), way.iter().collect::<BTreeSet<_>>().len());
            for (at, node) in way.iter().enumerate() {
                let next = way[(at + 1) % way.len()];
                prop_assert!(graph.owners(*node).any(|owner| owner == next));
            }
        }
    }

    #[test]
    fn what_goes_is_what_no_owner_holds(
        (nodes, edges) in graphs(),
        root in 0_u32..12,
        traits in prop::collection::vec((any::<bool>(), prop::bool::weighted(0.1), prop::bool::weighted(0.1)), 12),
    ) {
        let root = root % nodes;
        let traits: Vec<Traits> = traits
            .into_iter()
            .map(|(is_held, is_waiting, has_other_owner)| Traits { is_held, is_waiting, has_other_owner, orphans: false })
            .collect();
        let graph = Graph::new(nodes as usize, edges.clone());
        let expected = goes(nodes, &edges, root, &traits);
        for policy in [Policy::Background, Policy::Foreground] {
            let told = graph.forecast(root, policy, |node| traits[node as usize]);
            prop_assert_eq!(told.goes.first(), Some(&root));
            prop_assert_eq!(told.goes.iter().copied().collect::<BTreeSet<_>>(), expected.clone());
            for edge in &edges {
                let stays = expected.contains(&edge.owner) && !expected.contains(&edge.dependent);
                prop_assert!(!stays || told.stays.contains(&edge.dependent));
            }
            let held: Vec<u32> = told.holds.iter().map(|hold| hold.node).collect();
            prop_assert!(held.iter().all(|node| expected.contains(node) && traits[*node as usize].is_held));
        }
        let told = graph.forecast(root, Policy::Orphan, |node| traits[node as usize]);
        prop_assert_eq!(told.goes, vec![root]);
    }

    #[test]
    fn both_directions_say_the_same((nodes, edges) in graphs()) {
        let graph = Graph::new(nodes as usize, edges.clone());
        let expected: BTreeSet<(u32, u32)> = edges.iter().map(|edge| (edge.dependent, edge.owner)).collect();
        let up = (0..nodes).flat_map(|node| graph.owners(node).map(move |owner| (node, owner)));
        let down = (0..nodes).flat_map(|node| graph.dependents(node).map(move |below| (below, node)));
        prop_assert_eq!(up.collect::<Vec<_>>().len(), expected.len());
        prop_assert_eq!(down.collect::<BTreeSet<_>>(), expected);
        for node in 0..nodes {
            let below: BTreeSet<u32> = graph.below(node).into_iter().collect();
            let owned = (0..nodes).filter(|other| *other == node || reaches(&edges, *other).contains(&node));
            prop_assert_eq!(below, owned.collect::<BTreeSet<_>>());
        }
    }
}

const MANY: u32 = 100_000;

#[test]
fn a_chain_is_gone_through_without_recursion() {
    let chain: Vec<Edge> = (1..MANY).map(|node| edge((node, node - 1, true))).collect();
    let graph = Graph::new(MANY as usize, chain);
    assert_eq!(graph.circles(), Vec::<Vec<u32>>::new());
    assert_eq!(graph.below(0).len(), MANY as usize);
    let held = |node| Traits { is_held: node == MANY - 1, ..Traits::default() };
    for (policy, is_waited_for) in [(Policy::Foreground, true), (Policy::Background, false)] {
        let told = graph.forecast(0, policy, held);
        assert_eq!(told.goes.len(), MANY as usize);
        assert_eq!(told.holds, [Hold { node: MANY - 1, is_waited_for }]);
    }
}

#[test]
fn a_circle_is_found_without_recursion() {
    let circle: Vec<Edge> = (0..MANY).map(|node| edge((node, (node + 1) % MANY, true))).collect();
    let graph = Graph::new(MANY as usize, circle);
    let found = graph.circles();
    assert_eq!(found.len(), 1);
    assert_eq!(graph.shortest_circle(&found[0], 0).len(), MANY as usize);
    assert_eq!(graph.forecast(7, Policy::Background, |_| Traits::default()).goes.len(), MANY as usize);
}

#[test]
fn what_waits_on_a_circle_is_let_go() {
    // 0 owns 1, 1 owns 2 and 2 owns 1 as well: 1 has a live owner.
    let graph = Graph::new(3, [(1, 0, true), (2, 1, true), (1, 2, true)].map(edge).to_vec());
    let told = graph.forecast(0, Policy::Foreground, |_| Traits::default());
    assert_eq!((told.goes, told.stays), (vec![0], vec![1]));
}

#[test]
fn the_finalizer_orphan_is_honoured_in_the_background() {
    let graph = Graph::new(3, [(1, 0, true), (2, 1, true)].map(edge).to_vec());
    let traits = |node| Traits { orphans: node == 1, ..Traits::default() };
    let told = graph.forecast(0, Policy::Background, traits);
    assert_eq!((told.goes, told.stays), (vec![0, 1], vec![2]));
    assert_eq!(graph.forecast(0, Policy::Foreground, traits).goes, [0, 1, 2]);
}
