//! Whether a finalizer may go: its conditions, and whether anybody alive does what is left.

use super::catalogue::{Condition, Entry};
use super::probes::Subject;
use super::reads::Reads;
use super::shown::{Seen, Shown};
use super::{Alive, Fact, Risk, Verdict};

/// What the conditions of an entry come to.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    /// How they stand.
    pub(super) stand: Stand,
    /// What whoever takes the finalizer off waits for.
    pub(super) waits_for: Option<Seen>,
    /// What was seen, and what could not be.
    pub(super) facts: Vec<Fact>,
}

/// How conditions stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stand {
    /// All of one alternative were seen to hold.
    Hold,
    /// One of each alternative was seen not to hold.
    Fail,
    /// Nobody can tell.
    #[default]
    Unseen,
}

/// Probes the conditions of an entry for an object.
pub(super) fn conditions(entry: &Entry, subject: Subject<'_>, reads: &Reads<'_>) -> Conditions {
    let show = |condition: &Condition| match &condition.probe {
        Some(probe) => probe.show(subject, reads),
        None => Shown::Unseen("only known outside of the cluster".to_owned()),
    };
    let alternatives = entry.alternatives();
    let shown: Vec<Vec<(&str, Shown)>> = alternatives
        .iter()
        .map(|conditions| conditions.iter().map(|condition| (condition.text(), show(condition))).collect())
        .collect();
    weigh(&shown, &reads.now())
}

fn weigh(alternatives: &[Vec<(&str, Shown)>], now: &str) -> Conditions {
    let holds = |shown: &(&str, Shown)| matches!(shown.1, Shown::Holds(_));
    let fails = |shown: &(&str, Shown)| matches!(shown.1, Shown::Fails(_));
    let stand = match () {
        () if alternatives.iter().any(|all| !all.is_empty() && all.iter().all(holds)) => Stand::Hold,
        () if !alternatives.is_empty() && alternatives.iter().all(|all| all.iter().any(fails)) => Stand::Fail,
        () => Stand::Unseen,
    };
    let all = || alternatives.iter().flatten();
    let waits = |wanted: fn(&Shown) -> Option<&Seen>| {
        all().filter_map(move |(_, shown)| wanted(shown)).find(|seen| seen.waits_for.is_some())
    };
    let waits_for = match stand {
        Stand::Hold => waits(|shown| match shown {
            Shown::Holds(seen) => Some(seen),
            _ => None,
        }),
        _ => waits(|shown| match shown {
            Shown::Fails(seen) => Some(seen),
            _ => None,
        }),
    };
    // With several alternatives, one that fails is not what it waits for.
    let waits_for = waits_for.filter(|_| stand != Stand::Unseen || alternatives.len() == 1).cloned();
    let facts = all().map(|(text, shown)| fact(text, shown, now)).collect();
    Conditions { stand, waits_for, facts }
}

fn fact(text: &str, shown: &Shown, now: &str) -> Fact {
    match shown {
        Shown::Holds(seen) | Shown::Fails(seen) => {
            Fact { what: seen.what.clone(), source: seen.source.clone(), at: Some(now.to_owned()) }
        }
        Shown::Unseen(why) => {
            Fact { what: format!("not seen whether {text}: {why}"), source: "catalogue".to_owned(), at: None }
        }
    }
}

/// Judges: unsafe is what is in use, and what somebody alive is to do.
pub(super) fn verdict(stand: Stand, alive: Alive, risk: Risk) -> Verdict {
    match (stand, alive, risk) {
        (Stand::Hold, _, Risk::None) => Verdict::Safe,
        (Stand::Fail, ..) | (_, Alive::Yes, _) => Verdict::Unsafe,
        (Stand::Hold, ..) => Verdict::Safe,
        (Stand::Unseen, ..) => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_an_alternative_must_hold_and_each_must_fail() {
        let (holds, fails) = (|| ("a", Shown::holds("h", "s")), || ("b", Shown::fails("f", "s")));
        let unseen = || ("c", Shown::Unseen("u".to_owned()));
        for (alternatives, expected, waits) in [
            (vec![vec![holds(), holds()]], Stand::Hold, None),
            (vec![vec![holds(), unseen()]], Stand::Unseen, None),
            (vec![vec![fails(), unseen()]], Stand::Fail, Some("f")),
            (vec![vec![unseen()], vec![fails()]], Stand::Unseen, None),
            (vec![vec![fails()], vec![holds()]], Stand::Hold, None),
            (vec![vec![fails()], vec![fails(), unseen()]], Stand::Fail, Some("f")),
            (Vec::new(), Stand::Unseen, None),
        ] {
            let conditions = weigh(&alternatives, "now");
            assert_eq!(conditions.stand, expected, "{alternatives:?}");
            assert_eq!(
                conditions.waits_for.and_then(|seen| seen.waits_for).as_deref(),
                waits,
                "{alternatives:?}"
            );
        }
    }

    #[test]
    fn nothing_is_safe_that_is_in_use_or_that_somebody_alive_is_to_do() {
        assert_eq!(verdict(Stand::Hold, Alive::Unknown, Risk::DataLoss), Verdict::Safe);
        assert_eq!(verdict(Stand::Hold, Alive::Yes, Risk::DataLoss), Verdict::Unsafe);
        assert_eq!(verdict(Stand::Hold, Alive::Yes, Risk::None), Verdict::Safe);
        assert_eq!(verdict(Stand::Fail, Alive::No, Risk::None), Verdict::Unsafe);
        assert_eq!(verdict(Stand::Unseen, Alive::No, Risk::None), Verdict::Unknown);
        assert_eq!(verdict(Stand::Unseen, Alive::Yes, Risk::Unknown), Verdict::Unsafe);
    }
}
