//! Volumes and their claims, and load balancers of Services.

use super::Subject;
use super::names::gone;
use crate::evidence::reads::Reads;
use crate::evidence::shown::{self, Shown};

/// Shows whether a volume is bound (`pkg/controller/volume/pvprotection`, `isBeingUsed`), and whether the claim that it was bound to is
/// still there.
pub(super) fn in_use(subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
    let reference = &subject.object["spec"]["claimRef"];
    let text = |field: &str| reference[field].as_str();
    let claim = format!("{}/{}", text("namespace").unwrap_or_default(), text("name").unwrap_or_default());
    if subject.object["status"]["phase"] == "Bound" {
        return Shown::fails(format!("the volume is bound to PersistentVolumeClaim {claim}"), "status.phase");
    }
    let (Some(namespace), Some(name)) = (text("namespace"), text("name")) else {
        return Shown::holds("the volume is bound to no claim", "spec.claimRef");
    };
    // A claim of that name that was made later is another one.
    let Some(uid) = text("uid") else {
        return gone("", "persistentvolumeclaims", Some(namespace), name, reads);
    };
    let list = match reads.list("", "persistentvolumeclaims", Some(namespace)) {
        Ok(list) => list,
        Err(why) => return Shown::Unseen(why),
    };
    match list.by_uid(uid) {
        Some(found) => {
            let found = shown::object(found);
            Shown::fails(format!("{} is still there", found.label()), "spec.claimRef").because_of(vec![found])
        }
        None if reads.world.is_whole() => Shown::holds(
            format!("the volume is not bound, and PersistentVolumeClaim {claim} is gone"),
            "status.phase",
        ),
        None => Shown::Unseen(format!("PersistentVolumeClaim {claim} is not in {}", reads.world.name())),
    }
}

/// Tells which load balancer to look for, which only the cloud can show. The status is no proof: the API server empties it as soon as
/// the type of a Service changes (`pkg/registry/core/service/strategy.go`), before the cloud does anything, and nobody empties it for who
/// takes the load balancer away by hand.
pub(super) fn load_balancer(subject: Subject<'_>) -> Shown {
    let addresses = subject.object["status"]["loadBalancer"]["ingress"].as_array().into_iter().flatten();
    let address = |entry: &serde_json::Value| {
        entry["ip"].as_str().or_else(|| entry["hostname"].as_str()).map(str::to_owned)
    };
    let at = addresses.filter_map(address).next().map(|address| format!(" at {address}")).unwrap_or_default();
    Shown::Unseen(format!("only the cloud knows whether the load balancer{at} is left"))
}
