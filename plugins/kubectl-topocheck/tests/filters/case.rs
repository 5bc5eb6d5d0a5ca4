//! Cases: a world, and what filters say of the pod `shop/new` in it.

use std::collections::BTreeSet;

use kubectl_topocheck::schedule::filter::{Filter, Prepared};
use kubectl_topocheck::schedule::filters;
use kubectl_topocheck::schedule::pod::PodInfo;
use kubectl_topocheck::schedule::version::Features;

use super::world::World;

/// A case.
pub(super) struct Case {
    /// The rule.
    pub(super) what: &'static str,
    /// The filter.
    pub(super) filter: &'static str,
    /// The objects, one a document.
    pub(super) objects: Vec<String>,
    /// What the filter says: `skip`, or what it says of all nodes, or of each node, which is `ok` or a status and words.
    pub(super) says: Vec<&'static str>,
}

/// What a filter says.
#[derive(Default)]
pub(super) struct Said {
    /// See [`Case::says`].
    pub(super) lines: Vec<String>,
    /// The scheduler's words.
    pub(super) reasons: BTreeSet<String>,
    /// Ours.
    pub(super) causes: BTreeSet<String>,
    /// What is in doubt.
    pub(super) doubts: Vec<String>,
}

impl Case {
    /// Makes a case.
    pub(super) fn new(
        filter: &'static str,
        what: &'static str,
        objects: Vec<String>,
        says: &[&'static str],
    ) -> Case {
        Case { what, filter, objects, says: says.to_vec() }
    }

    /// Runs the filter as a version of Kubernetes has it; nothing is said if it does not have it.
    pub(super) fn run(&self, features: Features, unread: &[&'static str]) -> Said {
        let snapshot = World::new(&self.objects).snapshot(features, unread);
        let mut all = filters::all(&snapshot.features).into_iter();
        let filter: Option<&dyn Filter> = all.find(|filter| filter.name() == self.filter);
        let Some(filter) = filter else { return Said::default() };
        let pod = PodInfo::new(World::new(&self.objects).pod("shop/new"), &snapshot.features);
        let mut said = Said::default();
        match filter.prepare(&pod, &snapshot) {
            Prepared::Skip => said.lines.push("skip".to_owned()),
            Prepared::Refused(refusal) => said.add("all", Some(refusal)),
            Prepared::Ready(judge) => {
                snapshot.nodes.iter().for_each(|node| said.add(node.name(), judge.refuse(node)));
                said.doubts = judge.doubts();
            }
        }
        said
    }

    /// Compares what the newest version says with what is expected.
    pub(super) fn check(&self) {
        let said = self.run(Features::of(36, None), &[]);
        assert_eq!(said.lines, self.says, "{}: {}\n{:#?}", self.filter, self.what, self.objects);
    }
}

impl Said {
    fn add(&mut self, node: &str, refusal: Option<kubectl_topocheck::schedule::cause::Refusal>) {
        let Some(refusal) = refusal else { return self.lines.push(format!("{node}: ok")) };
        let words = refusal.reasons.join("; ");
        self.lines.push(format!("{node}: {}: {words}", refusal.status.name()));
        self.reasons.extend(refusal.reasons);
        self.causes.extend(refusal.causes.iter().map(ToString::to_string));
    }
}

/// Compares all cases.
pub(super) fn check(cases: &[Case]) {
    cases.iter().for_each(Case::check);
}
