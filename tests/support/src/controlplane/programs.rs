//! The programs of a control plane: built from `tests/controlplane` on first use, or those that `KUBEBUILDER_ASSETS` names.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::go::{GoProgram, create};
use crate::{built, repository};

/// The version of Kubernetes that `tests/controlplane/go.mod` pins.
pub const KUBERNETES_VERSION: &str = "v1.36.3";

/// What a folder that `KUBEBUILDER_ASSETS` names must have, as setup-envtest fills it.
const ASSETS: [&str; 3] = ["etcd", "kube-apiserver", "kubectl"];

/// Returns the real kubectl, built on first use.
///
/// # Panics
/// If it cannot be built, or `KUBEBUILDER_ASSETS` names a folder without it.
pub fn kubectl() -> PathBuf {
    program("kubectl")
}

/// Returns a program of the control plane, built on first use.
pub(crate) fn program(name: &str) -> PathBuf {
    let Some(folder) = std::env::var_os("KUBEBUILDER_ASSETS").filter(|folder| !folder.is_empty()) else {
        return ours().join(name);
    };
    let path = Path::new(&folder).join(name);
    assert!(
        path.exists() || !ASSETS.contains(&name),
        "KUBEBUILDER_ASSETS names {}, which has no {name}; leave it unset, and the tests build their own",
        Path::new(&folder).display()
    );
    if path.exists() { path } else { ours().join(name) }
}

/// Returns our program that asks the plugins of the scheduler, built on first use.
pub(crate) fn scheduler_filters() -> PathBuf {
    ours().join("scheduler-filters")
}

/// Returns kwok, built on first use from the module that `tests/controlplane/kwok/go.mod` pins.
pub(crate) fn kwok() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        let module = &repository().join("tests/controlplane/kwok");
        let package = "sigs.k8s.io/kwok/cmd/kwok";
        let (tags, ldflags, takes) = ("", "-s -w", "two or three minutes");
        GoProgram { module, package, name: "kwok", tags, ldflags, takes }.build()
    };
    PROGRAM.get_or_init(build).clone()
}

/// Returns the folder in which our one program is linked under each of its names.
fn ours() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let program = GoProgram {
            module: &repository().join("tests/controlplane"),
            package: ".",
            name: "controlplane",
            tags: "",
            ldflags: &ldflags(),
            takes: "three to five minutes",
        };
        let program = program.build();
        let folder = built().join("bin");
        create(&folder);
        let others = ["etcdctl", "kube-controller-manager", "kube-scheduler", "scheduler-filters"];
        for name in others.iter().chain(&ASSETS) {
            link(&program, &folder.join(name));
        }
        folder
    })
}

/// Returns the harness's own small Go program.
pub(crate) fn harness() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let module = &repository().join("tests/controlplane/harness");
        GoProgram { module, package: ".", name: "harness", tags: "", ldflags: "", takes: "seconds" }.build()
    })
}

/// Returns what makes the programs say their version, as the build scripts of Kubernetes do (hack/lib/version.sh), and
/// leaves out what only a debugger needs.
fn ldflags() -> String {
    let (major, minor) =
        KUBERNETES_VERSION[1..].rsplit_once('.').and_then(|(minor, _)| minor.split_once('.')).expect("x.y.z");
    let values = [
        ("gitVersion", KUBERNETES_VERSION),
        ("gitMajor", major),
        ("gitMinor", minor),
        ("gitTreeState", "clean"),
    ];
    let mut flags = String::from("-s -w");
    for package in ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"] {
        for (name, value) in values {
            flags.push_str(&format!(" -X {package}.{name}={value}"));
        }
    }
    flags
}

/// Links a program under another name; whoever else does so at the same time makes the same link.
fn link(program: &Path, name: &Path) {
    if fs::read_link(name).is_ok_and(|linked| linked == program) {
        return;
    }
    let fresh = name.with_extension(format!("{}", std::process::id()));
    let _ = fs::remove_file(&fresh);
    std::os::unix::fs::symlink(program, &fresh)
        .and_then(|()| fs::rename(&fresh, name))
        .unwrap_or_else(|error| panic!("cannot link {}: {error}", name.display()));
}
