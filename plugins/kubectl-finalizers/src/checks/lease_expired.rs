//! `lease-expired`: nobody holds the lease of a controller.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use super::stall;
use crate::evidence::leases::Held;
use crate::stalls::leases::Led;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN041",
    name: "lease-expired",
    summary: "Nobody renews the lease of a controller, so that none of its replicas works",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("lease_expired.md"),
};

/// Makes a finding of a lease.
pub(crate) fn finding(lease: &Led, context: Option<&str>) -> Finding {
    let help = match lease.pod_name() {
        Some(pod) => format!("look at the pod: kubectl describe pod {pod} -n {}", lease.namespace),
        None => format!(
            "if the controller was uninstalled, delete the lease; otherwise look for its pods: kubectl get pods -n {}",
            lease.namespace
        ),
    };
    // A lease that is given back may be a lock that nobody needs now.
    let severity = if lease.held == Held::Free { Severity::Info } else { RULE.severity };
    Finding { severity, ..stall::finding(&RULE, lease.what.clone(), stall::lease(lease, context), help) }
}
