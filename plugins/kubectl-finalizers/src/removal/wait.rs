//! Waits until objects are gone, and says what still holds those that are not.

use std::thread;
use std::time::{Duration, Instant};

use kubecheck_core::change::Target;
use kubecheck_core::model::time;
use serde_json::Value;

use super::Job;
use super::step::holders;
use super::survey::{Found, read};
use crate::world::World;

/// An object that is still there, and what holds it.
#[derive(Clone, Debug)]
pub struct Still {
    /// The object.
    pub target: Target,
    /// What holds it: fragments.
    pub holds: Vec<String>,
}

/// The first wait between two looks, and the longest.
const WAITS: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));

/// Waits until objects are gone, and returns those that are not within the time.
pub fn until_gone(world: &World, jobs: &[Job], timeout: Duration) -> Vec<Still> {
    let (begun, mut wait) = (Instant::now(), WAITS.0);
    let mut left: Vec<&Job> = jobs.iter().collect();
    loop {
        let mut still = Vec::new();
        left.retain(|job| match read(world, job) {
            Ok(Found::Gone(_)) => false,
            Ok(Found::There(object)) => {
                still.push(Still { target: job.target.clone(), holds: holds(job, &object) });
                true
            }
            Err(fault) => {
                still.push(Still { target: job.target.clone(), holds: vec![fault.message] });
                true
            }
        });
        if still.is_empty() || begun.elapsed() + wait > timeout {
            return still;
        }
        thread::sleep(wait);
        wait = (wait * 2).min(WAITS.1);
    }
}

/// Says what holds an object.
fn holds(job: &Job, object: &Value) -> Vec<String> {
    let mut holds: Vec<String> = holders(&job.target, object)
        .into_iter()
        .map(|name| match put_by(object, &name) {
            Some((manager, at)) => format!("the finalizer {name}, put there by {manager} at {at}"),
            None => format!("the finalizer {name}"),
        })
        .collect();
    let ends = object["metadata"]["deletionTimestamp"].as_str().and_then(time::parse);
    if let Some(left) = ends.map(|ends| time::seconds(time::now(), ends)).filter(|left| *left > 0) {
        holds.push(format!("its grace period, for another {}", time::age(left)));
    }
    if holds.is_empty() {
        holds.push("nothing that can be seen in it".to_owned());
    }
    holds
}

/// Returns the manager that put a finalizer there, and when (`metadata.managedFields`).
fn put_by<'o>(object: &'o Value, finalizer: &str) -> Option<(&'o str, &'o str)> {
    let key = format!("v:{}", Value::from(finalizer));
    let owns = |entry: &&Value| entry["fieldsV1"]["f:metadata"]["f:finalizers"].get(&key).is_some();
    let entry = object["metadata"]["managedFields"].as_array()?.iter().find(owns)?;
    Some((entry["manager"].as_str()?, entry["time"].as_str()?))
}
