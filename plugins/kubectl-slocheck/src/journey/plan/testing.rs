//! Parts for tests, and trees of any shape.

use proptest::prelude::*;

use super::{Kind, Leaf, Part, Plan, Source};
use crate::journey::Operator;
use crate::slo::{Family, Place, Side, Sli, Slo, Target, Window};

/// A part by the rule that says what is up.
impl Part {
    /// Tells whether it is up, by which of its leaves are.
    pub(in crate::journey) fn is_up(&self, leaf: &dyn Fn(usize) -> bool) -> bool {
        match &self.kind {
            Kind::Leaf(at) => leaf(*at),
            Kind::Of(Operator::Serial, parts) => parts.iter().all(|part| part.is_up(leaf)),
            Kind::Of(Operator::Parallel, parts) => parts.iter().any(|part| part.is_up(leaf)),
            Kind::Of(Operator::AtLeast(least), parts) => {
                parts.iter().filter(|part| part.is_up(leaf)).count() >= *least
            }
        }
    }
}

/// Makes a part of a leaf.
pub(in crate::journey) fn leaf(at: usize) -> Part {
    Part { name: None, kind: Kind::Leaf(at) }
}

/// Makes a part of several.
pub(in crate::journey) fn of(operator: Operator, parts: Vec<Part>) -> Part {
    Part { name: None, kind: Kind::Of(operator, parts) }
}

/// The shape of a part. How many of several are needed is only bounded by their number when a part is made of it.
#[derive(Clone, Debug)]
pub(in crate::journey) enum Tree {
    Leaf(usize),
    Serial(Vec<Tree>),
    Parallel(Vec<Tree>),
    AtLeast(usize, Vec<Tree>),
}

/// Makes trees over so many leaves, most of which are needed in several places.
pub(in crate::journey) fn tree(leaves: usize) -> impl Strategy<Value = Tree> {
    (0..leaves).prop_map(Tree::Leaf).prop_recursive(3, 24, 4, |inner| {
        let several = prop::collection::vec(inner, 1..5);
        prop_oneof![
            several.clone().prop_map(Tree::Serial),
            several.clone().prop_map(Tree::Parallel),
            (0usize..4, several).prop_map(|(least, of)| Tree::AtLeast(least, of)),
        ]
    })
}

/// Makes a part of a tree.
pub(in crate::journey) fn of_tree(tree: &Tree) -> Part {
    let parts = |of: &[Tree]| of.iter().map(of_tree).collect();
    match tree {
        Tree::Leaf(at) => leaf(*at),
        Tree::Serial(trees) => of(Operator::Serial, parts(trees)),
        Tree::Parallel(trees) => of(Operator::Parallel, parts(trees)),
        Tree::AtLeast(least, trees) => of(Operator::AtLeast(1 + least % trees.len()), parts(trees)),
    }
}

/// Makes a plan of SLOs with some targets.
pub(in crate::journey) fn plan_of(target: &str, root: Part, targets: &[&str]) -> Plan {
    let read = |text: &str| Target::of_percent(text).expect("it is a target");
    let leaf = |(at, target): (usize, &&str)| Leaf {
        name: format!("leaf {at}"),
        what: Source::Slo(at),
        promised: Some(read(target)),
        place: Place::default(),
    };
    Plan {
        name: "buy".to_owned(),
        target: read(target),
        window: Window::days(30),
        leaves: targets.iter().enumerate().map(leaf).collect(),
        root,
        place: Place::default(),
    }
}

/// Makes an SLO of a service and a name.
pub(in crate::journey) fn slo(title: &str, target: &str, window: Window) -> Slo {
    let (service, name) = title.split_once('/').expect("it has a service");
    Slo {
        name: name.to_owned(),
        service: service.to_owned(),
        description: String::new(),
        target: Target::of_percent(target).expect("it is a target"),
        window,
        method: None,
        sli: Sli::Ratio { promql: "r".to_owned(), of: Side::Bad },
        group_by: Vec::new(),
        alerts: Vec::new(),
        address: None,
        family: Family::OpenSlo,
        place: Place { origin: "s.yaml".into(), line: 1, column: 1 },
    }
}
