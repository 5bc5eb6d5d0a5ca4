//! What owns an object and what it owns, as a tree for people.

use std::collections::BTreeSet;

use kubecheck_core::report::render;

use crate::owners::{Family, Link, State};

/// Returns the rows of a table: the object in its tree, and what is to be said of it.
pub(super) fn rows(family: &Family) -> Vec<Vec<String>> {
    let way = way(family);
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let is_owned =
        |at: usize| family.links.iter().any(|link| link.dependent == at && way.contains(&link.owner));
    let mut tops: Vec<usize> = way.iter().copied().filter(|at| !is_owned(*at)).collect();
    // In a circle nobody is on top.
    if tops.is_empty() {
        tops.push(0);
    }
    for top in tops {
        // An object, the link that leads to it, and what stands before it.
        let mut waiting = vec![(top, None::<Link>, String::new(), String::new())];
        while let Some((at, link, branch, below)) = waiting.pop() {
            let is_new = seen.insert(at);
            let name = render::object(&family.members[at].object);
            rows.push(vec![format!("{branch}{name}"), words(family, at, link, is_new)]);
            if !is_new {
                continue;
            }
            // Above the object only the way to it is of interest.
            let is_shown = |link: &&Link| !is_above(&way, at) || way.contains(&link.dependent);
            let links: Vec<Link> = family.dependents(at).iter().filter(is_shown).copied().collect();
            for (number, link) in links.iter().enumerate().rev() {
                let (own, next) =
                    if number + 1 == links.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
                waiting.push((
                    link.dependent,
                    Some(*link),
                    format!("{below}{own}"),
                    format!("{below}{next}"),
                ));
            }
        }
    }
    rows
}

/// Returns the object and all that owns it, directly or through others.
fn way(family: &Family) -> BTreeSet<usize> {
    let (mut way, mut unseen) = (BTreeSet::from([0]), vec![0]);
    while let Some(at) = unseen.pop() {
        for link in family.links.iter().filter(|link| link.dependent == at) {
            if way.insert(link.owner) {
                unseen.push(link.owner);
            }
        }
    }
    way
}

fn is_above(way: &BTreeSet<usize>, at: usize) -> bool {
    at != 0 && way.contains(&at)
}

/// Says what is to be said of an object in the tree.
fn words(family: &Family, at: usize, link: Option<Link>, is_new: bool) -> String {
    let member = &family.members[at];
    let state = match member.state {
        State::There => "",
        State::Gone => "does not exist",
        State::Unknown => "not known",
    };
    let words = [
        (at == 0, "asked for"),
        (!state.is_empty(), state),
        (!is_new, "see above"),
        (member.is_going, "being deleted"),
        (member.is_held, "has finalizers"),
        (link.is_some_and(|link| link.blocks), "blocks its owner"),
    ];
    words.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word).collect::<Vec<_>>().join(", ")
}
