//! `runtime-class-unknown`: the run-time class of a pod is not there, or leads to what its node does not have.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::cause::Stage;
use crate::start::told::{Scene, Words};
use crate::world::kinds::Kind;

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP033",
    name: "runtime-class-unknown",
    summary: "The run-time class of a pod does not exist, or its node does not have the handler",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("runtime_class_unknown.md"),
};

/// Words a run-time class that leads nowhere.
pub(crate) fn words<'s>(one: &'s Stuck, (class, handler): (&str, Option<&str>), scene: &Scene<'s>) -> Words {
    let then = match one.cause.stage {
        Stage::Creation => super::creation::RETRY,
        _ => "the kubelet tries again about every 10 seconds",
    };
    let (message, advice) = match handler {
        None => {
            let (_, there) = scene.presence(Kind::RuntimeClass, "", class);
            (format!("run-time class {class} does not exist{there}"), "make it, or name the right one")
        }
        Some(handler) => {
            let of = if class.is_empty() {
                String::new()
            } else {
                format!(", which run-time class {class} wants")
            };
            let advice = "set the handler up in the node's container runtime, or let the class's scheduling lead to nodes that have it";
            (format!("the container runtime of the node has no handler {handler}{of}"), advice)
        }
    };
    Words {
        message,
        then: then.to_owned(),
        advice: advice.to_owned(),
        next: scene.flags.kubectl(&["get", "runtimeclasses"], ""),
        pointer: "/spec/runtimeClassName".to_owned(),
        severity: None,
    }
}
