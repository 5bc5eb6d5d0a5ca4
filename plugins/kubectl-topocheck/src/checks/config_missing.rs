//! `config-missing`: a pod names a ConfigMap, Secret or claim that is not there.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::cause::{RefKind, Reference, Stage};
use crate::start::there::There;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP027",
    name: "config-missing",
    summary: "A pod names a ConfigMap, Secret or claim that does not exist",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("config_missing.md"),
};

/// Words something that a pod names and that is not there.
pub(crate) fn words<'s>(one: &'s Stuck, (of, by): (&Reference, &str), scene: &Scene<'s>) -> Words {
    let Reference { kind, name } = of;
    let namespace = one.subject.namespace.as_str();
    let (there, how) = scene.presence(of.list(), namespace, name);
    let retry = match one.cause.stage {
        Stage::Volumes => "the kubelet tries again, at intervals of up to 2 minutes",
        _ => "the kubelet tries again about every 10 seconds",
    };
    let (message, then, next) = match there {
        There::Yes => (
            format!("{} {name} was not there{how}", kind.name()),
            format!("it starts by itself: {retry}"),
            scene.flags.kubectl(&["get", "pod", &one.subject.name, "-w"], namespace),
        ),
        There::No | There::Unknown => (
            format!("{} {name} does not exist{how}", kind.name()),
            retry.to_owned(),
            scene.flags.kubectl(&["get", kind.word()], namespace),
        ),
    };
    let optional =
        if *kind == RefKind::Claim { "" } else { ", or mark it as optional if the pod can do without" };
    Words {
        message: format!("{by}: {message}"),
        then,
        advice: match there {
            There::Yes => "nothing, if it starts by itself".to_owned(),
            _ => format!("make it in this namespace, or name the right one{optional}"),
        },
        next,
        ..Words::default()
    }
}
