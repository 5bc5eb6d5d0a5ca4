//! The values of a cause, as documents have them.

use serde_json::{Map, Value, json};

use super::cause::{Attach, What};
use super::image::Reference;
use super::refused::{Excess, Lack, Refusal};

/// Returns the values of a cause by name; which there are depends on the rule.
pub fn of(what: &What) -> Value {
    match what {
        What::Refused(refusal) => refused(refusal),
        What::Network { plugin, why } => json!({"plugin": plugin, "why": why}),
        What::NoNode { why }
        | What::NodeSilent { why }
        | What::Sandbox { why }
        | What::Security { why }
        | What::NotMade { why }
        | What::NotStarted { why } => json!({"why": why}),
        What::Rejected { reason, message } | What::Evicted { reason, message } => {
            json!({"reason": reason, "message": message})
        }
        What::Missing { of, by } => json!({"kind": of.kind.name(), "name": of.name, "by": by}),
        What::KeyMissing { of, key, by } => {
            json!({"kind": of.kind.name(), "name": of.name, "key": key, "by": by})
        }
        What::NotAttached { volume, why } => {
            let mut values = json!({
                "volume": volume.volume, "claim": volume.claim, "persistentVolume": volume.persistent,
            });
            match why {
                Attach::Elsewhere { pods, nodes } => {
                    values["usedBy"] = json!(pods);
                    values["nodes"] = json!(nodes);
                }
                Attach::Failed(why) | Attach::Timeout(why) => values["why"] = json!(why),
            }
            values
        }
        What::NotMounted { volume, why } => json!({
            "volume": volume.volume, "claim": volume.claim, "persistentVolume": volume.persistent, "why": why,
        }),
        What::RuntimeClass { class, handler } => json!({"class": class, "handler": handler}),
        What::Image(fault) => {
            let read = Reference::read(&fault.image);
            json!({
                "image": fault.image, "registry": read.as_ref().map(|image| &image.registry),
                "repository": read.as_ref().map(|image| &image.repository),
                "tag": read.as_ref().and_then(|image| image.tag.as_ref()),
                "digest": read.as_ref().and_then(|image| image.digest.as_ref()), "why": fault.why,
            })
        }
        What::Command { program, why } => json!({"program": program, "why": why}),
        What::InitOverdue { seconds } => json!({"seconds": seconds}),
        What::InitFailing { exit, restarts } => json!({"exit": exit, "restarts": restarts}),
        What::Probe { kind, why } => json!({"probe": kind, "why": why}),
        What::Gate { condition, why } => json!({"condition": condition, "why": why}),
        What::Unknown { state } => json!({"state": state}),
    }
}

fn refused(refusal: &Refusal) -> Value {
    match refusal {
        Refusal::Quota { quota, lack: Lack::Used(lack) } => {
            let excess = |one: &Excess| {
                let values = json!({"requested": one.requested, "used": one.used, "limited": one.limited});
                (one.resource.clone(), values)
            };
            json!({"quota": quota, "resources": lack.iter().map(excess).collect::<Map<String, Value>>()})
        }
        Refusal::Quota { quota, lack: Lack::Unsaid(what) } => json!({"quota": quota, "why": what}),
        Refusal::Security { level, violations } => json!({"level": level, "violations": violations}),
        Refusal::Gatekeeper { name, why, .. } => json!({"name": name, "why": why}),
        Refusal::ServiceAccount { name } => json!({"serviceAccount": name}),
        Refusal::PriorityClass { name } => json!({"priorityClass": name}),
        Refusal::Other { why } => json!({"why": why}),
    }
}
