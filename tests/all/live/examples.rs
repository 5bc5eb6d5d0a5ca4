//! The examples of pages about clusters, on a control plane that they have for themselves, one after the other.

use std::fs;
use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::Failed;

use crate::transcript;

/// A control plane that one trial at a time has for itself.
static ALONE: LazyLock<Mutex<ControlPlane>> = LazyLock::new(|| {
    let plane = ControlPlane::start(&[]);
    plane.apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: default}}");
    Mutex::new(plane)
});

/// Takes the control plane that one trial at a time has for itself. Whoever takes it leaves it as it was.
pub(super) fn alone() -> MutexGuard<'static, ControlPlane> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Applies the files of an example, in their order, and does something while they are there.
pub(crate) fn example(
    text: &str,
    then: &mut dyn FnMut() -> Result<(), Failed>,
    folder: &Path,
) -> Result<(), Failed> {
    let plane = alone();
    let home = folder.join(".kube");
    fs::create_dir_all(&home)?;
    fs::copy(plane.kubeconfig(), home.join("config"))?;
    let blocks = transcript::blocks(text);
    let manifests = blocks.iter().filter(|block| block.heading == "Example" && block.language() == "yaml");
    let manifests: Vec<&str> = manifests.map(|block| block.body).collect();
    for manifest in &manifests {
        insist(&plane, manifest);
    }
    let done = then();
    for manifest in manifests.iter().rev() {
        let delete =
            ["delete", "-n", "default", "--ignore-not-found", "--force", "--grace-period=0", "-f", "-"];
        // One that is in a version that is gone was deleted with its CRD.
        plane.kubectl_with(&delete, manifest);
    }
    done
}

/// Applies a manifest, and once more if what it needs was made just before.
fn insist(plane: &ControlPlane, manifest: &str) {
    let server_side = ["--server-side", "--force-conflicts", "--field-manager=gitops"];
    let apply = [&["apply", "-n", "default", "-f", "-"], &server_side[..]].concat();
    for _ in 0..40 {
        if plane.kubectl_with(&apply, manifest).code == 0 {
            // The server takes a moment to serve what a CRD defines, and to no longer serve it.
            thread::sleep(Duration::from_millis(if manifest.contains("CustomResourceDefinition") {
                1500
            } else {
                0
            }));
            return;
        }
        thread::sleep(Duration::from_millis(250));
    }
    plane.kubectl_with(&apply, manifest).succeeded();
}
