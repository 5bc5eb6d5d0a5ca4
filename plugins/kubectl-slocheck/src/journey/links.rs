//! The weakest link: what each leaf costs the journey, and what it would bring if it never failed.

use super::compose::Composer;
use super::share::Share;

/// What the journey has to do with one of its leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The number of the leaf.
    pub leaf: usize,
    /// How likely it is that the journey stands and falls with the leaf (Birnbaum's importance): what a point of the leaf is worth.
    pub importance: f64,
    /// What would be good of the journey if the leaf never failed.
    pub perfect: Share,
    /// What that is more than now.
    pub gain: f64,
    /// Its part in all that is lost; the parts of all leaves make 1. None if nothing is lost.
    pub loss: Option<f64>,
}

/// Returns the links to all leaves, the weakest first; none if too many leaves are shared.
///
/// The part in the loss is the covariance of the leaf with the journey, of which a row of leaves `aᵢ` makes `(1-aᵢ)/Σ(1-aⱼ)`, and
/// which counts alternatives and shared leaves for what they are as well.
pub fn links(composer: &Composer, shares: &[Share]) -> Option<Vec<Link>> {
    let now = composer.compose(shares)?;
    // Where a leaf is always down, what it costs is what it would in the limit.
    let up = |share: &Share| Share { up: share.up.max(f64::MIN_POSITIVE.sqrt()), down: share.down };
    let floored: Vec<Share> = shares.iter().map(up).collect();
    let (mut links, mut costs) = (Vec::new(), Vec::new());
    for (leaf, share) in shares.iter().enumerate() {
        let with = |shares: &[Share], is_up| composer.assuming(shares, Some((leaf, is_up)));
        let (perfect, without) = (with(shares, true)?, with(shares, false)?);
        let importance = difference(without, perfect);
        let matters = difference(with(&floored, false)?, with(&floored, true)?);
        costs.push(floored[leaf].up * share.down * matters);
        links.push(Link { leaf, importance, perfect, gain: (now.down - perfect.down).max(0.0), loss: None });
    }
    let all: f64 = costs.iter().sum();
    for (link, cost) in links.iter_mut().zip(&costs) {
        link.loss = (all > 0.0).then(|| cost / all);
    }
    links.sort_by(|a, b| {
        b.gain.total_cmp(&a.gain).then_with(|| b.loss.unwrap_or(0.0).total_cmp(&a.loss.unwrap_or(0.0)))
    });
    Some(links)
}

/// Returns how much more is good of the one than of the other, by whichever part has more digits.
fn difference(less: Share, more: Share) -> f64 {
    let by = if less.down < 0.5 { less.down - more.down } else { more.up - less.up };
    by.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::Operator::{Parallel, Serial};
    use crate::journey::plan::Part;
    use crate::journey::plan::testing::{leaf, of};

    fn found(part: &Part, ups: &[f64]) -> Vec<Link> {
        let shares: Vec<Share> = ups.iter().map(|up| Share { up: *up, down: 1.0 - up }).collect();
        links(&Composer::new(part, ups.len()), &shares).expect("few leaves are shared")
    }

    fn losses(links: &[Link]) -> Vec<(usize, f64)> {
        let rounded = |loss: f64| (loss * 1e9).round() / 1e9;
        links.iter().map(|link| (link.leaf, link.loss.map_or(-1.0, rounded))).collect()
    }

    #[test]
    fn in_a_row_everybody_costs_what_he_loses() {
        let row = of(Serial, vec![leaf(0), leaf(1), leaf(2)]);
        let links = found(&row, &[0.9999, 0.9995, 0.9990]);
        assert_eq!(losses(&links), [(2, 0.625), (1, 0.3125), (0, 0.0625)]);
        assert!((links[0].perfect.up - 0.9999 * 0.9995).abs() < 1e-12);
        assert!((links[0].gain - 0.9999 * 0.9995 * 0.001).abs() < 1e-12);
        assert!((links[0].importance - 0.9999 * 0.9995).abs() < 1e-12);
    }

    #[test]
    fn what_has_an_alternative_costs_little() {
        // A poor pair beside a good single one: the single one is the weakest link.
        let part = of(Serial, vec![of(Parallel, vec![leaf(0), leaf(1)]), leaf(2)]);
        let links = found(&part, &[0.99, 0.99, 0.999]);
        assert_eq!(links[0].leaf, 2);
        assert!((links[0].loss.unwrap() + 2.0 * links[1].loss.unwrap() - 1.0).abs() < 1e-9);
        assert!((links[1].importance - 0.01 * 0.999).abs() < 1e-12);
    }

    #[test]
    fn what_all_alternatives_need_is_the_weakest() {
        let region = |own| of(Serial, vec![leaf(own), leaf(2)]);
        let links = found(&of(Parallel, vec![region(0), region(1)]), &[0.99, 0.99, 0.995]);
        assert_eq!(links[0].leaf, 2);
        assert!(links[0].loss.unwrap() > 0.9);
    }

    #[test]
    fn what_is_down_all_the_time_still_has_its_part() {
        let row = of(Serial, vec![leaf(0), leaf(1)]);
        assert_eq!(losses(&found(&row, &[0.0, 0.9])), [(0, 0.909_090_909), (1, 0.090_909_091)]);
        assert_eq!(losses(&found(&row, &[1.0, 1.0])), [(0, -1.0), (1, -1.0)]);
        let either = of(Parallel, vec![leaf(0), leaf(1)]);
        assert_eq!(losses(&found(&either, &[0.0, 0.0])), [(0, 0.5), (1, 0.5)]);
    }
}
