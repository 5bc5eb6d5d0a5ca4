//! Since when the budget burns faster than it may.

use std::time::Duration;

use kubecheck_prometheus::answer::{Answer, Data};
use kubecheck_prometheus::query::{Millis, Query};

use super::{Asker, ask};
use crate::slo::window::millis;
use crate::slo::{Side, Sli, Slo};

/// How far back is looked.
pub const LOOKBACK: Duration = Duration::from_secs(86400);
/// How long it may burn no faster than it may and still be the same fire.
const PAUSE: usize = 3;

/// Returns since when the budget burns faster than it may without a pause, by slices of five minutes; none if it does not now.
/// What begins at the edge of what is looked at may have begun earlier.
pub fn since(slo: &Slo, at: Millis, asker: &Asker<'_>) -> Option<Millis> {
    let step = millis(ask::SLICE);
    let query = Query::Range {
        promql: ask::slice_ratio(slo),
        start: at.saturating_sub(millis(LOOKBACK)),
        end: at,
        step,
    };
    let answer = asker(std::slice::from_ref(&query)).pop()?.ok()?;
    let Answer { data: Data::Matrix(series), .. } = answer else { return None };
    let is_good = matches!(slo.sli, Sli::Ratio { of: Side::Good, .. });
    let bad = |ratio: f64| if is_good { 1.0 - ratio } else { ratio };
    let budget = slo.target.budget();
    let begun = series.iter().filter_map(|series| {
        let burns: Vec<(Millis, bool)> =
            series.values.iter().map(|(at, ratio)| (*at, bad(*ratio) > budget)).collect();
        run(&burns)
    });
    begun.min().map(|first| first - step)
}

/// Returns where the last run of burning slices begins, if it still goes on.
fn run(burns: &[(Millis, bool)]) -> Option<Millis> {
    let (mut begun, mut calm) = (None, 0);
    for (at, is_burning) in burns.iter().rev() {
        match is_burning {
            true => (begun, calm) = (Some(*at), 0),
            false => calm += 1,
        }
        if calm >= PAUSE {
            break;
        }
    }
    begun
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burns(text: &str) -> Vec<(Millis, bool)> {
        (0..).zip(text.chars().map(|slice| slice == 'x')).collect()
    }

    #[test]
    fn a_short_pause_does_not_end_a_fire() {
        assert_eq!(run(&burns("..xx.xx")), Some(2));
        assert_eq!(run(&burns("xx...xx")), Some(5));
        assert_eq!(run(&burns("xx...")), None);
        assert_eq!(run(&burns("xxx.")), Some(0));
        assert_eq!(run(&burns("")), None);
    }
}
