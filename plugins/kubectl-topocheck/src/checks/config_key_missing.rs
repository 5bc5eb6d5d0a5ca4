//! `config-key-missing`: a pod names a key that a ConfigMap or Secret does not have.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::cause::{Reference, Stage};
use crate::start::there::nearest;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP028",
    name: "config-key-missing",
    summary: "A pod names a key that its ConfigMap or Secret does not have",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("config_key_missing.md"),
};

/// How many keys are named.
const SHOWN: usize = 5;

/// Words a key that is not there.
pub(crate) fn words<'s>(one: &'s Stuck, (of, key, by): (&Reference, &str, &str), scene: &Scene<'s>) -> Words {
    let Reference { kind, name } = of;
    let namespace = one.subject.namespace.as_str();
    let keys = scene.names.keys(of, namespace);
    let (is_there, how) = match &keys {
        Some(keys) if keys.contains(key) => (true, ", and has it now".to_owned()),
        Some(keys) => {
            let near = nearest(key, keys.iter().copied()).map(|near| format!("; did you mean {near}?"));
            let shown: Vec<&str> = keys.iter().copied().take(SHOWN).collect();
            let more = if keys.len() > SHOWN { ", …" } else { "" };
            (false, near.unwrap_or_else(|| format!("; it has {}{more}", shown.join(", "))))
        }
        None => (false, String::new()),
    };
    let retry = match one.cause.stage {
        Stage::Volumes => "the kubelet tries again, at intervals of up to 2 minutes",
        _ => "the kubelet tries again about every 10 seconds",
    };
    let has = if is_there { "had" } else { "has" };
    Words {
        message: format!("{by}: {} {name} {has} no key {key}{how}", kind.name()),
        then: if is_there { format!("it starts by itself: {retry}") } else { retry.to_owned() },
        advice: "add the key, or name the right one".to_owned(),
        next: scene.flags.kubectl(&["describe", kind.word(), name], namespace),
        ..Words::default()
    }
}
