//! How a leaf is measured: as the gate measures an SLO, over the window of the journey.

use super::plan::{Plan, Source};
use super::share::Share;
use crate::gate::{Judged, Verdict};
use crate::slo::{Family, Slo};

impl Plan {
    /// Returns what is to be measured of a leaf, by its number and with the SLOs that the plan was made with: an SLO over the window
    /// of the journey, or a gauge as one. None where nothing is to be measured.
    pub fn slo(&self, leaf: usize, slos: &[Slo]) -> Option<Slo> {
        let leaf = self.leaves.get(leaf)?;
        match &leaf.what {
            Source::Fixed => None,
            Source::Slo(at) => Some(Slo { window: self.window.clone(), ..slos.get(*at)?.clone() }),
            Source::Gauge(gauge) => Some(Slo {
                name: leaf.name.clone(),
                service: String::new(),
                description: String::new(),
                // How good it is does not depend on it.
                target: leaf.promised.unwrap_or(self.target),
                window: self.window.clone(),
                method: None,
                sli: gauge.sli(),
                group_by: Vec::new(),
                alerts: Vec::new(),
                address: None,
                family: Family::Journey,
                place: leaf.place.clone(),
            }),
        }
    }
}

/// Returns what is good of a leaf by what the gate found out: of its worst group, where there are several.
///
/// # Errors
/// Whatever would keep the gate from saying anything; a fragment.
pub fn known(judged: &Judged) -> Result<Share, String> {
    // That a budget is spent is known; everything else that is said is why something is not.
    if let Some(reason) = judged.unknown() {
        return Err(reason.message.clone());
    }
    if !matches!(judged.verdict, Verdict::Pass | Verdict::Deny)
        || judged.groups.iter().any(|group| group.period.is_none())
    {
        return Err("not all of it is known".to_owned());
    }
    let shares = judged.groups.iter().filter_map(|group| group.period).map(Share::of_level);
    let shares: Vec<Share> = shares.collect::<Result<_, _>>()?;
    let worst = shares.into_iter().max_by(|a, b| a.down.total_cmp(&b.down));
    worst.ok_or_else(|| "there are no data".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::gate::{Group, Reason, State};
    use crate::journey::plan::testing::{leaf, of, plan_of, slo};
    use crate::journey::{Bound, Gauge, Operator};
    use crate::measure::Level;
    use crate::slo::{Sli, Window};

    fn judged(levels: &[Option<Level>], states: &[State]) -> Judged {
        let group = |period: &Option<Level>| Group {
            labels: Default::default(),
            period: *period,
            consumed: None,
            burns: Vec::new(),
        };
        let reasons: Vec<Reason> = states.iter().map(|state| Reason::new(*state, state.name())).collect();
        let verdict = reasons.iter().map(|reason| reason.state.verdict()).max().unwrap_or(Verdict::Pass);
        Judged { verdict, reasons, groups: levels.iter().map(group).collect() }
    }

    fn level(bad: f64, total: f64) -> Option<Level> {
        Some(Level { bad, total })
    }

    #[test]
    fn what_would_stop_the_gate_is_not_known() {
        let all = [level(1.0, 4.0)];
        for state in [State::NoData, State::Coverage, State::Stale, State::NeverMatched, State::Partial] {
            assert_eq!(known(&judged(&all, &[State::BudgetSpent, state])), Err(state.name().to_owned()));
        }
        for state in [State::Unreachable, State::SeveralSeries, State::NoTraffic, State::NotANumber] {
            assert_eq!(known(&judged(&all, &[state])), Err(state.name().to_owned()));
        }
        assert_eq!(known(&judged(&[], &[])), Err("there are no data".to_owned()));
        assert_eq!(known(&judged(&[level(1.0, 4.0), None], &[])), Err("not all of it is known".to_owned()));
        assert_eq!(known(&judged(&[level(0.0, 0.0)], &[])), Err("nothing happened".to_owned()));
        let broken = Judged { verdict: Verdict::Insufficient, ..judged(&all, &[]) };
        assert_eq!(known(&broken), Err("not all of it is known".to_owned()));
    }

    #[test]
    fn the_worst_group_counts_and_a_spent_budget_is_known() {
        let groups = [level(1.0, 100.0), level(1.0, 4.0), level(0.0, 9.0)];
        assert_eq!(known(&judged(&groups, &[State::BudgetSpent])), Ok(Share { up: 0.75, down: 0.25 }));
    }

    #[test]
    fn everything_is_measured_over_the_same_window() {
        let mut plan = plan_of("99", of(Operator::Serial, vec![leaf(0), leaf(1), leaf(2)]), &["99.9"; 3]);
        let slos = [slo("shop/checkout", "99.9", Window::days(7))];
        plan.leaves[1].what = Source::Fixed;
        let lag = Gauge::new("max(lag) # of all", Bound::AtMost(50.0)).expect("it is PromQL");
        plan.leaves[2].what = Source::Gauge(lag);
        let checkout = plan.slo(0, &slos).expect("it is measured");
        assert_eq!((checkout.title().as_str(), checkout.window), ("shop/checkout", Window::days(30)));
        assert!(plan.slo(1, &slos).is_none() && plan.slo(3, &slos).is_none());
        let lag = plan.slo(2, &slos).expect("it is measured");
        let Sli::Events { part, .. } = lag.sli else { panic!("moments are events") };
        let hour = part.count.over(Duration::from_secs(3600));
        assert_eq!(hour, "sum(sum_over_time((max(lag) <= bool 50)[1h:5m]))");
    }
}
