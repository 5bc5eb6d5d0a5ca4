//! Reads objects anew and judges what is to be taken off them.

use kubecheck_core::change::in_turns;
use kubecheck_core::kube::Fault;
use serde_json::Value;

use super::step::holders;
use super::{AT_ONCE, Bounds, Job, Refused, refuse, shown};
use crate::evidence::{Evidence, Investigator};
use crate::world::World;

/// What an object is like now.
#[derive(Debug)]
pub(super) enum Found {
    /// It is gone, as the fragment says.
    Gone(String),
    /// It is there.
    There(Value),
}

/// An object that was read and judged.
#[derive(Debug)]
pub struct Surveyed {
    /// The object and what to take off.
    pub job: Job,
    /// The object as it was read; none if it is gone or cannot be read.
    pub object: Option<Value>,
    /// What is known of each finalizer that is to go and is there.
    pub evidence: Vec<Evidence>,
    /// What is done already: the finalizer, or nothing for the whole object, and why.
    pub already: Vec<(String, String)>,
    /// What may not be done: the finalizer, or nothing for the whole object, and why.
    pub refused: Vec<(String, Refused)>,
    /// Why it could not be read.
    pub fault: Option<Fault>,
}

/// Reads an object by a quorum read (a GET without a resourceVersion goes to etcd: `k8s.io/apiserver/pkg/storage/cacher/delegator.go`,
/// `Get`).
pub(super) fn read(world: &World, job: &Job) -> Result<Found, Fault> {
    let target = &job.target;
    let Some(object) = world.get(&job.of, target.namespace.as_deref(), &target.name)? else {
        return Ok(Found::Gone(format!("{} is gone", shown(target))));
    };
    let uid = object["metadata"]["uid"].as_str();
    if target.uid.is_some() && uid != target.uid.as_deref() {
        return Ok(Found::Gone(format!("{} is gone, and another one has its name", shown(target))));
    }
    Ok(Found::There(object))
}

/// Reads and judges objects, several at once, in their order.
pub fn survey(world: &World, investigator: &Investigator<'_>, jobs: &[Job], bounds: Bounds) -> Vec<Surveyed> {
    let look = |(): &mut (), job: &Job| (one(world, investigator, job, bounds), false);
    in_turns(jobs, AT_ONCE, || (), look).into_iter().flatten().collect()
}

fn one(world: &World, investigator: &Investigator<'_>, job: &Job, bounds: Bounds) -> Surveyed {
    let mut surveyed = Surveyed {
        job: job.clone(),
        object: None,
        evidence: Vec::new(),
        already: Vec::new(),
        refused: Vec::new(),
        fault: None,
    };
    let object = match read(world, job) {
        Ok(Found::There(object)) => object,
        Ok(Found::Gone(why)) => {
            surveyed.already.push((String::new(), why));
            return surveyed;
        }
        Err(fault) => {
            surveyed.fault = Some(fault);
            return surveyed;
        }
    };
    if let Some(refused) = refuse::object(world, job, &object, bounds) {
        surveyed.refused.push((String::new(), refused));
    } else {
        for finalizer in &job.finalizers {
            if !holders(&job.target, &object).contains(finalizer) {
                surveyed.already.push((finalizer.clone(), format!("{finalizer} is no longer there")));
            } else if let Some(refused) = refuse::finalizer(world, job, &object, finalizer) {
                surveyed.refused.push((finalizer.clone(), refused));
            } else {
                surveyed.evidence.push(investigator.judge(&job.of, &object, finalizer));
            }
        }
    }
    surveyed.object = Some(object);
    surveyed
}
