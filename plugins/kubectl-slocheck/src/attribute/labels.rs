//! By which labels there is something to tell apart.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::kube::Fault;
use kubecheck_prometheus::answer::{Answer, Data, Labels};
use kubecheck_prometheus::query::{Millis, Query};

use crate::measure::Asker;
use crate::slo::{Sli, Slo};

/// How many series are looked at.
const SERIES: u32 = 2000;
/// A label with more values than that names single things, not kinds of things.
const MOST: usize = 50;

/// Returns the labels in which the series of a part differ, those with the fewest values first.
///
/// # Errors
/// Why the series are not known.
pub fn telling(slo: &Slo, start: Millis, end: Millis, asker: &Asker<'_>) -> Result<Vec<String>, Fault> {
    let Sli::Events { part, .. } = &slo.sli else { return Ok(Vec::new()) };
    let series = |selector| Query::Series { selector, start, end, limit: SERIES };
    let queries: Vec<Query> =
        part.count.selectors().iter().map(|selector| series(selector.to_string())).collect();
    let mut sets = Vec::new();
    for answer in asker(&queries) {
        if let Answer { data: Data::Labels(found), .. } = answer? {
            sets.extend(found);
        }
    }
    Ok(rank(&sets))
}

fn rank(series: &[Labels]) -> Vec<String> {
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in series.iter().flatten() {
        values.entry(name).or_default().insert(value);
    }
    let is_telling = |(name, values): &(&str, BTreeSet<&str>)| {
        *name != "le" && *name != "__name__" && (2..=MOST).contains(&values.len())
    };
    let mut labels: Vec<(&str, BTreeSet<&str>)> = values.into_iter().filter(is_telling).collect();
    labels.sort_by_key(|(name, values)| (values.len(), *name));
    labels.into_iter().map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_differ_tell_something() {
        let of = |pod: usize, code: &str| {
            let pairs = [("__name__", "x_total"), ("job", "shop"), ("code", code), ("pod", &pod.to_string())];
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect::<Labels>()
        };
        let few: Vec<Labels> = (0..4).map(|pod| of(pod, if pod % 2 == 0 { "500" } else { "503" })).collect();
        assert_eq!(rank(&few), ["code", "pod"]);
        let many: Vec<Labels> =
            (0..60).map(|pod| of(pod, if pod % 2 == 0 { "500" } else { "503" })).collect();
        assert_eq!(rank(&many), ["code"]);
    }
}
