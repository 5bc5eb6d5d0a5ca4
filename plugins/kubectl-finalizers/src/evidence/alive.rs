//! Whether a controller is alive: by its leases, by what runs it. What is not found is not dead.

use super::leases::{self, Clock, Held, Lease};
use super::pods::{self, Troubles};
use super::reads::Reads;
use super::workloads::{self, Hints, Workload, is_like};
use super::{Alive, Fact};

/// Whether a controller is alive, and what that is known from.
#[derive(Clone, Debug, Default)]
pub(super) struct Life {
    pub(super) alive: Alive,
    /// What runs it, as far as it was found.
    pub(super) workloads: Vec<String>,
    pub(super) facts: Vec<Fact>,
}

/// Finds out whether a controller is alive.
pub(super) fn judge(hints: &Hints, reads: &Reads<'_>) -> Life {
    let workloads = workloads::find(hints, reads);
    let found = workloads.as_deref().unwrap_or_default();
    let leases = of(hints, found, reads);
    let mut facts = Vec::new();
    for lease in leases.as_deref().unwrap_or_default() {
        facts.push(Fact { what: lease.what.clone(), source: lease.label.clone(), at: lease.renewed.clone() });
    }
    // Pods that are ready and do not crash again and again.
    let mut steady = 0;
    for workload in found {
        facts.push(Fact { what: workload.state(), source: workload.label(), at: Some(reads.now()) });
        let troubles =
            if workload.wanted > 0 { pods::troubles(workload, reads) } else { Troubles::default() };
        steady += troubles.steady.map_or(workload.ready, |steady| steady.min(workload.ready));
        let told = troubles.told.into_iter();
        facts.extend(told.map(|(source, what)| Fact { what, source, at: Some(reads.now()) }));
    }
    if let Err(why) = &workloads {
        facts.push(Fact {
            what: format!("what runs it was not looked for: {why}"),
            source: "lists".to_owned(),
            at: None,
        });
    }
    let alive = verdict(found, steady, leases.as_deref().ok(), reads.world.is_whole());
    Life { alive, workloads: found.iter().map(Workload::label).collect(), facts }
}

/// Returns the leases of a controller: those that it is known to use, and those that pods of what runs it hold.
fn of(hints: &Hints, workloads: &[Workload], reads: &Reads<'_>) -> Result<Vec<Lease>, String> {
    if hints.leases.is_empty() && workloads.is_empty() {
        return Ok(Vec::new());
    }
    let list = reads.list("coordination.k8s.io", "leases", None)?;
    let clock = Clock::of(&list.objects, reads.world.now, reads.world.is_whole());
    let is_its = |lease: &&serde_json::Value| {
        let text = |field: &str| lease["metadata"][field].as_str().unwrap_or_default();
        let place = format!("{}/{}", text("namespace"), text("name"));
        let holder = lease["spec"]["holderIdentity"].as_str().unwrap_or_default();
        let holds = |workload: &Workload| {
            workload.namespace == text("namespace")
                && holder.strip_prefix(&workload.name).is_some_and(|rest| rest.starts_with(['-', '_']))
        };
        hints.leases.iter().any(|hint| is_like(hint, &place)) || workloads.iter().any(holds)
    };
    Ok(list.objects.iter().filter(is_its).map(|lease| leases::read(lease, clock)).collect())
}

/// Judges by what was found. Dead is only what is there and does not run: no pod is ready, and no lease is held. In a dump a lease that
/// is missing tells nothing.
fn verdict(workloads: &[Workload], steady: i64, leases: Option<&[Lease]>, is_whole: bool) -> Alive {
    let stands = |held: Held| leases.is_some_and(|leases| leases.iter().any(|lease| lease.held == held));
    let is_gone = |lease: &Lease| matches!(lease.held, Held::Expired | Held::Free);
    let all_gone = leases.is_some_and(|leases| leases.iter().all(is_gone));
    let has_lease = leases.is_some_and(|leases| !leases.is_empty());
    let ready: i64 = workloads.iter().map(|workload| workload.ready).sum();
    match () {
        () if stands(Held::Fresh) => Alive::Yes,
        () if workloads.is_empty() => Alive::Unknown,
        // Pods that are ready and do not lead, or crash in between: nobody knows.
        () if steady > 0 && has_lease && all_gone => Alive::Unknown,
        () if steady > 0 => Alive::Yes,
        () if ready > 0 => Alive::Unknown,
        () if all_gone && (is_whole || has_lease) => Alive::No,
        () => Alive::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn workload(ready: i64) -> Workload {
        let pod = json!({"kind": "Pod", "metadata": {"namespace": "n", "name": "x"}});
        let mut workload = Workload::of(&pod);
        workload.ready = ready;
        workload
    }

    fn lease(held: Held) -> Lease {
        Lease { label: String::new(), renewed: None, held, what: String::new() }
    }

    #[test]
    fn only_what_is_there_and_does_not_run_is_dead() {
        for (ready, held, expected) in [
            (None, None, Alive::Unknown),
            (None, Some(Held::Expired), Alive::Unknown),
            (None, Some(Held::Fresh), Alive::Yes),
            (Some(0), None, Alive::No),
            (Some(0), Some(Held::Expired), Alive::No),
            (Some(0), Some(Held::Free), Alive::No),
            (Some(0), Some(Held::Late), Alive::Unknown),
            (Some(0), Some(Held::Fresh), Alive::Yes),
            (Some(1), None, Alive::Yes),
            (Some(1), Some(Held::Late), Alive::Yes),
            (Some(1), Some(Held::Expired), Alive::Unknown),
        ] {
            let workloads: Vec<Workload> = ready.map(workload).into_iter().collect();
            let leases: Vec<Lease> = held.map(lease).into_iter().collect();
            assert_eq!(
                verdict(&workloads, ready.unwrap_or_default(), Some(&leases), true),
                expected,
                "{ready:?} {held:?}"
            );
        }
        assert_eq!(verdict(&[workload(0)], 0, None, true), Alive::Unknown);
        assert_eq!(verdict(&[workload(0)], 0, Some(&[]), false), Alive::Unknown);
        assert_eq!(verdict(&[workload(0)], 0, Some(&[lease(Held::Expired)]), false), Alive::No);
        // Ready in between crashes.
        assert_eq!(verdict(&[workload(1)], 0, Some(&[]), true), Alive::Unknown);
    }
}
