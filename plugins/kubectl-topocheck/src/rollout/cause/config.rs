//! A container that is not made because something it needs is missing or wrong (`pkg/kubelet/kuberuntime`, `pkg/volume`).

use kubecheck_core::kube::args::quoted;

use super::{Around, Outlook, PodCause};
use crate::model::meta::Meta;
use crate::world::kinds::Kind;

/// A ConfigMap or Secret that is missing.
struct Missing<'m> {
    kind: Kind,
    name: &'m str,
}

/// Tells why a container is not made, or a volume not mounted, by what the kubelet says. `what` names the container or the volume.
pub(super) fn cause(around: &Around<'_>, what: &str, said: &str) -> PodCause {
    let next = around.describe();
    if let Some(missing) = missing(said) {
        return absent(around, what, &missing);
    }
    let key =
        ["couldn't find key ", "references non-existent config key", "references non-existent secret key"];
    let (rule, outlook) = match () {
        () if key.iter().any(|words| said.contains(words)) => ("config-key-missing", Outlook::Stands),
        () if said.contains("runAsNonRoot") || said.contains("non-numeric user") => {
            ("run-as-root", Outlook::Never)
        }
        () if said.contains("is not a valid environment variable") => ("config-invalid", Outlook::Never),
        () => ("config-error", Outlook::MayHeal),
    };
    PodCause::new(rule, format!("{what}: {said}"), outlook).next(next)
}

fn absent(around: &Around<'_>, what: &str, missing: &Missing<'_>) -> PodCause {
    let namespace = &around.pod.metadata.namespace;
    let is_it = |meta: &Meta| meta.namespace == *namespace && meta.name == missing.name;
    let (secrets, config_maps) = (&around.objects.secrets, &around.objects.config_maps);
    let (rule, kind, resource, is_there) = match missing.kind {
        Kind::Secret => (SECRET, "Secret", "secret generic", secrets.iter().any(|one| is_it(&one.metadata))),
        _ => (CONFIG_MAP, "ConfigMap", "configmap", config_maps.iter().any(|one| is_it(&one.metadata))),
    };
    if is_there {
        let summary = format!("{what}: the {kind} {} is there by now; the kubelet tries again", missing.name);
        return PodCause::new(rule, summary, Outlook::MayHeal).next(around.describe());
    }
    let (name, namespace) = (quoted(missing.name), quoted(namespace));
    let command = format!("kubectl create {resource} {name} -n {namespace} --from-file=PATH");
    PodCause::new(rule, format!("{what}: there is no {kind} {}", missing.name), Outlook::Stands).next(command)
}

/// The rules of what is missing.
const CONFIG_MAP: &str = "configmap-missing";
const SECRET: &str = "secret-missing";

/// Reads which ConfigMap or Secret is missing: `configmap "settings" not found`.
fn missing(said: &str) -> Option<Missing<'_>> {
    let of = |word: &str, kind: Kind| {
        let rest = &said[said.find(word)? + word.len()..];
        let (name, rest) = rest.split_once('"')?;
        rest.starts_with(" not found").then_some(Missing { kind, name })
    };
    of("configmap \"", Kind::ConfigMap).or_else(|| of("secret \"", Kind::Secret))
}

/// Returns the kind that tells whether what a pod is said to lack is there by now.
pub(in crate::rollout) fn lacks(cause: &PodCause) -> Option<Kind> {
    match cause.rule {
        SECRET => Some(Kind::Secret),
        CONFIG_MAP => Some(Kind::ConfigMap),
        _ => None,
    }
}
