//! Classes that makers of clusters put into theirs, so that manifests name them and do not have them.
//!
//! Such a name is no error: the class is there in one cluster and not in another. The lists are those of the makers'
//! documentation; a class that is not listed is merely told as missing.

/// A maker and the names of what its clusters have.
type Provided = (&'static str, &'static [&'static str]);

const STORAGE: [Provided; 9] = [
    ("AKS", &["default", "managed", "managed-premium", "managed-csi", "managed-csi-premium"]),
    ("AKS", &["azurefile", "azurefile-premium", "azurefile-csi", "azurefile-csi-premium"]),
    ("EKS", &["gp2"]),
    ("GKE, kind or minikube", &["standard"]),
    ("GKE", &["standard-rwo", "premium-rwo", "standard-rwx", "premium-rwx", "enterprise-rwx"]),
    ("k3s", &["local-path"]),
    ("MicroK8s", &["microk8s-hostpath"]),
    ("Docker Desktop", &["hostpath"]),
    ("OpenShift", &["gp2-csi", "gp3-csi", "thin-csi", "standard-csi"]),
];

const INGRESS: [Provided; 4] = [
    ("AKS", &["webapprouting.kubernetes.azure.com"]),
    ("k3s", &["traefik"]),
    ("MicroK8s", &["public"]),
    ("OpenShift", &["openshift-default"]),
];

const RUNTIME: [Provided; 2] = [("GKE", &["gvisor"]), ("the NVIDIA GPU operator", &["nvidia"])];

/// Returns the maker whose clusters have something of a kind and name, if one is known for it.
pub(super) fn by(kind: &str, name: &str) -> Option<&'static str> {
    let provided: &[Provided] = match kind {
        "StorageClass" => &STORAGE,
        "IngressClass" => &INGRESS,
        "RuntimeClass" => &RUNTIME,
        _ => return None,
    };
    provided.iter().find(|(_, names)| names.contains(&name)).map(|(maker, _)| *maker)
}
