//! The service account of the pod that this runs in (`k8s.io/client-go/rest/config.go`, `InClusterConfig`).

use std::path::Path;
use std::{env, fs};

use ::kube::config::{AuthInfo, Cluster};

use super::kubeconfig::Chosen;

/// Where the kubelet puts what a pod may use of its service account.
const ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// Returns how to reach the cluster that this runs in; none if it runs in no pod.
pub(super) fn inside() -> Option<Chosen> {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let (host, port) = (variable("KUBERNETES_SERVICE_HOST")?, variable("KUBERNETES_SERVICE_PORT")?);
    account(Path::new(ACCOUNT), &host, &port, variable("POD_NAMESPACE"))
}

fn account(folder: &Path, host: &str, port: &str, namespace: Option<String>) -> Option<Chosen> {
    let token = folder.join("token");
    if !token.is_file() {
        return None;
    }
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let authority = folder.join("ca.crt");
    let own = || fs::read_to_string(folder.join("namespace")).ok();
    Some(Chosen {
        context: "in-cluster".to_owned(),
        cluster: Cluster {
            server: Some(format!("https://{host}:{port}")),
            certificate_authority: authority.is_file().then(|| authority.display().to_string()),
            ..Cluster::default()
        },
        user: AuthInfo { token_file: Some(token.display().to_string()), ..AuthInfo::default() },
        namespace: namespace.or_else(own).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pod_is_known_by_the_token_of_its_service_account() {
        let folder = tempfile::tempdir().unwrap();
        assert!(account(folder.path(), "10.0.0.1", "443", None).is_none());
        fs::write(folder.path().join("token"), "t").unwrap();
        fs::write(folder.path().join("namespace"), "shop\n").unwrap();
        let chosen = account(folder.path(), "10.0.0.1", "443", None).unwrap();
        assert_eq!(chosen.cluster.server.as_deref(), Some("https://10.0.0.1:443"));
        assert_eq!(chosen.cluster.certificate_authority, None);
        assert_eq!(chosen.namespace.as_deref(), Some("shop"));
        assert!(chosen.user.token_file.unwrap().ends_with("/token"));
    }

    #[test]
    fn addresses_of_version_6_and_the_pods_own_namespace_are_honoured() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("token"), "t").unwrap();
        fs::write(folder.path().join("ca.crt"), "c").unwrap();
        let chosen = account(folder.path(), "fd00::1", "6443", Some("mine".to_owned())).unwrap();
        assert_eq!(chosen.cluster.server.as_deref(), Some("https://[fd00::1]:6443"));
        assert!(chosen.cluster.certificate_authority.is_some());
        assert_eq!(chosen.namespace.as_deref(), Some("mine"));
    }
}
