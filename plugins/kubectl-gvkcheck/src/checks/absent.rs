//! What a cluster does not have because nobody installed it: roles and webhooks of operators name many such groups, so that
//! they work with or without.

use std::collections::BTreeSet;

use kubecheck_core::model::tree::{NodeId, Value};

use crate::identity::builtin;
use crate::refs::grid;
use crate::refs::resources::Why;

/// Rules of one object that are of no use only because what they name is not installed.
#[derive(Default)]
pub struct Absent {
    groups: BTreeSet<String>,
    rules: usize,
    first: Option<NodeId>,
}

impl Absent {
    /// Takes a dead rule if it is one of these: its groups are custom ones, and nothing looks like what they may be meant for.
    pub fn takes(&mut self, rule: Value<'_>, dead: &[(NodeId, Why)]) -> bool {
        let Some(groups) = groups(rule).filter(|_| dead.iter().all(|(_, why)| why.right.is_none())) else {
            return false;
        };
        self.groups.extend(groups.into_iter().map(str::to_owned));
        self.rules += 1;
        self.first = self.first.or(dead.first().map(|(at, _)| *at));
        true
    }

    /// Says where the first of the rules is, and what all of them are: "12 rules are for what is not installed: …".
    pub fn told(&self) -> Option<(NodeId, String)> {
        const MOST: usize = 8;
        let groups: Vec<&str> = self.groups.iter().take(MOST).map(String::as_str).collect();
        let more = match self.groups.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let rules =
            if self.rules == 1 { "1 rule is".to_owned() } else { format!("{} rules are", self.rules) };
        Some((self.first?, format!("{rules} for what is not installed: {}{more}", groups.join(", "))))
    }
}

/// Returns the groups of a rule if all of them are custom.
fn groups(rule: Value<'_>) -> Option<Vec<&str>> {
    let groups: Vec<&str> =
        grid::texts(rule, "apiGroups")?.into_iter().filter_map(|group| group.as_str()).collect();
    let is_custom = |group: &&str| group.contains('.') && !builtin::is_group(group);
    groups.iter().all(is_custom).then_some(groups)
}
