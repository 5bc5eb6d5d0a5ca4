//! What tests of pods and of what is around them share.

use std::collections::BTreeSet;
use std::sync::Arc;

use kubecheck_core::model::time;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Look;
use super::there::Names;
use super::told::{Flags, Images, Scene};
use crate::schedule::snapshot::Snapshot;
use crate::schedule::version::{Features, NEWEST};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;
use crate::world::snapshot;

/// The time it is in tests.
pub(crate) const NOW: &str = "2026-01-01T01:00:00Z";

/// Reads objects; the kinds of which there are some count as read, like those of a dump.
pub(crate) fn objects(all: &[Value]) -> Objects {
    fn read<T: DeserializeOwned>(value: &Value) -> Arc<T> {
        Arc::new(serde_json::from_value(value.clone()).expect("it is of its kind"))
    }
    let mut found = Objects::default();
    for one in all {
        let kind = match one["kind"].as_str().expect("it has a kind") {
            "Pod" => {
                found.pods.push(read(one));
                Kind::Pod
            }
            "Node" => {
                found.nodes.push(read(one));
                Kind::Node
            }
            "Event" => {
                found.events.push(read(one));
                Kind::Event
            }
            "Deployment" => {
                found.deployments.push(read(one));
                Kind::Deployment
            }
            "ReplicaSet" => {
                found.replica_sets.push(read(one));
                Kind::ReplicaSet
            }
            "StatefulSet" => {
                found.stateful_sets.push(read(one));
                Kind::StatefulSet
            }
            "DaemonSet" => {
                found.daemon_sets.push(read(one));
                Kind::DaemonSet
            }
            "Job" => {
                found.jobs.push(read(one));
                Kind::Job
            }
            "StorageClass" => {
                found.classes.push(read(one));
                Kind::StorageClass
            }
            "PersistentVolumeClaim" => {
                found.claims.push(read(one));
                Kind::PersistentVolumeClaim
            }
            other => panic!("{other} is not read in tests"),
        };
        found.read.insert(kind);
    }
    found
}

/// Makes the scheduler's view of objects.
pub(crate) fn scheduler(objects: &Objects) -> Snapshot {
    snapshot::of(objects, Features::of(NEWEST, None))
}

/// Looks at objects at [`NOW`], with the scheduler's view of them if there is one.
pub(crate) fn at<T>(
    objects: &Objects,
    snapshot: Option<&Snapshot>,
    look_at: impl FnOnce(&Scene<'_>) -> T,
) -> T {
    let mut look = Look::new(objects, time::parse(NOW).expect("it is a time"));
    look.snapshot = snapshot;
    let (whole, images, flags) = (BTreeSet::new(), Images::new(objects), Flags::default());
    let names = Names { objects, whole: &whole };
    look_at(&Scene { look: &look, names, images: &images, flags: &flags })
}
