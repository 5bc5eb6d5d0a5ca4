//! What becomes of a verdict that nothing is known for: by itself it is none, and never a pass. Whoever lets it pass says so, and why.

use kubecheck_core::cli::Exit;

use super::{Judged, Reason, State, Verdict};

/// What to do where there is no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Action {
    /// Let it pass; --override-reason says why.
    Allow,
    /// Let it pass, with a warning.
    Warn,
    /// Do not let it pass.
    Deny,
}

/// What to do in each case; none for an exit code of its own.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Where data are missing, old, too few or make no sense.
    pub on_no_data: Option<Action>,
    /// Where nothing happened.
    pub on_no_traffic: Option<Action>,
    /// Where the server cannot be reached.
    pub on_error: Option<Action>,
    /// Why something is let pass.
    pub reason: Option<String>,
}

/// A verdict, after what is to be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The verdict.
    pub verdict: Verdict,
    /// The reasons that were passed over.
    pub overridden: Vec<State>,
    /// Those of them that are warned of.
    pub warned: Vec<String>,
}

impl Policy {
    /// Tells whether a reason must be given.
    pub fn allows(&self) -> bool {
        [self.on_no_data, self.on_no_traffic, self.on_error].contains(&Some(Action::Allow))
    }

    /// Decides what a verdict comes to.
    pub fn settle(&self, judged: &Judged) -> Settled {
        let mut settled = Settled { verdict: Verdict::Pass, overridden: Vec::new(), warned: Vec::new() };
        for reason in &judged.reasons {
            let own = reason.state.verdict();
            let verdict = match self.action(reason) {
                None => own,
                Some(Action::Deny) => Verdict::Deny,
                Some(action) => {
                    settled.overridden.push(reason.state);
                    if action == Action::Warn {
                        settled.warned.push(reason.message.clone());
                    }
                    Verdict::Pass
                }
            };
            settled.verdict = settled.verdict.max(verdict);
        }
        settled
    }

    fn action(&self, reason: &Reason) -> Option<Action> {
        match (reason.state.verdict(), reason.state) {
            (Verdict::Insufficient, State::NoTraffic) => self.on_no_traffic,
            (Verdict::Insufficient, _) => self.on_no_data,
            (Verdict::Unreachable, _) => self.on_error,
            _ => None,
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Exit {
        match verdict {
            Verdict::Pass => Exit::Clean,
            Verdict::Deny => Exit::Findings,
            Verdict::Invalid => Exit::Usage,
            Verdict::Insufficient => Exit::Incomplete,
            Verdict::Unreachable => Exit::Transient,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(states: &[State]) -> Judged {
        let reasons: Vec<Reason> = states.iter().map(|state| Reason::new(*state, state.name())).collect();
        let verdict = states.iter().map(|state| state.verdict()).max().unwrap_or(Verdict::Pass);
        Judged { verdict, reasons, groups: Vec::new() }
    }

    const UNKNOWN: [State; 9] = [
        State::NoData,
        State::NoTraffic,
        State::Coverage,
        State::Stale,
        State::TooFewEvents,
        State::NotANumber,
        State::Partial,
        State::NeverMatched,
        State::Forbidden,
    ];

    #[test]
    fn without_a_flag_nothing_unknown_passes() {
        for state in UNKNOWN {
            assert_eq!(
                Policy::default().settle(&judged(&[state])).verdict,
                Verdict::Insufficient,
                "{state:?}"
            );
        }
        let unreachable = Policy::default().settle(&judged(&[State::Unreachable]));
        assert_eq!(unreachable.verdict, Verdict::Unreachable);
    }

    #[test]
    fn each_flag_is_for_its_own_case() {
        let lax = Policy { on_no_traffic: Some(Action::Allow), ..Policy::default() };
        assert_eq!(lax.settle(&judged(&[State::NoTraffic])).verdict, Verdict::Pass);
        assert_eq!(lax.settle(&judged(&[State::NoTraffic])).overridden, [State::NoTraffic]);
        assert_eq!(lax.settle(&judged(&[State::NoTraffic, State::Stale])).verdict, Verdict::Insufficient);
        let strict = Policy {
            on_no_data: Some(Action::Deny),
            on_no_traffic: Some(Action::Deny),
            on_error: Some(Action::Deny),
            ..Policy::default()
        };
        for state in UNKNOWN.into_iter().chain([State::Unreachable]) {
            assert_eq!(strict.settle(&judged(&[state])).verdict, Verdict::Deny, "{state:?}");
        }
        let warned = Policy { on_error: Some(Action::Warn), ..Policy::default() };
        assert_eq!(warned.settle(&judged(&[State::Unreachable])).warned, ["unreachable"]);
    }

    #[test]
    fn no_flag_lets_a_denial_or_nonsense_pass() {
        let lax = Policy {
            on_no_data: Some(Action::Allow),
            on_no_traffic: Some(Action::Allow),
            on_error: Some(Action::Allow),
            ..Policy::default()
        };
        for (state, verdict) in [
            (State::BudgetSpent, Verdict::Deny),
            (State::Burning, Verdict::Deny),
            (State::SeveralSeries, Verdict::Invalid),
            (State::MoreThanAll, Verdict::Invalid),
            (State::NoBucket, Verdict::Invalid),
            (State::Refused, Verdict::Invalid),
        ] {
            assert_eq!(lax.settle(&judged(&[State::NoData, state])).verdict, verdict, "{state:?}");
        }
    }
}
