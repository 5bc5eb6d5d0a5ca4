//! `duplicate-key`: a key stands twice in one map.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Key, NodeId, NodeKind, Tree, Value};

use crate::facts::{Facts, Gvkcheck};
use crate::identity::Verdict;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK018",
    name: "duplicate-key",
    summary: "A key stands twice in one map",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("duplicate_key.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    // A program's configuration has its keys once as well; after an identity error nothing else is said.
    if !facts.is_judged_inside() && !matches!(facts.verdict, Verdict::Config(_)) {
        return;
    }
    let tree = &object.document.tree;
    let root = object.root.target();
    for at in root.0..tree.node(root).end {
        if tree.node(NodeId(at)).kind == NodeKind::Mapping {
            for (first, second) in repeated(tree, NodeId(at)) {
                let line = first.span().start.line;
                let message = format!("the key {:?} stands here again, after line {line}", second.name());
                let draft = Draft::new(&RULE, second.id(), message)
                    .secret(facts.is_secret())
                    .related(first.id(), "it stands here first")
                    .help("remove one of them; kubectl sends the last one without a word");
                findings.add(draft);
            }
        }
    }
}

/// Finds the keys of a mapping that repeat an earlier one, each with that one.
fn repeated<'t>(tree: &'t Tree<'_>, mapping: NodeId) -> Vec<(Key<'t>, Key<'t>)> {
    const FEW: usize = 16;
    let value: Value<'t> = tree.value(mapping);
    let mut keys: Vec<Key<'t>> =
        value.own_entries().map(|entry| entry.key).filter(|key| !key.is_merge()).collect();
    if keys.len() <= FEW {
        let earlier = |at: usize| keys[..at].iter().find(|key| key.name() == keys[at].name());
        return (1..keys.len()).filter_map(|at| Some((*earlier(at)?, keys[at]))).collect();
    }
    keys.sort_by(|a, b| a.name().cmp(b.name()).then(a.id().cmp(&b.id())));
    let pairs = keys.windows(2).filter(|pair| pair[0].name() == pair[1].name());
    pairs.map(|pair| (pair[0], pair[1])).collect()
}
