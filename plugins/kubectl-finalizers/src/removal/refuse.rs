//! What must be so before anything is taken off, whatever is accepted.

use std::time::Duration;

use kubecheck_core::cli::Exit;
use kubecheck_core::model::time;
use serde_json::Value;

use super::step::is_namespace;
use super::{Job, empty, shown};
use crate::world::World;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why: a fragment.
    pub why: String,
    /// What to do about it.
    pub help: Option<String>,
    /// How the program ends.
    pub exit: Exit,
}

impl Refused {
    pub(super) fn new(why: impl Into<String>, help: impl Into<String>) -> Refused {
        Refused { why: why.into(), help: Some(help.into()), exit: Exit::Findings }
    }

    pub(super) fn exiting(self, exit: Exit) -> Refused {
        Refused { exit, ..self }
    }
}

/// Bounds that the user may move.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How long ago an object must have been deleted.
    pub older_than: Duration,
}

/// Says why nothing may be taken off an object, as it was read.
pub(super) fn object(world: &World, job: &Job, object: &Value, bounds: Bounds) -> Option<Refused> {
    let name = shown(&job.target);
    let metadata = &object["metadata"];
    let Some(deleted) = metadata["deletionTimestamp"].as_str() else {
        return Some(Refused::new(
            format!("{name} is not being deleted, and a finalizer is taken off only what is"),
            format!("delete it first: kubectl delete {name}"),
        ));
    };
    // The timestamp is the end of the grace period (k8s.io/apiserver/pkg/registry/rest/delete.go, BeforeDelete).
    let grace = metadata["deletionGracePeriodSeconds"].as_i64().unwrap_or(0);
    let Some(deleted) = time::parse(deleted) else {
        return Some(Refused::new(
            format!("{name} was deleted at {deleted:?}, which is no time"),
            "look at the object",
        ));
    };
    let age = time::seconds(deleted, time::now().max(world.now)) + grace;
    let least = i64::try_from(bounds.older_than.as_secs()).unwrap_or(i64::MAX);
    (age < least).then(|| {
        Refused::new(
            format!(
                "{name} was deleted {} ago, and what is younger than {} may still go by itself",
                time::age(age),
                time::age(least)
            ),
            "wait, or name another age with --older-than",
        )
    })
}

/// Says why one finalizer may not be taken off an object, though others may.
pub(super) fn finalizer(world: &World, job: &Job, object: &Value, finalizer: &str) -> Option<Refused> {
    let in_metadata = object["metadata"]["finalizers"].as_array();
    let in_metadata = in_metadata.is_some_and(|names| names.iter().any(|name| name == finalizer));
    match finalizer {
        _ if is_namespace(&job.target) && !in_metadata => empty::namespace(world, object),
        "customresourcecleanup.apiextensions.k8s.io" => empty::definition(world, object),
        _ => None,
    }
}
