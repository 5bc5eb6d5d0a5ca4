//! The bounds of a rolling update (`pkg/controller/deployment/util/deployment_util.go`, `ResolveFenceposts`, `MaxSurge`,
//! `MaxUnavailable`).

use std::fmt;

use serde_json::Value;

use crate::model::workload::WorkloadSpec;

/// What the API server writes where nothing is written (`pkg/apis/apps/v1/defaults.go`).
const DEFAULT: &str = "25%";

/// How many pods there may be, and how many must be available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How many pods are wanted.
    pub replicas: i64,
    /// How many more there may be.
    pub surge: Bound,
    /// How many may be unavailable.
    pub unavailable: Bound,
}

/// A bound as it is written, and the pods that it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number or percentage.
    pub written: String,
    /// The pods.
    pub pods: i64,
}

impl Bounds {
    /// Computes the bounds of a Deployment; none if it does not replace pods one by one.
    ///
    /// A percentage of surge is rounded up, one of unavailability down. If both come to nothing, one pod may be unavailable.
    pub fn of(spec: &WorkloadSpec) -> Option<Bounds> {
        if !matches!(spec.strategy.kind.as_str(), "" | "RollingUpdate") {
            return None;
        }
        let replicas = spec.replicas.unwrap_or(1);
        let update = spec.strategy.rolling_update.as_ref();
        let default = Value::from(DEFAULT);
        let written = |value: Option<&Value>| match update {
            None => default.clone(),
            Some(_) => value.cloned().unwrap_or_else(|| Value::from(0)),
        };
        let surge = written(update.and_then(|update| update.max_surge.as_ref()));
        let unavailable = written(update.and_then(|update| update.max_unavailable.as_ref()));
        let more = scaled(&surge, replicas, Rounded::Up);
        let fewer = match scaled(&unavailable, replicas, Rounded::Down) {
            _ if replicas == 0 => 0,
            0 if more == 0 => 1,
            fewer => fewer.min(replicas),
        };
        let bound = |value: &Value, pods| Bound { written: text(value), pods };
        Some(Bounds { replicas, surge: bound(&surge, more), unavailable: bound(&unavailable, fewer) })
    }

    /// Returns how many pods there may be.
    pub fn most(&self) -> i64 {
        self.replicas.saturating_add(self.surge.pods)
    }

    /// Returns how many pods must be available.
    pub fn fewest(&self) -> i64 {
        self.replicas.saturating_sub(self.unavailable.pods)
    }
}

impl fmt::Display for Bounds {
    /// Writes the arithmetic: `replicas 10, maxSurge 25% = 3, so at most 13 pods; …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "replicas {}, maxSurge {}, so at most {}; maxUnavailable {}, so at least {} available",
            self.replicas,
            self.surge,
            pods(self.most()),
            self.unavailable,
            self.fewest(),
        )
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pods = self.pods.to_string();
        if self.written == pods { f.write_str(&pods) } else { write!(f, "{} = {pods}", self.written) }
    }
}

/// Counts pods in words: `1 pod`, `2 pods`.
pub(super) fn pods(count: i64) -> String {
    if count == 1 { "1 pod".to_owned() } else { format!("{count} pods") }
}

/// Says how many of all pods are something: `1 of 3 pods is`, `2 of 3 pods are`.
pub(super) fn share(some: i64, all: i64) -> String {
    let are = if some == 1 { "is" } else { "are" };
    if all == 1 && some == 1 { "its 1 pod is".to_owned() } else { format!("{some} of {all} pods {are}") }
}

#[derive(Clone, Copy)]
enum Rounded {
    Up,
    Down,
}

/// Makes a number of a number or a percentage (`k8s.io/apimachinery/pkg/util/intstr/intstr.go`, `GetScaledValueFromIntOrPercent`).
/// What is neither is nothing: the API server refuses it.
fn scaled(value: &Value, total: i64, rounded: Rounded) -> i64 {
    if let Some(number) = value.as_i64() {
        return number;
    }
    let percent = value.as_str().and_then(|text| text.strip_suffix('%')).and_then(|text| text.parse().ok());
    let Some(parts) = percent.and_then(|percent: i64| percent.checked_mul(total)) else { return 0 };
    match rounded {
        Rounded::Up => parts.div_euclid(100) + i64::from(parts.rem_euclid(100) != 0),
        Rounded::Down => parts.div_euclid(100),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workload::{RollingUpdate, Strategy};
    use proptest::prelude::*;
    use serde_json::json;

    fn spec(replicas: Option<i64>, surge: Option<Value>, unavailable: Option<Value>) -> WorkloadSpec {
        let update = RollingUpdate { max_surge: surge, max_unavailable: unavailable, partition: None };
        let strategy = Strategy { kind: "RollingUpdate".to_owned(), rolling_update: Some(update) };
        WorkloadSpec { replicas, strategy, ..WorkloadSpec::default() }
    }

    /// The numbers of `deployment_util_test.go` and of the comment of `ResolveFenceposts`, and some of our own.
    #[test]
    fn bounds_are_those_of_the_controller() {
        let cases = [
            (10, json!("25%"), json!("25%"), 13, 8),
            (10, json!(3), json!(2), 13, 8),
            (2, json!("0%"), json!("1%"), 2, 1),
            (1, json!("0%"), json!("1%"), 1, 0),
            (2, json!("1%"), json!("25%"), 3, 2),
            (1, json!("1%"), json!("25%"), 2, 1),
            (2, json!("1%"), json!("0%"), 3, 2),
            (1, json!("1%"), json!("0%"), 2, 1),
            (10, json!(0), json!(0), 10, 9),
            (3, json!(0), json!(5), 3, 0),
            (0, json!("25%"), json!("25%"), 0, 0),
            (0, json!(2), json!(1), 2, 0),
            (7, json!("100%"), json!("100%"), 14, 0),
            (101, json!("33%"), json!("33%"), 135, 68),
        ];
        for (replicas, surge, unavailable, most, fewest) in cases {
            let bounds = Bounds::of(&spec(Some(replicas), Some(surge), Some(unavailable))).expect("it rolls");
            assert_eq!((bounds.most(), bounds.fewest()), (most, fewest), "{bounds}");
        }
    }

    #[test]
    fn what_is_not_written_is_what_the_api_server_writes() {
        let bounds = Bounds::of(&WorkloadSpec { replicas: Some(10), ..WorkloadSpec::default() });
        let text = bounds.map(|bounds| bounds.to_string()).unwrap_or_default();
        assert_eq!(
            text,
            "replicas 10, maxSurge 25% = 3, so at most 13 pods; maxUnavailable 25% = 2, so at least 8 available"
        );
        let one = Bounds::of(&spec(None, Some(json!(0)), Some(json!(1)))).expect("it rolls");
        assert_eq!(
            one.to_string(),
            "replicas 1, maxSurge 0, so at most 1 pod; maxUnavailable 1, so at least 0 available"
        );
        let recreate = Strategy { kind: "Recreate".to_owned(), rolling_update: None };
        assert_eq!(Bounds::of(&WorkloadSpec { strategy: recreate, ..WorkloadSpec::default() }), None);
    }

    proptest! {
        /// The controller's own arithmetic is in floating point.
        #[test]
        fn percentages_are_rounded_as_in_floating_point(percent in 0_i64..=1000, total in 0_i64..=2_000_000) {
            let value = Value::from(format!("{percent}%"));
            let exact = percent as f64 * total as f64 / 100.0;
            prop_assert_eq!(scaled(&value, total, Rounded::Up), exact.ceil() as i64);
            prop_assert_eq!(scaled(&value, total, Rounded::Down), exact.floor() as i64);
        }

        /// A rollout can always go on: a pod may come, or one may go.
        #[test]
        fn one_of_the_bounds_leaves_room(replicas in 1_i64..1000, surge in 0_i64..=100, unavailable in 0_i64..=100) {
            let of = |value: i64| Some(Value::from(format!("{value}%")));
            let bounds = Bounds::of(&spec(Some(replicas), of(surge), of(unavailable))).expect("it rolls");
            prop_assert!(bounds.most() > replicas || bounds.fewest() < replicas);
            prop_assert!(bounds.fewest() >= 0);
        }
    }
}
