//! Verdicts about groups that Kubernetes itself does not serve.

use kubecheck_catalog as catalog;

use super::verdict::{Verdict, WhyGroup};
use super::{Claim, Target, builtin, names};

/// Groups of widely used projects, each known to define none of [`BUILT_IN_ONLY`] (from the CRDs they publish).
static VENDORS: &[&str] = &[
    "acme.cert-manager.io",
    "argoproj.io",
    "autoscaling.k8s.io",
    "bitnami.com",
    "cert-manager.io",
    "cilium.io",
    "config.istio.io",
    "crd.projectcalico.org",
    "external-secrets.io",
    "gateway.networking.k8s.io",
    "helm.toolkit.fluxcd.io",
    "image.toolkit.fluxcd.io",
    "karpenter.sh",
    "keda.sh",
    "kustomize.toolkit.fluxcd.io",
    "kyverno.io",
    "linkerd.io",
    "longhorn.io",
    "metallb.io",
    "monitoring.coreos.com",
    "networking.istio.io",
    "notification.toolkit.fluxcd.io",
    "operators.coreos.com",
    "postgresql.cnpg.io",
    "rabbitmq.com",
    "secrets-store.csi.x-k8s.io",
    "security.istio.io",
    "snapshot.storage.k8s.io",
    "source.toolkit.fluxcd.io",
    "tekton.dev",
    "telemetry.istio.io",
    "templates.gatekeeper.sh",
    "traefik.containo.us",
    "traefik.io",
    "triggers.tekton.dev",
    "velero.io",
];

/// Kinds that only Kubernetes itself has. Names that a project has taken for a kind of its own (Service, Job, Ingress,
/// NetworkPolicy, Deployment, Secret …) are not here.
static BUILT_IN_ONLY: &[&str] = &[
    "ClusterRoleBinding",
    "ConfigMap",
    "CronJob",
    "CustomResourceDefinition",
    "Endpoints",
    "HorizontalPodAutoscaler",
    "LimitRange",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "PodDisruptionBudget",
    "ReplicaSet",
    "ReplicationController",
    "ResourceQuota",
    "RoleBinding",
    "ServiceAccount",
    "StorageClass",
    "ValidatingWebhookConfiguration",
];

/// Judges a claim in a group that is not built in.
pub fn judge(claim: Claim<'_>, target: Target<'_>) -> Verdict {
    let wrong = |why| Verdict::WrongGroup { right: homes(claim, why, target), why };
    if let Some(group) = typo(claim.group) {
        return wrong(WhyGroup::Typo(group));
    }
    if !claim.group.contains('.') {
        return wrong(WhyGroup::NoDot);
    }
    if VENDORS.contains(&claim.group) && BUILT_IN_ONLY.contains(&claim.kind) {
        return wrong(WhyGroup::Vendor);
    }
    Verdict::Custom
}

/// Finds the built-in group that is one typing error away.
pub fn typo(group: &str) -> Option<&'static str> {
    builtin::GROUPS
        .iter()
        .copied()
        .filter(|name| name.len().abs_diff(group.len()) <= 1)
        .find(|name| names::distance(name, group) <= 1)
}

/// Returns where the kind lives, homes in the group that was meant first.
fn homes(claim: Claim<'_>, why: WhyGroup, target: Target<'_>) -> Vec<&'static catalog::Kind> {
    let mut right = builtin::right_homes(claim.kind, target);
    if let WhyGroup::Typo(group) = why {
        right.sort_by_key(|kind| kind.group != group);
    }
    right
}
