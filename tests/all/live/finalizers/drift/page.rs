//! The examples of the rules' pages: two API servers of one etcd, `cp-1` and `cp-2`, and the second cut off from it.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use kubecheck_test_support::{ApiServer, ControlPlane};
use libtest_mimic::Failed;

use super::until;
use crate::live::examples::alone;
use crate::transcript;

/// Shell that shows no numbers that differ from run to run.
const NUMBERS: &str = r#"kubectl() {
  command kubectl "$@" >.printed 2>&1; code=$?
  sed -E 's/(resourceVersion|revision|stored is older:|behind|and|,) [0-9]+/\1 [N]/g' .printed; return $code
}
"#;

/// Applies what a page has in `cluster.yaml`, cuts the second server off, applies `later.yaml`, and runs the commands.
pub(crate) fn example(
    text: &str,
    run: &mut dyn FnMut(&str) -> Result<(), Failed>,
    folder: &Path,
) -> Result<(), Failed> {
    static SECOND: OnceLock<ApiServer> = OnceLock::new();
    let plane = alone();
    let second = SECOND.get_or_init(|| plane.another_api_server(&[]));
    fs::create_dir_all(folder.join(".kube"))?;
    fs::write(folder.join(".kube/config"), kubeconfig(&plane, second)?)?;
    let file = |name: &str| {
        let blocks = transcript::blocks(text);
        let own = blocks.iter().find(|block| block.heading == "Example" && block.file() == Some(name));
        own.map(|block| block.body.to_owned()).unwrap_or_default()
    };
    let (before, later) = (file("cluster.yaml"), file("later.yaml"));
    let apply = ["apply", "-n", "default", "-f", "-"];
    plane.kubectl_with(&apply, &before).succeeded();
    // A consistent read lets its cache catch up.
    second.kubectl(&["get", "configmaps", "-n", "default"]);
    second.pause_etcd();
    plane.kubectl_with(&apply, &later).succeeded();
    let done = run(NUMBERS);
    second.resume_etcd();
    for manifest in [before, later] {
        plane
            .kubectl_with(&["delete", "-n", "default", "--ignore-not-found", "-f", "-"], &manifest)
            .succeeded();
    }
    until("the second server is well", || {
        second.try_kubectl(&["get", "configmaps", "-n", "default"]).code == 0
    })?;
    done
}

/// Writes a kubeconfig with a context for each server.
pub(super) fn kubeconfig(plane: &ControlPlane, second: &ApiServer) -> Result<String, Failed> {
    let text = fs::read_to_string(plane.kubeconfig())?;
    let part = |from: &str, to: &str| {
        text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(part, _)| part.to_owned())
    };
    let (Some(cluster), Some(rest)) = (part("clusters:\n", "users:\n"), text.split_once("users:\n")) else {
        return Err("the kubeconfig is written otherwise".into());
    };
    let users = rest.1.split_once("contexts:\n").map(|(users, _)| users).unwrap_or_default();
    let clusters: String = [("cp-1", plane.url()), ("cp-2", second.url())]
        .map(|(name, url)| cluster.replace("name: test", &format!("name: {name}")).replace(plane.url(), url))
        .concat();
    let contexts = ["cp-1", "cp-2"]
        .map(|name| format!("- {{name: {name}, context: {{cluster: {name}, user: test}}}}\n"));
    Ok(format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: cp-1\nclusters:\n{clusters}users:\n{users}contexts:\n{}",
        contexts.concat()
    ))
}
