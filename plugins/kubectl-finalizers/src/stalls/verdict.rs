//! How a controller stands, by all that is known of it.

use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::Finding;
use serde::Serialize;

use super::metrics::{Queue, Queues};
use super::{Bounds, Controller};
use crate::checks::{lease_expired, reconcile_stalled, workqueue_growing, workqueue_stalled};
use crate::evidence::leases::Held;

/// From how many objects on a queue that grows is told: below, it may just be busy.
const DEEP: f64 = 50.0;

/// How a controller stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// It renews its lease or wrote lately, and nothing waits for too long.
    Alive,
    /// There is too little to tell.
    #[default]
    Unknown,
    /// It works, and something waits for too long.
    Slow,
    /// What waits for it waits for too long, and it writes nothing.
    Stalled,
    /// Nobody leads.
    DeadLease,
}

impl Verdict {
    /// Returns its name in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Verdict::Alive => "alive",
            Verdict::Unknown => "unknown",
            Verdict::Slow => "slow",
            Verdict::Stalled => "stalled",
            Verdict::DeadLease => "dead-lease",
        }
    }
}

/// What is said of one controller.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// How it stands.
    pub(crate) verdict: Verdict,
    /// Why, each a fragment.
    pub(crate) reasons: Vec<String>,
    /// The findings.
    pub(crate) findings: Vec<Finding>,
}

/// A queue that is not well.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ill {
    /// Objects wait and nothing is worked at to the end, or a worker hangs: for so many seconds.
    Stuck(String, Queue, f64),
    /// A worker hangs while others work.
    Hangs(String, Queue, f64),
    /// More comes than is done.
    Grows(String, [Queue; 2], f64),
}

/// Judges one controller.
pub(crate) fn judge(own: &Controller, bounds: Bounds, now: Timestamp, context: Option<&str>) -> Judged {
    let mut judged = Judged::default();
    let ills = own.queues.as_ref().map(|queues| ills(queues, bounds.wait)).unwrap_or_default();
    judged.lease(own, context);
    judged.work(own, context);
    judged.queues(own, &ills, context);
    if judged.verdict == Verdict::default() {
        judged.quiet(own, bounds, now);
    }
    judged
}

impl Judged {
    fn raise(&mut self, verdict: Verdict) {
        self.verdict = self.verdict.max(verdict);
    }

    fn lease(&mut self, own: &Controller, context: Option<&str>) {
        for lease in &own.leases {
            self.reasons.push(lease.what.clone());
        }
        // A program that holds one of its leases is there.
        let is_dead = |held: Held| matches!(held, Held::Expired | Held::Free);
        if !own.leases.is_empty() && own.leases.iter().all(|lease| is_dead(lease.held)) {
            self.raise(Verdict::DeadLease);
            let findings = own.leases.iter().map(|lease| lease_expired::finding(lease, context));
            self.findings.extend(findings);
        }
    }

    fn work(&mut self, own: &Controller, context: Option<&str>) {
        let Some(longest) = own.work.behind.first() else { return };
        let last = own.work.last_write.as_deref().and_then(time::parse);
        let works = last.is_some_and(|last| last > longest.changed);
        self.raise(if works { Verdict::Slow } else { Verdict::Stalled });
        self.reasons.push(format!(
            "{} of {} wait, the longest for {}",
            own.work.behind.len(),
            own.work.behind.len() + own.work.objects,
            time::age(longest.seconds),
        ));
        if works {
            self.reasons.push("it has written to others since".to_owned());
        }
        self.findings.extend(reconcile_stalled::findings(own, context));
    }

    fn queues(&mut self, own: &Controller, ills: &[Ill], context: Option<&str>) {
        for ill in ills {
            let (verdict, finding) = match ill {
                Ill::Stuck(..) => (Verdict::Stalled, workqueue_stalled::finding(own, ill, context)),
                Ill::Hangs(..) => (Verdict::Slow, workqueue_stalled::finding(own, ill, context)),
                Ill::Grows(name, pair, seconds) => {
                    (Verdict::Slow, workqueue_growing::finding(own, name, pair, *seconds, context))
                }
            };
            self.raise(verdict);
            self.reasons.push(finding.message.clone());
            self.findings.push(finding);
        }
    }

    /// Tells a controller that is alive from one of which too little is known.
    fn quiet(&mut self, own: &Controller, bounds: Bounds, now: Timestamp) {
        let age = own.work.last_write.as_deref().and_then(time::parse).map(|last| time::seconds(last, now));
        let is_held = own.leases.iter().any(|lease| lease.held == Held::Fresh);
        let wrote = age.is_some_and(|age| age <= bounds.wait);
        let is_done = own
            .queues
            .as_ref()
            .is_some_and(|queues| queues.queues.values().any(|[before, after]| after.done > before.done));
        if let Some(age) = age {
            self.reasons.push(format!("it wrote a status {} ago", time::age(age.max(0))));
        }
        if is_held || wrote || is_done {
            self.verdict = Verdict::Alive;
        } else if own.leases.is_empty() {
            self.reasons.push("it has no lease, and nothing waits for it".to_owned());
        }
    }
}

/// Finds the queues that are not well.
fn ills(queues: &Queues, wait: i64) -> Vec<Ill> {
    let ill = |(name, pair): (&String, &[Queue; 2])| {
        let [before, after] = *pair;
        // Counters begin anew when a program does.
        if after.adds < before.adds || after.done < before.done {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds that anybody waits fit into a float")]
        let hangs = after.longest >= wait as f64;
        let (added, done) = (after.adds - before.adds, after.done - before.done);
        let (name, seconds) = (name.clone(), queues.seconds);
        match () {
            () if hangs && done == 0.0 => Some(Ill::Stuck(name, after, seconds)),
            () if hangs => Some(Ill::Hangs(name, after, seconds)),
            () if after.depth >= DEEP && after.depth > before.depth && added > done => {
                Some(Ill::Grows(name, *pair, seconds))
            }
            () => None,
        }
    };
    queues.queues.iter().filter_map(ill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ill(before: Queue, after: Queue) -> Option<Ill> {
        let queues = Queues { queues: [("q".to_owned(), [before, after])].into(), seconds: 5.0 };
        ills(&queues, 300).pop()
    }

    #[test]
    fn a_busy_queue_is_no_sick_one() {
        let idle = Queue::default();
        assert_eq!(ill(idle, idle), None);
        let busy = Queue { depth: 10.0, adds: 20.0, done: 10.0, longest: 20.0, ..idle };
        assert_eq!(ill(idle, busy), None);
        let shrinking = Queue { depth: 500.0, adds: 10.0, ..idle };
        assert_eq!(ill(shrinking, Queue { depth: 400.0, done: 110.0, ..shrinking }), None);
        // It was started anew.
        assert_eq!(ill(Queue { adds: 900.0, ..idle }, Queue { depth: 90.0, adds: 90.0, ..idle }), None);
    }

    #[test]
    fn a_worker_that_hangs_and_a_queue_that_grows_are() {
        let idle = Queue::default();
        let stuck = Queue { depth: 3.0, longest: 301.0, done: 7.0, ..idle };
        assert!(matches!(ill(stuck, stuck), Some(Ill::Stuck(..))));
        assert!(matches!(ill(stuck, Queue { done: 9.0, ..stuck }), Some(Ill::Hangs(..))));
        let grown = Queue { depth: 60.0, adds: 100.0, done: 40.0, ..idle };
        assert!(matches!(ill(idle, grown), Some(Ill::Grows(..))));
    }
}
