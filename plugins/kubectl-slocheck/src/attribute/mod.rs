//! Who burns the budget: what is bad, by label. Each group is counted by itself and divided by all that is bad, never by itself.
//!
//! [`labels`] finds out by which labels there is something to tell apart; [`rollouts`] what began just before.

pub mod labels;
pub mod rollouts;

use std::collections::BTreeMap;
use std::time::Duration;

use kubecheck_prometheus::answer::{Answer, Data, Labels};
use kubecheck_prometheus::query::{Millis, Query};
use kubecheck_prometheus::template::TemplateError;

use crate::measure::{Asker, Trouble};
use crate::slo::window::millis;
use crate::slo::{Side, Sli, Slo};

/// Who burns the budget, by some labels.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// The labels.
    pub by: Vec<String>,
    /// Each group that burns something now or did before, the one that burns most first.
    pub shares: Vec<Share>,
    /// What is bad in the window.
    pub bad: f64,
    /// What was bad in the window before.
    pub bad_before: f64,
    /// What of it could not be found out.
    pub troubles: Vec<Trouble>,
    /// What was asked.
    pub queries: Vec<Query>,
}

/// What one group burns.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Its labels.
    pub labels: Labels,
    /// What is bad of it.
    pub bad: f64,
    /// Its share of all that is bad; the shares sum to 1.
    pub share: f64,
    /// The share of the budget of the whole period that it ate.
    pub points: f64,
    /// Its share in the window before; none if nothing was bad then.
    pub before: Option<f64>,
}

/// The windows that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    /// The end of the window.
    pub at: Millis,
    /// How long it is.
    pub length: Duration,
    /// The period whose budget is eaten.
    pub period: Duration,
}

impl Windows {
    /// Returns where the window begins, which is where the one before it ends.
    pub fn start(self) -> Millis {
        self.at.saturating_sub(millis(self.length))
    }
}

/// Finds out who burns the budget.
///
/// # Errors
/// SLOs whose events cannot be told apart by these labels, as a fragment.
pub fn attribute(
    slo: &Slo,
    by: &[String],
    windows: Windows,
    asker: &Asker<'_>,
) -> Result<Attribution, String> {
    let Sli::Events { part, total } = &slo.sli else {
        return Err("somebody else computes the ratio, so that its events are not known".to_owned());
    };
    let refused = |error: TemplateError| error.to_string();
    let counted = part.count.by(by).map_err(refused)?.over(windows.length);
    let before = windows.start();
    let ask = |promql: &str, at: Millis| Query::Instant { promql: promql.to_owned(), at };
    let whole = total.over(windows.period);
    let mut queries = vec![ask(&counted, windows.at), ask(&counted, before), ask(&whole, windows.at)];
    if part.side == Side::Good {
        // What is bad is what is not good.
        let all = total.by(by).map_err(refused)?.over(windows.length);
        queries.extend([ask(&all, windows.at), ask(&all, before)]);
    }
    let mut troubles = Vec::new();
    let mut answers: Vec<Labelled> = Vec::new();
    for (query, answer) in queries.iter().zip(asker(&queries)) {
        answers.push(labelled(query, answer, by, &mut troubles));
    }
    let total: f64 = answers[2].values().sum();
    let (now, then) = match part.side {
        Side::Bad => (answers.remove(0), answers.remove(0)),
        Side::Good => (less(&answers[3], &answers[0]), less(&answers[4], &answers[1])),
    };
    let (shares, bad, bad_before) = shares(&now, &then, total * slo.target.budget());
    Ok(Attribution { by: by.to_vec(), shares, bad, bad_before, troubles, queries })
}

type Labelled = BTreeMap<Labels, f64>;

fn labelled(
    query: &Query,
    answer: Result<Answer, kubecheck_core::kube::Fault>,
    by: &[String],
    troubles: &mut Vec<Trouble>,
) -> Labelled {
    let Query::Instant { promql, .. } = query else { return Labelled::new() };
    let promql = || promql.clone();
    let answer = match answer {
        Ok(answer) => answer,
        Err(fault) => {
            troubles.push(Trouble::Fault { promql: promql(), fault });
            return Labelled::new();
        }
    };
    troubles
        .extend(answer.warnings.into_iter().map(|warning| Trouble::Partial { promql: promql(), warning }));
    let Data::Vector(samples) = answer.data else { return Labelled::new() };
    let mut found = Labelled::new();
    for sample in samples {
        let value = sample.value.unwrap_or(f64::NAN);
        if !value.is_finite() || value < 0.0 {
            troubles.push(Trouble::NotANumber { promql: promql(), value });
            continue;
        }
        let labels =
            by.iter().map(|name| (name.clone(), sample.labels.get(name).cloned().unwrap_or_default()));
        *found.entry(labels.collect()).or_default() += value;
    }
    found
}

/// Takes what is good from what there is.
fn less(all: &Labelled, good: &Labelled) -> Labelled {
    let rest = |(labels, total): (&Labels, &f64)| {
        (labels.clone(), (total - good.get(labels).copied().unwrap_or_default()).max(0.0))
    };
    all.iter().map(rest).collect()
}

/// Divides what is bad among the groups: of a budget of so many bad events.
fn shares(now: &Labelled, then: &Labelled, budget: f64) -> (Vec<Share>, f64, f64) {
    let (bad, bad_before): (f64, f64) = (now.values().sum(), then.values().sum());
    let groups = now.keys().chain(then.keys().filter(|labels| !now.contains_key(*labels)));
    let share = |labels: &Labels| {
        let own = now.get(labels).copied().unwrap_or_default();
        let before = then.get(labels).copied().unwrap_or_default();
        Share {
            labels: labels.clone(),
            bad: own,
            share: if bad > 0.0 { own / bad } else { 0.0 },
            points: if budget > 0.0 { own / budget } else { 0.0 },
            before: (bad_before > 0.0).then(|| before / bad_before),
        }
    };
    let mut shares: Vec<Share> = groups
        .map(share)
        .filter(|share| share.bad > 0.0 || share.before.is_some_and(|before| before > 0.0))
        .collect();
    shares.sort_by(|a, b| b.bad.total_cmp(&a.bad).then_with(|| a.labels.cmp(&b.labels)));
    (shares, bad, bad_before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labelled(pairs: &[(&str, f64)]) -> Labelled {
        pairs
            .iter()
            .map(|(value, bad)| (Labels::from([("type".to_owned(), (*value).to_owned())]), *bad))
            .collect()
    }

    #[test]
    fn what_is_new_stands_beside_what_was() {
        let (shares, bad, before) =
            shares(&labelled(&[("a", 30.0), ("b", 10.0)]), &labelled(&[("a", 5.0), ("c", 5.0)]), 100.0);
        assert_eq!((bad, before), (40.0, 10.0));
        let told: Vec<_> = shares.iter().map(|own| (own.share, own.points, own.before)).collect();
        assert_eq!(told, [(0.75, 0.3, Some(0.5)), (0.25, 0.1, Some(0.0)), (0.0, 0.0, Some(0.5))]);
    }

    proptest! {
        #[test]
        fn shares_sum_to_one(values in proptest::collection::vec(0.0..1e9f64, 1..40)) {
            let now: Labelled = values.iter().enumerate()
                .map(|(at, bad)| (Labels::from([("l".to_owned(), at.to_string())]), *bad)).collect();
            let (shares, bad, _) = shares(&now, &Labelled::new(), 1.0);
            let sum: f64 = shares.iter().map(|own| own.share).sum();
            prop_assert!(bad == 0.0 || (sum - 1.0).abs() < 1e-9);
        }
    }
}
