//! `check --live` on a real control plane: what is served there, what lives there, and with which rights.

mod catalogue;
mod exists;
mod served;
mod stored;

use std::fs;
use std::path::Path;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::Trial;

use crate::process::{self, Ended};

/// Every trial of `check --live`.
pub(super) fn trials() -> Vec<Trial> {
    [served::trials(), exists::trials(), stored::trials(), catalogue::trials()]
        .into_iter()
        .flatten()
        .collect()
}

/// A folder with manifests, and the cluster that they are judged against.
struct Run {
    folder: tempfile::TempDir,
    kubeconfig: std::path::PathBuf,
}

impl Run {
    /// Makes a run against the shared control plane.
    fn new(manifests: &str) -> Run {
        Run::on(ControlPlane::shared().kubeconfig(), manifests)
    }

    fn on(kubeconfig: &Path, manifests: &str) -> Run {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let run = Run { folder, kubeconfig: kubeconfig.to_owned() };
        run.write(manifests);
        run
    }

    fn write(&self, manifests: &str) {
        fs::write(self.folder.path().join("x.yaml"), manifests).expect("the folder can be written");
    }

    /// Runs `kubectl gvkcheck check x.yaml --live` with more arguments.
    fn check(&self, arguments: &str) -> Ended {
        self.shell(&format!("kubectl gvkcheck check x.yaml --live {arguments}"))
    }

    fn shell(&self, line: &str) -> Ended {
        let (config, cache) = (self.kubeconfig.display(), self.folder.path().join("cache"));
        let before = format!("export KUBECONFIG={config} KUBECACHEDIR={}", cache.display());
        process::shell(&format!("{before}\n{line}"), self.folder.path())
    }
}
