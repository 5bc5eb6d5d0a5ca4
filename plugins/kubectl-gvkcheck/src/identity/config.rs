//! Documents that have an apiVersion and a kind, but are read by a program instead of being sent to an API server.

use super::Claim;

/// A group (or an apiVersion without one) whose documents are configuration.
struct Config {
    group: &'static str,
    /// The only version that counts; any if empty.
    version: &'static str,
    /// The only kinds that count; all if empty.
    kinds: &'static [&'static str],
    reader: &'static str,
}

const fn group(group: &'static str, reader: &'static str) -> Config {
    Config { group, version: "", kinds: &[], reader }
}

const fn core(version: &'static str, kinds: &'static [&'static str], reader: &'static str) -> Config {
    Config { group: "", version, kinds, reader }
}

/// Where the groups are declared: `pkg/**/config` and `staging/src/k8s.io/*` of Kubernetes, and the tools' own docs.
static CONFIGS: &[Config] = &[
    core("v1", &["Config"], "kubectl and clients (kubeconfig)"),
    core("v1", &["Policy"], "kube-scheduler (scheduling policy, until 1.22)"),
    core("v1", &["EncryptionConfig"], "kube-apiserver (encryption at rest, until 1.12)"),
    core(
        "v1",
        &["Status", "APIVersions", "APIGroup", "APIGroupList", "APIResourceList"],
        "clients (an API server's answer)",
    ),
    core("builtin", &[], "kustomize (a built-in generator or transformer)"),
    group("abac.authorization.kubernetes.io", "kube-apiserver (ABAC policy)"),
    group("admission.k8s.io", "admission webhooks (a request or answer)"),
    group("apidiscovery.k8s.io", "clients (discovery)"),
    group("apiserver.config.k8s.io", "kube-apiserver"),
    group("apiserver.k8s.io", "kube-apiserver"),
    group("audit.k8s.io", "kube-apiserver (audit policy)"),
    Config {
        group: "apiextensions.k8s.io",
        version: "",
        kinds: &["ConversionReview"],
        reader: "conversion webhooks (a request or answer)",
    },
    group("backstage.io", "Backstage (a software catalogue)"),
    group("chainsaw.kyverno.io", "chainsaw (tests)"),
    group("cli.kyverno.io", "the Kyverno command line"),
    Config { group: "clusterctl.cluster.x-k8s.io", version: "", kinds: &["Metadata"], reader: "clusterctl" },
    group("client.authentication.k8s.io", "clients (exec credential plugins)"),
    group("cloudcontrollermanager.config.k8s.io", "cloud-controller-manager"),
    group("config.kubernetes.io", "kustomize and kpt (functions)"),
    group("controller-runtime.sigs.k8s.io", "controller-runtime"),
    group("controllermanager.config.k8s.io", "kube-controller-manager"),
    group("credentialprovider.kubelet.k8s.io", "the kubelet (image credential providers)"),
    group("descheduler", "descheduler"),
    group("eventratelimit.admission.k8s.io", "kube-apiserver (EventRateLimit admission)"),
    group("imgpkg.carvel.dev", "imgpkg"),
    group("imagepolicy.k8s.io", "kube-apiserver (image policy webhook)"),
    group("k3d.io", "k3d"),
    Config { group: "kapp.k14s.io", version: "", kinds: &["Config"], reader: "kapp" },
    group("kbld.carvel.dev", "kbld"),
    group("kbld.k14s.io", "kbld"),
    group("kind.x-k8s.io", "kind"),
    group("kind.sigs.k8s.io", "kind"),
    Config { group: "kpt.dev", version: "", kinds: &["Kptfile"], reader: "kpt" },
    group("krew.googlecontainertools.github.com", "krew (a plugin manifest)"),
    group("kubeadm.k8s.io", "kubeadm"),
    group("kubecheck", "kubecheck (a report or a baseline)"),
    group("kubecontrollermanager.config.k8s.io", "kube-controller-manager"),
    group("kubectl.config.k8s.io", "kubectl (kuberc)"),
    group("kubelet.config.k8s.io", "the kubelet"),
    group("kubeproxy.config.k8s.io", "kube-proxy"),
    group("kubescheduler.config.k8s.io", "kube-scheduler"),
    group("kustomize.config.k8s.io", "kustomize"),
    group("kuttl.dev", "kuttl (tests)"),
    Config {
        group: "mirror.openshift.io",
        version: "",
        kinds: &["ImageSetConfiguration"],
        reader: "oc-mirror",
    },
    group("openslo", "OpenSLO tools"),
    group("pod-security.admission.config.k8s.io", "kube-apiserver (PodSecurity admission)"),
    group("podnodeselector.admission.k8s.io", "kube-apiserver (PodNodeSelector admission)"),
    group("podtolerationrestriction.admission.k8s.io", "kube-apiserver (PodTolerationRestriction admission)"),
    group("resourcequota.admission.k8s.io", "kube-apiserver (ResourceQuota admission)"),
    Config {
        group: "scorecard.operatorframework.io",
        version: "",
        kinds: &["Configuration"],
        reader: "operator-sdk scorecard",
    },
    group("skaffold", "skaffold"),
    group("vendir.k14s.io", "vendir"),
    group("webhookadmission.config.k8s.io", "kube-apiserver (webhook admission)"),
];

/// Names the program that reads a document of this claim, if it is configuration.
pub fn find(claim: Claim<'_>) -> Option<&'static str> {
    let fits = |config: &&Config| {
        config.group == claim.group
            && (config.version.is_empty() || config.version == claim.version)
            && (config.kinds.is_empty() || config.kinds.contains(&claim.kind))
    };
    CONFIGS.iter().find(fits).map(|config| config.reader)
}

/// Names the program that reads a file of this name whose document says neither apiVersion nor kind as an object does.
pub fn of_file(path: &str) -> Option<&'static str> {
    match path.rsplit(['/', '\\']).next()? {
        "kustomization.yaml" | "kustomization.yml" | "Kustomization" => Some("kustomize"),
        "Chart.yaml" => Some("helm (chart metadata)"),
        "index.yaml" => Some("helm (repository index)"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(group: &str, version: &str, kind: &str) -> Option<&'static str> {
        find(Claim { group, version, kind })
    }

    #[test]
    fn a_kubeconfig_is_configuration() {
        assert_eq!(reader("", "v1", "Config"), Some("kubectl and clients (kubeconfig)"));
        assert_eq!(reader("", "v1", "ConfigMap"), None);
    }

    #[test]
    fn a_configuration_group_holds_any_kind() {
        assert_eq!(reader("kubeadm.k8s.io", "v1beta3", "ClusterConfiguration"), Some("kubeadm"));
    }

    #[test]
    fn a_chart_is_known_by_its_file_name() {
        assert_eq!(of_file("charts/web/Chart.yaml"), Some("helm (chart metadata)"));
        assert_eq!(of_file("values.yaml"), None);
    }
}
