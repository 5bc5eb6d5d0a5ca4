//! Leases, by which leaders show that they live (`k8s.io/client-go/tools/leaderelection/leaderelection.go`).

use kubecheck_core::model::time::{self, Timestamp};
use serde_json::Value;

use super::shown;

/// How long a lease lasts that does not say so (`leaderelection`, the default of controllers).
const DURATION: i64 = 15;
/// From when on a lease has surely expired, whatever the clocks: so many times its duration, and at least so many seconds.
const TIMES: i64 = 4;
const SECONDS: i64 = 60;

/// How a lease stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// Somebody renews it.
    Fresh,
    /// It was not renewed in time, though not long enough ago to be sure: clocks differ.
    Late,
    /// It was not renewed for long.
    Expired,
    /// Nobody holds it.
    Free,
}

/// What a lease says.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    /// `Lease kube-system/kube-controller-manager`.
    pub(crate) label: String,
    /// When it was renewed (RFC 3339).
    pub(crate) renewed: Option<String>,
    /// How it stands.
    pub(crate) held: Held,
    /// What that is in words.
    pub(crate) what: String,
}

/// The clock that leases are judged by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// The time it is.
    pub(crate) now: Timestamp,
    /// The time at which somebody surely was alive, of a dump: the newest renewal in it. Nobody knows when a dump was made.
    pub(crate) seen: Option<Timestamp>,
}

impl Clock {
    /// Makes the clock for the leases of a cluster, or of a dump.
    pub(crate) fn of(leases: &[Value], now: Timestamp, is_whole: bool) -> Clock {
        let newest = || leases.iter().filter_map(renewed).filter(|at| *at <= now).max();
        Clock { now, seen: if is_whole { None } else { Some(newest().unwrap_or(now)) } }
    }
}

/// Reads a lease.
pub(crate) fn read(lease: &Value, clock: Clock) -> Lease {
    let spec = &lease["spec"];
    let holder = spec["holderIdentity"].as_str().unwrap_or_default().to_owned();
    let duration = spec["leaseDurationSeconds"].as_i64().filter(|seconds| *seconds > 0).unwrap_or(DURATION);
    let since = renewed(lease)
        .map(|at| (time::seconds(at, clock.now), clock.seen.map(|seen| time::seconds(at, seen))));
    let held = match since {
        _ if holder.is_empty() => Held::Free,
        None => Held::Late,
        Some((age, seen)) => stands(age, seen.unwrap_or(age), duration),
    };
    let ago = since.map_or_else(|| "never".to_owned(), |(age, _)| format!("{} ago", time::age(age.max(0))));
    let what = match held {
        Held::Free => "nobody holds the lease".to_owned(),
        Held::Fresh => format!("{holder} renewed the lease {ago}, and it lasts {duration}s"),
        Held::Late => format!("{holder} renewed the lease {ago}, though it lasts {duration}s"),
        Held::Expired => format!("the lease expired: {holder} renewed it {ago}, and it lasts {duration}s"),
    };
    let renewed = spec["renewTime"].as_str().map(str::to_owned);
    Lease { label: shown::object(lease).label(), renewed, held, what }
}

/// Tells how a lease stands that was renewed so many seconds ago, and so many before somebody was surely alive.
fn stands(age: i64, seen: i64, duration: i64) -> Held {
    match () {
        () if age <= 2 * duration => Held::Fresh,
        () if seen > (TIMES * duration).max(SECONDS) => Held::Expired,
        () => Held::Late,
    }
}

fn renewed(lease: &Value) -> Option<Timestamp> {
    lease["spec"]["renewTime"].as_str().and_then(time::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lease(renewed: &str, holder: &str) -> Value {
        json!({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "x", "namespace": "n"},
            "spec": {"holderIdentity": holder, "leaseDurationSeconds": 15, "renewTime": renewed}})
    }

    fn held(lease: &Value, now: &str, others: &[Value], is_whole: bool) -> Held {
        read(lease, Clock::of(others, time::parse(now).unwrap(), is_whole)).held
    }

    #[test]
    fn a_lease_is_fresh_late_or_expired() {
        let own = lease("2026-01-01T00:00:00.000000Z", "pod_1");
        for (now, expected) in [
            ("2026-01-01T00:00:10Z", Held::Fresh),
            // The clock of who renewed it runs ahead.
            ("2025-12-31T23:59:50Z", Held::Fresh),
            ("2026-01-01T00:00:30Z", Held::Fresh),
            ("2026-01-01T00:00:31Z", Held::Late),
            ("2026-01-01T00:01:00Z", Held::Late),
            ("2026-01-01T00:01:01Z", Held::Expired),
        ] {
            assert_eq!(held(&own, now, &[], true), expected, "{now}");
        }
        assert_eq!(held(&lease("2026-01-01T00:00:00Z", ""), "2026-01-01T00:00:01Z", &[], true), Held::Free);
    }

    #[test]
    fn in_a_dump_only_a_newer_lease_shows_that_one_expired() {
        let old = lease("2026-01-01T00:00:00Z", "pod_1");
        let new = lease("2026-01-01T01:00:00Z", "pod_2");
        let now = "2026-03-01T00:00:00Z";
        assert_eq!(held(&old, now, std::slice::from_ref(&old), false), Held::Late);
        assert_eq!(held(&old, now, &[old.clone(), new.clone()], false), Held::Expired);
        assert_eq!(held(&new, now, &[old, new.clone()], false), Held::Late);
    }

    #[test]
    fn what_it_says_has_the_holder_and_the_age() {
        let clock = Clock { now: time::parse("2026-01-01T00:10:00Z").unwrap(), seen: None };
        let lease = read(&lease("2026-01-01T00:00:00Z", "pod_1"), clock);
        assert_eq!(lease.what, "the lease expired: pod_1 renewed it 10m ago, and it lasts 15s");
        assert_eq!(lease.label, "Lease n/x");
    }
}
