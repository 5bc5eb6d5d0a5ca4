//! A rule's groups and resources, each with each: which of its entries are of no use.

use kubecheck_core::model::tree::{NodeId, Value};

use super::resources::{Entry, Fate, Weight, Why};
use crate::schema::placeholder::is_placeholder;

/// The pairs of a rule's groups and resources.
pub struct Grid<'a> {
    groups: Vec<Value<'a>>,
    resources: Vec<Value<'a>>,
    /// Row by row: the pairs of the first group first.
    fates: Vec<Fate>,
}

/// Returns the texts of a list; none if it is empty, or if something in it is no text or is filled in later.
pub fn texts<'a>(map: Value<'a>, field: &str) -> Option<Vec<Value<'a>>> {
    let items: Vec<Value<'a>> = map.get(field)?.items().collect();
    let known = |item: &Value<'_>| item.as_str().is_some_and(|text| !is_placeholder(text));
    (!items.is_empty() && items.iter().all(known)).then_some(items)
}

impl<'a> Grid<'a> {
    /// Judges each group with each resource. `lives` tells quickly of most pairs that they are alive; what both its group
    /// and its resource are of use without is not judged further.
    pub fn of(
        groups: Vec<Value<'a>>,
        resources: Vec<Value<'a>>,
        lives: impl Fn(&str, &str) -> bool,
        judge: impl Fn(&str, &str) -> Fate,
    ) -> Self {
        let text = |value: &Value<'a>| value.as_str().unwrap_or_default();
        let pairs = groups.iter().flat_map(|group| resources.iter().map(move |resource| (group, resource)));
        let alive: Vec<bool> = pairs.map(|(group, resource)| lives(text(group), text(resource))).collect();
        let width = resources.len();
        let row_lives = |at: usize| alive[at / width * width..][..width].contains(&true);
        let column_lives = |at: usize| alive.iter().skip(at % width).step_by(width).any(|alive| *alive);
        let fate = |at: usize| match alive[at] {
            true => Fate::Alive,
            false if row_lives(at) && column_lives(at) => Fate::Unknown,
            false => judge(text(&groups[at / width]), text(&resources[at % width])),
        };
        let fates = (0..alive.len()).map(fate).collect();
        Grid { groups, resources, fates }
    }

    /// Tells whether no pair is of any use.
    pub fn is_dead(&self) -> bool {
        self.fates.iter().all(|fate| matches!(fate, Fate::Dead(_)))
    }

    /// Returns why each entry of no use is of none, and where it stands: of a dead rule for each resource the reason that
    /// explains most.
    pub fn dead(&self) -> Vec<(NodeId, Why)> {
        let width = self.resources.len();
        let columns = (0..width).map(|column| (0..self.groups.len()).map(move |row| (row, column)).collect());
        let rows = (0..self.groups.len()).map(|row| (0..width).map(move |column| (row, column)).collect());
        let mut found: Vec<(NodeId, Why)> =
            columns.filter_map(|cells: Vec<_>| self.reason(&cells, Entry::Resource)).collect();
        if !self.is_dead() {
            found.extend(rows.filter_map(|cells: Vec<_>| self.reason(&cells, Entry::Group)));
        }
        let mut told: Vec<(NodeId, Why)> = Vec::new();
        for (at, why) in found {
            if !told.iter().any(|(_, own)| own.text == why.text) {
                told.push((at, why));
            }
        }
        told
    }

    /// Returns the best reason of some pairs that are all dead: the pairs of one resource, or of one group.
    fn reason(&self, cells: &[(usize, usize)], line: Entry) -> Option<(NodeId, Why)> {
        let mut best: Option<((usize, usize), &Why)> = None;
        for (row, column) in cells {
            let Fate::Dead(why) = &self.fates[row * self.resources.len() + column] else { return None };
            if best.is_none_or(|(_, own)| why.weight > own.weight) {
                best = Some(((*row, *column), why));
            }
        }
        let ((row, column), why) = best?;
        let mut why = why.clone();
        if line == Entry::Group && cells.len() > 1 && why.weight < Weight::Group && !self.alike(cells) {
            let group = super::group::named(self.groups[row].as_str().unwrap_or_default());
            why = Why::new(Entry::Group, Weight::Absent, format!("no resource of the rule is in {group}"));
        }
        let at = match (why.entry, line) {
            (Entry::Group, _) | (_, Entry::Group) => self.groups[row],
            _ => self.resources[column],
        };
        Some((at.id(), why))
    }

    /// Tells whether all pairs are dead for one reason.
    fn alike(&self, cells: &[(usize, usize)]) -> bool {
        let mut texts =
            cells.iter().filter_map(|(row, column)| match &self.fates[row * self.resources.len() + column] {
                Fate::Dead(why) => Some(&why.text),
                _ => None,
            });
        let first = texts.next();
        texts.all(|text| Some(text) == first)
    }

    /// Returns the one group entry, if there is one, and what every reason wants it to be.
    pub fn one_right(&self) -> Option<(NodeId, String)> {
        let [group] = self.groups.as_slice() else { return None };
        let mut rights = self.fates.iter().map(|fate| match fate {
            Fate::Dead(Why { entry: Entry::Group, right: Some(right), .. }) => Some(right),
            _ => None,
        });
        let first = rights.next()??;
        let right = if first == "\"\"" { "" } else { first };
        (rights.all(|right| right == Some(first))).then(|| (group.id(), right.to_owned()))
    }
}

/// Joins reasons for a message, the first ones if there are many.
pub fn joined(reasons: &[(NodeId, Why)]) -> String {
    const SHOWN: usize = 3;
    let texts: Vec<&str> = reasons.iter().take(SHOWN).map(|(_, why)| why.text.as_str()).collect();
    match reasons.len().saturating_sub(SHOWN) {
        0 => texts.join("; "),
        more => format!("{}; and {more} more", texts.join("; ")),
    }
}

/// Says what to do about a rule of which only a part is dead.
pub fn leave(reasons: &[(NodeId, Why)]) -> &'static str {
    if reasons.iter().all(|(_, why)| why.passing) {
        "leave it if this is for other versions of Kubernetes as well; else take it out"
    } else {
        "the rest works; take this out, or name what it was for"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refs::resources::{Entry, Weight};
    use kubecheck_core::source::{self, Input, Part};

    /// Judges a rule in which a pair is dead unless its resource begins with its group.
    fn dead(groups: &str, resources: &str) -> (bool, Vec<String>) {
        let text = format!("groups: [{groups}]\nresources: [{resources}]\n");
        let mut told = (false, Vec::new());
        let read = source::read(&Input::memory("x.yaml", text), &mut |part| {
            let Part::Document(document) = part else { panic!("the fixture can be read") };
            let root = document.tree.root().unwrap();
            let list = |name| texts(root, name).unwrap();
            let judge = |group: &str, resource: &str| {
                let why = || Why::new(Entry::Resource, Weight::Absent, format!("{group} lacks {resource}"));
                if resource.starts_with(group) { Fate::Alive } else { Fate::Dead(why()) }
            };
            let quick = Grid::of(list("groups"), list("resources"), |a, b| b.starts_with(a), judge);
            let grid = Grid::of(list("groups"), list("resources"), |_, _| false, judge);
            let texts =
                |grid: &Grid<'_>| grid.dead().into_iter().map(|(_, why)| why.text).collect::<Vec<_>>();
            assert_eq!((quick.is_dead(), texts(&quick)), (grid.is_dead(), texts(&grid)));
            let dead = grid.dead().into_iter();
            let at = |node| document.tree.node(node).text.to_string();
            told = (grid.is_dead(), dead.map(|(node, why)| format!("{}: {}", at(node), why.text)).collect());
        });
        read.expect("memory can be read");
        told
    }

    #[test]
    fn a_rule_is_dead_only_if_every_pair_is() {
        assert_eq!(dead("a", "a1, b1"), (false, vec!["b1: a lacks b1".to_owned()]));
        assert_eq!(
            dead("a", "b1, c1"),
            (true, vec!["b1: a lacks b1".to_owned(), "c1: a lacks c1".to_owned()])
        );
        assert_eq!(dead("a, b", "a1, b1"), (false, Vec::new()), "pairs may be dead where no entry is");
    }

    #[test]
    fn a_group_of_no_use_in_a_living_rule_is_told_as_a_group() {
        assert_eq!(dead("a, b", "a1, a2"), (false, vec!["b: no resource of the rule is in b".to_owned()]));
        assert_eq!(dead("a, b", "a1"), (false, vec!["b: b lacks a1".to_owned()]));
    }

    #[test]
    fn lists_with_what_is_filled_in_later_are_not_judged() {
        let text = "a: ['{{ .x }}', b]\nb: []\nc: [1]\n";
        let read = source::read(&Input::memory("x.yaml", text), &mut |part| {
            let Part::Document(document) = part else { panic!("the fixture can be read") };
            let root = document.tree.root().unwrap();
            assert!(["a", "b", "c", "d"].iter().all(|name| texts(root, name).is_none()));
        });
        read.expect("memory can be read");
    }
}
