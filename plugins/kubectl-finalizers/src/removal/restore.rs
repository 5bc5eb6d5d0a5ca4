//! Makes an object again from its backup: a new one, as like to the old one as can be.

use kubecheck_core::change::{Create, Step, Target};
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::Fault;
use serde_json::Value;

use super::{Backup, Named, Refused, named, shown};
use crate::world::World;

/// What the server makes itself, or what was of the old object alone.
const OF_THE_OLD: [&str; 8] = [
    "uid",
    "resourceVersion",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "generation",
    "managedFields",
    "selfLink",
];

/// Finalizers that say how an object is to be deleted, which nobody has asked of the new one.
const OF_THE_DELETION: [&str; 2] = ["foregroundDeletion", "orphan"];

/// How an object is made again.
#[derive(Debug)]
pub struct Restored {
    /// The step.
    pub step: Step,
    /// What the new object lacks of the old one, and why: fragments.
    pub without: Vec<String>,
}

/// Makes the step that makes an object again.
///
/// # Errors
/// That it may not be made again, why that cannot be known, or that its kind is not served.
pub fn restored(world: &World, backup: &Backup) -> Result<Result<Restored, Refused>, CliError> {
    let target = &backup.target;
    let word = format!("{}.{}/{}", target.resource, target.group(), target.name).replace("./", "/");
    let found = named(world, &[word], target.namespace.as_deref())?;
    let Some(named) = found.first() else { return Err(CliError::usage("the backup names no object")) };
    if let Some((there, object)) = named.read(world)? {
        return Ok(Err(refused(target, &there, &object)));
    }
    let mut body = backup.object.clone();
    let mut without = Vec::new();
    if body
        .as_object_mut()
        .and_then(|body| body.remove("status"))
        .is_some_and(|status| status != serde_json::json!({}))
    {
        without.push("its status, which controllers write; it is in the backup".to_owned());
    }
    if let Some(metadata) = body["metadata"].as_object_mut() {
        OF_THE_OLD.iter().for_each(|key| _ = metadata.remove(*key));
    }
    if let Some(names) = body.pointer_mut("/metadata/finalizers").and_then(Value::as_array_mut) {
        let is_old = |name: &Value| OF_THE_DELETION.iter().any(|old| name == old);
        without.extend(names.iter().filter(|name| is_old(name)).map(|name| {
            format!("the finalizer {}, which belongs to the deletion", name.as_str().unwrap_or_default())
        }));
        names.retain(|name| !is_old(name));
    }
    owners(world, named, &mut body, &mut without)?;
    let object = Target { uid: None, ..target.clone() };
    Ok(Ok(Restored { step: Step::Create(Create { object, body }), without }))
}

fn refused(target: &Target, there: &Target, object: &Value) -> Refused {
    let name = shown(target);
    if there.uid != target.uid {
        return Refused::new(
            format!("{name} is there, another one than the backup is of; nothing is overwritten"),
            "delete it first if the old one is to come back",
        );
    }
    match object["metadata"]["deletionTimestamp"].is_null() {
        true => Refused::new(
            format!("{name} is still there, and is not being deleted"),
            "there is nothing to make again",
        ),
        false => Refused::new(
            format!("{name} is still being deleted, and no finalizer can be put back on what is"),
            "the API server forbids it (ValidateNoNewFinalizers); wait until it is gone, then it can be made again",
        ),
    }
}

/// Takes out the references to owners that are gone: the garbage collector would delete the new object for them.
fn owners(world: &World, of: &Named, body: &mut Value, without: &mut Vec<String>) -> Result<(), CliError> {
    let Some(references) = body.pointer_mut("/metadata/ownerReferences").and_then(Value::as_array_mut) else {
        return Ok(());
    };
    let mut kept = Vec::new();
    for reference in std::mem::take(references) {
        let text = |key: &str| reference[key].as_str().unwrap_or_default();
        let name = format!("{}/{}", text("kind"), text("name"));
        match is_there(world, of, &reference) {
            Ok(true) => kept.push(reference),
            Ok(false) => without.push(format!("the reference to its owner {name}, which is gone")),
            Err(fault) => {
                return Err(CliError::from(
                    fault.about(&format!("nobody knows whether its owner {name} is there")),
                ));
            }
        }
    }
    *references = kept;
    Ok(())
}

fn is_there(world: &World, of: &Named, reference: &Value) -> Result<bool, Fault> {
    let text = |key: &str| reference[key].as_str().unwrap_or_default();
    let (group, version) = text("apiVersion").split_once('/').unwrap_or(("", text("apiVersion")));
    let found = world.served().kind(group, version, text("kind"));
    let Some(found) = found else {
        return match world.gaps.first() {
            Some(gap) => Err(Fault::new(kubecheck_core::kube::FaultKind::Refused, gap.why.clone())),
            None => Ok(false),
        };
    };
    let list = kubecheck_core::kube::Wanted::all(found, kubecheck_core::kube::Depth::Full);
    let owner = world.get(&list, of.namespace.as_deref(), text("name"))?;
    Ok(owner.is_some_and(|owner| owner["metadata"]["uid"] == reference["uid"]))
}
