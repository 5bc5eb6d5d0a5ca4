//! Figures of two programs that ran in turn.

use std::io::Write;

use anyhow::Result;

use super::measure::Cost;

/// One quantity of a cost, with its unit and how it is scaled to it.
type Quantity = (&'static str, fn(&Cost) -> f64);

const SECONDS: [Quantity; 3] =
    [("wall s", |cost| cost.wall), ("CPU s", |cost| cost.cpu), ("peak MB", |cost| cost.peak)];
const MILLISECONDS: [Quantity; 3] =
    [("wall ms", |cost| cost.wall * 1e3), ("CPU ms", |cost| cost.cpu * 1e3), ("peak MB", |cost| cost.peak)];

/// What two programs cost, round by round.
#[derive(Default)]
pub(crate) struct Figures {
    ours: &'static str,
    theirs: &'static str,
    /// Our program and theirs, in the same round.
    pub(crate) rounds: Vec<(Cost, Cost)>,
}

impl Figures {
    /// Begins to compare two programs.
    pub(crate) fn of(ours: &'static str, theirs: &'static str) -> Figures {
        Figures { ours, theirs, rounds: Vec::new() }
    }

    /// Writes a table: smallest, median and largest of each, and the median of the rounds' ratios.
    pub(crate) fn table(&self, title: &str, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "\n{title}: {} rounds (min / median / max)", self.rounds.len())?;
        writeln!(out, "  {:8} {:>30} {:>30} {:>8}", "", self.ours, self.theirs, "ratio")?;
        let long = self.rounds.iter().any(|(_, theirs)| theirs.wall > 1.0);
        for (name, of) in if long { SECONDS } else { MILLISECONDS } {
            let column = |pick: fn(&(Cost, Cost)) -> &Cost| {
                spread(self.rounds.iter().map(|round| of(pick(round))).collect())
            };
            let ratio = median(self.rounds.iter().map(|(ours, theirs)| of(theirs) / of(ours)).collect());
            let (ours, theirs) = (column(|round| &round.0), column(|round| &round.1));
            writeln!(out, "  {name:8} {ours:>30} {theirs:>30} {ratio:>7.1}x")?;
        }
        Ok(())
    }
}

fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let (least, most) = (values.first().unwrap_or(&f64::NAN), values.last().unwrap_or(&f64::NAN));
    format!("{least:.3} / {:.3} / {most:.3}", median(values.clone()))
}

/// Gives the value in the middle, or what lies between the two there; of nothing, no number.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match (values.len() / 2, values.len() % 2) {
        (0, 0) => f64::NAN,
        (middle, 0) => f64::midpoint(values[middle - 1], values[middle]),
        (middle, _) => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_does_not_follow_an_outlier() {
        assert_eq!(median(vec![90.0, 1.0, 2.0]).to_string(), "2");
        assert_eq!(median(vec![4.0, 1.0, 2.0, 90.0]).to_string(), "3");
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn a_ratio_is_theirs_by_ours() {
        let cost = |wall| Cost { wall, cpu: wall, peak: 1.0 };
        let figures = Figures {
            ours: "gvkcheck",
            theirs: "peer",
            rounds: vec![(cost(1.0), cost(6.0)), (cost(2.0), cost(8.0))],
        };
        let mut text = Vec::new();
        figures.table("files", &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("wall s"), "{text}");
        assert!(text.contains("5.0x"), "{text}");
        assert!(text.contains("6.000 / 7.000 / 8.000"), "{text}");
    }
}
