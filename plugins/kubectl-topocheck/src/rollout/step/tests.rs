//! The steps of the controller, against its own tests and the example in its comments.

use std::sync::Arc;

use super::*;
use crate::model::workload::{RollingUpdate, Strategy};
use serde_json::Value;

/// A ReplicaSet: how many pods it is to have, and how many are available.
fn set(name: &str, wanted: i64, available: i64) -> Set {
    let mut workload = Workload::default();
    workload.metadata.name = name.to_owned();
    workload.spec.replicas = Some(wanted);
    workload.status.replicas = wanted;
    workload.status.available_replicas = available;
    Set { workload: Arc::new(workload), pods: Vec::new() }
}

fn deployment(replicas: i64, surge: i64, unavailable: i64) -> Workload {
    let mut workload = Workload::default();
    workload.spec.replicas = Some(replicas);
    workload.spec.strategy = Strategy {
        kind: "RollingUpdate".to_owned(),
        rolling_update: Some(RollingUpdate {
            max_surge: Some(Value::from(surge)),
            max_unavailable: Some(Value::from(unavailable)),
            partition: None,
        }),
    };
    workload
}

fn sets(new: (i64, i64), old: &[(i64, i64)]) -> Sets {
    let old = old
        .iter()
        .enumerate()
        .map(|(at, (wanted, available))| set(&format!("old-{at}"), *wanted, *available));
    Sets { new: Some(set("new", new.0, new.1)), old: old.collect() }
}

fn sized(step: Step) -> Vec<(String, i64)> {
    match step {
        Step::Size(all) => all.into_iter().map(|one| (one.set, one.to)).collect(),
        other => panic!("{other:?}"),
    }
}

/// `TestDeploymentController_reconcileNewReplicaSet` of `rolling_test.go`: replicas, surge, old, new, and the new size.
#[test]
fn the_new_one_grows_as_far_as_the_surge_goes() {
    for (replicas, surge, old, new, expected) in [
        (10, 0, 10, 0, None),
        (10, 2, 10, 0, Some(2)),
        (10, 2, 5, 0, Some(7)),
        (10, 2, 10, 2, None),
        (10, 2, 2, 11, Some(10)),
    ] {
        let own = deployment(replicas, surge, 0);
        let step = next(&own, &sets((new, 0), &[(old, old)]));
        let size = match step {
            Step::Size(all) => all.into_iter().find(|one| one.set == "new").map(|one| one.to),
            _ => None,
        };
        assert_eq!(size, expected, "{replicas} {surge} {old} {new}");
    }
}

/// `TestDeploymentController_reconcileOldReplicaSets`: replicas, unavailable, old (wanted, available), new, and the old size.
#[test]
fn old_ones_shrink_as_far_as_enough_stay_available() {
    for (replicas, unavailable, old, new, expected) in [
        (10, 0, (10, 10), (0, 0), Some(9)),
        (10, 2, (10, 10), (0, 0), Some(8)),
        (10, 2, (10, 8), (0, 0), Some(8)),
        (10, 2, (10, 9), (0, 0), Some(8)),
        (10, 2, (8, 8), (2, 0), None),
    ] {
        let own = deployment(replicas, 0, unavailable);
        let sets = sets(new, &[old]);
        let size = match next(&own, &sets) {
            Step::Size(all) => all.into_iter().find(|one| one.set == "old-0").map(|one| one.to),
            _ => None,
        };
        assert_eq!(size, expected, "{replicas} {unavailable} {old:?} {new:?}");
    }
}

/// The example in the comment of `reconcileOldReplicaSets`.
#[test]
fn pods_that_never_get_available_hold_the_rollout() {
    let own = deployment(10, 3, 2);
    let stuck = sets((5, 0), &[(8, 8)]);
    assert_eq!(next(&own, &stuck), Step::Nothing);
    // One of the old becomes unavailable: still nothing.
    assert_eq!(next(&own, &sets((5, 0), &[(8, 7)])), Step::Nothing);
    // Back to the old template: four of the five that crash go.
    assert_eq!(sized(next(&own, &sets((8, 7), &[(5, 0)]))), [("old-0".to_owned(), 1)]);
    // Another template: five of the thirteen may go, those that crash first.
    assert_eq!(sized(next(&own, &sets((0, 0), &[(8, 8), (5, 0)]))), [("old-1".to_owned(), 0)]);
    // One of the new gets available: one of the old goes.
    assert_eq!(sized(next(&own, &sets((5, 1), &[(8, 8)]))), [("old-0".to_owned(), 7)]);
}

#[test]
fn what_comes_before_the_arithmetic() {
    let mut own = deployment(3, 1, 0);
    own.metadata.generation = 2;
    own.status.observed_generation = 1;
    let all = sets((1, 0), &[(3, 3)]);
    assert_eq!(next(&own, &all), Step::Observe);
    own.status.observed_generation = 2;
    assert_eq!(next(&own, &all), Step::Nothing);
    assert_eq!(next(&own, &Sets { new: None, old: all.old.clone() }), Step::Create);
    let mut scaled = all.clone();
    let new = scaled.new.as_mut().expect("there is one");
    Arc::make_mut(&mut new.workload).metadata.annotations.insert(DESIRED.to_owned(), "2".to_owned());
    assert_eq!(next(&own, &scaled), Step::Scale);
    own.spec.paused = true;
    assert_eq!(next(&own, &all), Step::Nothing);
    assert_eq!(next(&own, &sets((2, 0), &[])), Step::Scale);
}

#[test]
fn recreate_waits_until_the_old_are_gone() {
    let mut own = deployment(3, 0, 0);
    own.spec.strategy = Strategy { kind: "Recreate".to_owned(), rolling_update: None };
    let none = |old: Vec<Set>| Sets { new: None, old };
    assert_eq!(sized(next(&own, &none(vec![set("a", 3, 3)]))), [("a".to_owned(), 0)]);
    let mut leaving = set("a", 0, 0);
    let mut pod = crate::model::pod::Pod::default();
    pod.metadata.deletion_timestamp = Some("2026-01-01T00:00:00Z".to_owned());
    leaving.pods.push(Arc::new(pod));
    assert_eq!(next(&own, &none(vec![leaving])), Step::WaitForOld);
    assert_eq!(next(&own, &none(vec![set("a", 0, 0)])), Step::Create);
    assert_eq!(sized(next(&own, &sets((0, 0), &[(0, 0)]))), [("new".to_owned(), 3)]);
    assert_eq!(next(&own, &sets((3, 0), &[(0, 0)])), Step::Nothing);
}
