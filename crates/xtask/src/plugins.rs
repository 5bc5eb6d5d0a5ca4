//! The plugins of the suite, as packages: what is written in manifests about each, and what its command line is.

use clap::Command;
use kubecheck_core::cli::completion::values::Known;

/// One plugin as a package.
pub(crate) struct Plugin {
    /// The name that follows `kubectl`.
    pub(crate) name: &'static str,
    /// The program, which is also the package of cargo.
    pub(crate) program: &'static str,
    /// One line without a full stop, at most 70 columns.
    pub(crate) summary: &'static str,
    /// What krew shows before the plugin is installed, at most 80 columns.
    pub(crate) description: &'static str,
    /// What krew shows after it was installed, at most 80 columns.
    pub(crate) caveats: &'static str,
    /// Its command line.
    pub(crate) command: fn() -> Command,
    /// What it knows of values.
    pub(crate) values: Known<'static>,
}

/// All plugins, in the order of `krew-manifest.yaml`: krew installs the first document of a file.
pub(crate) const ALL: &[Plugin] = &[
    Plugin {
        name: "gvkcheck",
        program: "kubectl-gvkcheck",
        summary: "Find manifests that name an API that does not exist",
        description: "\
Judges manifests offline against every Kubernetes from 1.16 on: is this the
API you think it is? `apps/v1 ConfigMap`, `v1 Deployment`, a version that was
removed, a kind in the wrong case, an unknown or misspelt field, a missing
one, a wrong type, a duplicate key, a bad name: each with file, line, reason
and fix, as a table, JSON, SARIF or GitHub annotations.

  kubectl gvkcheck deploy.yaml
  kubectl gvkcheck -R manifests/ --k8s 1.29
  helm template web ./chart | kubectl gvkcheck -f -
",
        caveats: "\
To complete `kubectl gvkcheck …` wherever kubectl completes, once:

  kubectl gvkcheck completion kubectl --write

In scripts that look at the exit code, call kubectl-gvkcheck directly:
kubectl's own errors end with 1 as well.
",
        command: kubectl_gvkcheck::cmd::command,
        values: &kubectl_gvkcheck::cmd::complete::values,
    },
    Plugin {
        name: "finalizers",
        program: "kubectl-finalizers",
        summary: "Tell why a deleted object is still there, and let it go safely",
        description: "\
Tells what is being deleted and does not go, down to the cause: the dead
APIService, the objects that are left, each finalizer, whose it is, whether
its controller is alive, what it protects, and the cure. Tells owners that
are not there, and who writes which field.

  kubectl finalizers
",
        caveats: "\
To complete `kubectl finalizers …` wherever kubectl completes, once:

  kubectl finalizers completion kubectl --write

In scripts that look at the exit code, call kubectl-finalizers directly:
kubectl's own errors end with 1 as well.
",
        command: kubectl_finalizers::cmd::command,
        values: &kubectl_finalizers::cmd::complete::values,
    },
    Plugin {
        name: "slocheck",
        program: "kubectl-slocheck",
        summary: "Gate releases on error budgets, and tell who burns them",
        description: "\
Asks Prometheus how SLOs stand (OpenSLO, sloth, Pyrra, or flags) and gates a
release by the budget that is left and how fast it burns, with an exit code.
What is not known never passes: no data, gaps, NaN, a mistyped selector.
Tells who burns it, by label and by rollout, and when the budget is gone.

  kubectl slocheck gate -f slo.yaml --remaining-burn=15% --max-burn-rate=2.5
",
        caveats: "\
To complete `kubectl slocheck …` wherever kubectl completes, once:

  kubectl slocheck completion kubectl --write

In pipelines and hooks call kubectl-slocheck directly: kubectl's own errors
end with 1 as well, which here means denied.
",
        command: kubectl_slocheck::cmd::command,
        values: &kubectl_slocheck::cmd::complete::values,
    },
    Plugin {
        name: "topocheck",
        program: "kubectl-topocheck",
        summary: "Tell why pods do not run, and what would make them run",
        description: "\
Tells why pods do not run: every filter of the scheduler that refuses, on
every node, with the numbers, and what would make the pod fit; why pods that
have a node do not start, from image and volume to probe; what init
containers wait for. Reads a cluster or what kubectl get printed of one.

  kubectl topocheck pods
  kubectl topocheck pending
",
        caveats: "\
To complete `kubectl topocheck …` wherever kubectl completes, once:

  kubectl topocheck completion kubectl --write

In scripts that look at the exit code, call kubectl-topocheck directly:
kubectl's own errors end with 1 as well.
",
        command: kubectl_topocheck::cmd::command,
        values: &kubectl_topocheck::cmd::complete::values,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// krew's validator warns of longer lines.
    #[test]
    fn texts_are_as_narrow_as_krew_wants_them() {
        for plugin in ALL {
            assert!(plugin.summary.chars().count() <= 70, "{}", plugin.name);
            for line in plugin.description.lines().chain(plugin.caveats.lines()) {
                assert!(line.len() <= 80, "{line}");
            }
        }
    }

    #[test]
    fn a_program_is_called_after_its_plugin() {
        for plugin in ALL {
            assert_eq!(plugin.program, format!("kubectl-{}", plugin.name));
            assert_eq!((plugin.command)().get_name(), plugin.program);
        }
    }
}
