//! What is good of a journey if its leaves fail independently of each other.
//!
//! A leaf that is needed in several places is still one: whether it is up is decided once, for all of them, where the branches that
//! need it meet (Shannon's expansion). Below that, and everywhere else, nodes are independent.

use std::collections::BTreeSet;

use super::plan::{Kind, Part};
use super::share::{Share, at_least};

/// How many nodes may be looked at for one share. Each leaf that branches share may double the work.
const STEPS: u32 = 1 << 18;

/// A journey that is ready to be composed, again and again, with other shares.
#[derive(Clone, Debug)]
pub struct Composer {
    root: Branch,
    leaves: usize,
    steps: u32,
}

#[derive(Clone, Debug)]
enum Branch {
    Leaf(usize),
    Of {
        least: usize,
        branches: Vec<Branch>,
        /// The leaves that several of the branches need.
        shared: Vec<usize>,
    },
}

impl Composer {
    /// Prepares a part of a journey with so many leaves.
    pub fn new(part: &Part, leaves: usize) -> Composer {
        Composer { root: branch(part).0, leaves, steps: STEPS }
    }

    /// Returns the share of what is good, by those of all leaves; none if too many leaves are shared for that.
    pub fn compose(&self, shares: &[Share]) -> Option<Share> {
        self.assuming(shares, None)
    }

    /// Returns it with one of the leaves up, or down.
    pub fn assuming(&self, shares: &[Share], leaf: Option<(usize, bool)>) -> Option<Share> {
        let mut decided = vec![None; self.leaves];
        if let Some((leaf, is_up)) = leaf {
            decided[leaf] = Some(is_up);
        }
        Run { shares, decided, steps: self.steps }.branch(&self.root)
    }
}

/// Prepares a part; returns the leaves that it needs as well.
fn branch(part: &Part) -> (Branch, BTreeSet<usize>) {
    match &part.kind {
        Kind::Leaf(leaf) => (Branch::Leaf(*leaf), BTreeSet::from([*leaf])),
        Kind::Of(operator, parts) => {
            let (mut branches, mut needed, mut shared) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
            for (branch, needs) in parts.iter().map(branch) {
                branches.push(branch);
                shared.extend(needs.intersection(&needed).copied());
                needed.extend(needs);
            }
            let least = operator.least(parts.len());
            (Branch::Of { least, branches, shared: shared.into_iter().collect() }, needed)
        }
    }
}

struct Run<'a> {
    shares: &'a [Share],
    decided: Vec<Option<bool>>,
    steps: u32,
}

impl Run<'_> {
    fn branch(&mut self, branch: &Branch) -> Option<Share> {
        self.steps = self.steps.checked_sub(1)?;
        match branch {
            Branch::Leaf(leaf) => Some(match self.decided[*leaf] {
                None => self.shares[*leaf],
                Some(true) => Share::ALL,
                Some(false) => Share::NONE,
            }),
            Branch::Of { shared, .. } => self.expand(branch, shared),
        }
    }

    /// Decides the leaves that are shared, one by one, as long as that still makes a difference.
    fn expand(&mut self, branch: &Branch, shared: &[usize]) -> Option<Share> {
        let Branch::Of { least, branches, .. } = branch else { return self.branch(branch) };
        let Some(open) = shared.iter().position(|leaf| self.decided[*leaf].is_none()) else {
            let of: Option<Vec<Share>> = branches.iter().map(|branch| self.branch(branch)).collect();
            return Some(at_least(*least, &of?));
        };
        match self.known(branch)? {
            Some(true) => return Some(Share::ALL),
            Some(false) => return Some(Share::NONE),
            None => {}
        }
        let (leaf, rest) = (shared[open], &shared[open + 1..]);
        let mut assuming = |is_up| {
            self.decided[leaf] = Some(is_up);
            self.expand(branch, rest)
        };
        let (up, down) = (assuming(true), assuming(false));
        self.decided[leaf] = None;
        Some(self.shares[leaf].decides(up?, down?))
    }

    /// Returns whether a branch is up or down whatever the leaves do that are not decided, if so.
    fn known(&mut self, branch: &Branch) -> Option<Option<bool>> {
        self.steps = self.steps.checked_sub(1)?;
        let (least, branches) = match branch {
            Branch::Leaf(leaf) => return Some(self.decided[*leaf]),
            Branch::Of { least, branches, .. } => (*least, branches),
        };
        let (mut up, mut open) = (0, 0);
        for branch in branches {
            match self.known(branch)? {
                Some(is_up) => up += usize::from(is_up),
                None => open += 1,
            }
        }
        Some(match () {
            () if up >= least => Some(true),
            () if up + open < least => Some(false),
            () => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::journey::Operator::{Parallel, Serial};
    use crate::journey::plan::testing::{leaf, of, of_tree, tree};

    fn share(up: f64) -> Share {
        Share { up, down: 1.0 - up }
    }

    fn composed(part: &Part, ups: &[f64]) -> f64 {
        let shares: Vec<Share> = ups.iter().copied().map(share).collect();
        Composer::new(part, ups.len()).compose(&shares).expect("few leaves are shared").up
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn what_is_needed_twice_counts_once() {
        let twice = of(Serial, vec![leaf(0), leaf(1), leaf(0)]);
        assert!(close(composed(&twice, &[0.9, 0.8]), 0.72));
        let either = of(Parallel, vec![leaf(0), leaf(0)]);
        assert!(close(composed(&either, &[0.9]), 0.9));
    }

    #[test]
    fn what_both_alternatives_need_is_no_alternative() {
        // Two regions behind one DNS: the DNS, and then either of them.
        let region = |own| of(Serial, vec![leaf(own), leaf(2)]);
        let regions = of(Parallel, vec![region(0), region(1)]);
        assert!(close(composed(&regions, &[0.9, 0.9, 0.99]), 0.99 * 0.99));
    }

    #[test]
    fn what_is_shared_by_all_is_decided_in_few_steps() {
        // A hundred leaves, each of them in two branches that are all needed: the first that is down ends it.
        let pairs = (0..100).map(|at| of(Parallel, vec![leaf(at), leaf(100)]));
        let part = of(Serial, pairs.collect());
        let mut ups = vec![0.5; 101];
        ups[100] = 0.25;
        assert!(close(composed(&part, &ups), 0.25 + 0.75 * 0.5_f64.powi(100)));
    }

    #[test]
    fn too_much_that_is_shared_is_not_composed() {
        // Every pair of forty leaves: whatever is decided, most of it is still open.
        let pair = |at: usize, other: usize| of(Parallel, vec![leaf(at), leaf(other)]);
        let pairs = (0..40).flat_map(|at| (0..at).map(move |other| pair(at, other)));
        let part = of(crate::journey::Operator::AtLeast(400), pairs.collect());
        assert_eq!(Composer::new(&part, 40).compose(&[share(0.5); 40]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Against every state that the leaves may be in together; trees whose leaves are needed again and again.
        #[test]
        fn it_is_the_sum_of_all_states(tree in tree(6), ups in prop::collection::vec(0.0..=1.0f64, 6)) {
            let part = of_tree(&tree);
            let is_up = |state: usize, leaf: usize| state >> leaf & 1 == 1;
            let likely = |state: usize| -> f64 {
                ups.iter().enumerate().map(|(leaf, up)| if is_up(state, leaf) { *up } else { 1.0 - up }).product()
            };
            let good = (0..1 << 6).filter(|state| part.is_up(&|leaf| is_up(*state, leaf)));
            let sum: f64 = good.map(likely).sum();
            prop_assert!(close(composed(&part, &ups), sum));
        }
    }
}
