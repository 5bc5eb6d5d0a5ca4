//! Two API servers on one etcd, one of them cut off from it.

use std::path::Path;
use std::time::Duration;

use kubecheck_test_support::{ApiServer, ControlPlane};
use libtest_mimic::Failed;
use serde_json::Value;

use super::{Told, page, run, until};
use crate::expect::{contains, equal};

const NONE: Vec<String> = Vec::new();

/// The servers, and what is asked of them.
struct Two {
    plane: ControlPlane,
    second: ApiServer,
    config: std::path::PathBuf,
}

pub(super) fn finds() -> Result<(), Failed> {
    let plane = ControlPlane::start(&[]);
    let second = plane.another_api_server(&[]);
    let folder = plane.folder();
    let config = folder.join("config");
    std::fs::write(&config, page::kubeconfig(&plane, &second)?)?;
    let two = Two { plane, second, config };
    for name in ["same", "changed", "deleted", "again"] {
        two.plane.kubectl(&["create", "configmap", name, "-n", "default"]);
    }
    two.is_well("before")?;
    let before = folder.join("before.db");
    two.plane.snapshot(&before);
    two.second.pause_etcd();
    two.plane.kubectl(&["label", "configmap", "changed", "a=b", "-n", "default"]);
    two.plane.kubectl(&["delete", "configmap", "deleted", "again", "-n", "default"]);
    two.plane.kubectl(&["create", "configmap", "new", "-n", "default"]);
    two.plane.kubectl(&["create", "configmap", "again", "-n", "default"]);
    let after = folder.join("after.db");
    two.plane.snapshot(&after);
    two.against_the_other()?;
    two.alone()?;
    two.against_etcd(&before, &after)?;
    two.everything()?;
    two.second.resume_etcd();
    until("the second server is well", || {
        let all = ["get", "configmaps,leases", "-A"];
        two.second.try_kubectl(&all).code == 0
    })?;
    two.is_well("after")
}

/// What the second server shows while it is cut off.
fn expected(server: &str) -> Vec<String> {
    [
        "behind ConfigMap",
        "missing ConfigMap/new",
        "stale ConfigMap/again",
        "stale ConfigMap/changed",
        "stale ConfigMap/deleted",
    ]
    .map(|what| format!("cache-{what} {server}"))
    .to_vec()
}

impl Two {
    /// Runs the command with short time-outs, with the one that is cut off as the second context or the first.
    fn told(&self, arguments: &str) -> Result<Told, Failed> {
        Told::of(&self.config, &format!("{arguments} --request-timeout 5s --max-lag 2"))
    }

    /// Nothing is found, whatever is compared.
    fn is_well(&self, when: &str) -> Result<(), Failed> {
        let etcd = format!("--endpoints {}", self.plane.etcd_url());
        for arguments in ["--contexts cp-1,cp-2", "--context cp-2", &format!("--contexts cp-1,cp-2 {etcd}")] {
            let told = self.told(arguments)?;
            equal(&format!("{when}, {arguments}"), told.found(), NONE)?;
            equal(&format!("{when}, {arguments}: gaps"), told.gaps(), NONE)?;
            equal(&format!("{when}, {arguments}: exit code"), told.code, 0)?;
            let roles = told.of_type("clusterroles", "cp-2");
            equal("clusterroles come from the cache", &roles["answeredBy"], &Value::from("cache"))?;
            equal("all of them", &roles["objects"], &roles["storedObjects"])?;
        }
        Ok(())
    }

    /// Whichever server is asked first, and however they are named.
    fn against_the_other(&self) -> Result<(), Failed> {
        let of = "configmaps -n default";
        let urls = format!("-s {} --other-server {} {of}", self.plane.url(), self.second.url());
        let told = Told::of(self.plane.kubeconfig(), &format!("{urls} --request-timeout 5s --max-lag 2"))?;
        equal("by addresses", told.found(), expected(self.second.url()))?;
        let told = self.told(&format!("--contexts cp-1,cp-2 {of}"))?;
        equal("the one that is well first", told.found(), expected("cp-2"))?;
        equal("gaps", told.gaps(), NONE)?;
        equal("exit code", told.code, 1)?;
        let told = self.told(&format!("--contexts cp-2,cp-1 {of}"))?;
        equal("the one that is cut off first", told.found(), expected("cp-2"))?;
        contains(&told.gaps().concat(), "consistent reads from cp-2: no answer to ")?;
        let type_ = told.of_type("configmaps", "cp-2");
        equal("state", &type_["state"], &Value::from("behind"))?;
        equal("missing", &type_["missing"], &Value::from(1))?;
        equal("stale", &type_["stale"], &Value::from(3))?;
        // The lag counts revisions of everything; within it only the objects are told.
        let lax = Told::of(&self.config, &format!("--contexts cp-1,cp-2 {of} --request-timeout 5s"))?;
        equal("within the usual lag", lax.found(), expected("cp-2").split_off(1))
    }

    /// Alone, the one that is cut off cannot say what is stored: it is no finding, and not well either.
    fn alone(&self) -> Result<(), Failed> {
        let told = self.told("configmaps -n default --context cp-2")?;
        equal("findings", told.found(), NONE)?;
        contains(&told.gaps().concat(), "stored configmaps: no answer to ")?;
        equal("exit code", told.code, 4)
    }

    fn against_etcd(&self, before: &Path, after: &Path) -> Result<(), Failed> {
        let live = format!("--endpoints {}", self.plane.etcd_url());
        for etcd in [live, format!("--snapshot {}", after.display())] {
            let told = self.told(&format!("configmaps -n default --context cp-2 {etcd}"))?;
            equal(&etcd, told.found(), expected("cp-2"))?;
            equal(&format!("{etcd}: exit code"), told.code, 1)?;
        }
        let json = self.plane.etcdctl(&["get", "/registry", "--prefix", "-w", "json"]).succeeded();
        let printed = before.with_extension("json");
        std::fs::write(&printed, json)?;
        let told = self
            .told(&format!("configmaps -n default --context cp-2 --etcdctl-output {}", printed.display()))?;
        equal("what etcdctl printed", told.found(), expected("cp-2"))?;
        // An older snapshot accuses nobody: neither the cache that stood still with it, nor the one that went on.
        let old = format!("configmaps -n default --snapshot {}", before.display());
        for context in ["cp-1", "cp-2"] {
            let told = self.told(&format!("{old} --context {context}"))?;
            equal(&format!("{context} against an older snapshot"), told.found(), NONE)?;
        }
        Ok(())
    }

    /// Of all types only those are told in which something happened, and only on this server.
    fn everything(&self) -> Result<(), Failed> {
        let told = self.told("--contexts cp-1,cp-2")?;
        let found = told.found();
        let others: Vec<&String> = found.iter().filter(|finding| !finding.ends_with(" cp-2")).collect();
        equal("findings on the server that is well", others, Vec::new())?;
        let missing: Vec<String> =
            expected("cp-2").into_iter().filter(|finding| !found.contains(finding)).collect();
        equal("not found", missing, NONE)?;
        // API servers renew their leases all the time.
        let rest =
            found.iter().filter(|finding| !finding.contains(" ConfigMap") && !finding.contains(" Lease"));
        equal("found as well", rest.collect::<Vec<_>>(), Vec::new())?;
        equal("state", &told.of_type("secrets", "cp-2")["state"], &Value::from("idle"))?;
        if told.took > Duration::from_secs(45) {
            return Err(format!("it took {:?}", told.took).into());
        }
        self.watch()
    }

    /// A line a round, what came and what went, and the exit code of the worst round.
    fn watch(&self) -> Result<(), Failed> {
        let flags = "-w --count 2 --interval 1s --request-timeout 5s --max-lag 2";
        let ended = run(&self.config, &format!("configmaps -n default --contexts cp-1,cp-2 {flags}"));
        let rounds = ended.stdout.matches("  1 types on 2 servers: lag at most ").count();
        equal(&format!("rounds in {}", ended.stdout), rounds, 2)?;
        contains(&ended.stdout, "1 behind, 1 missing, 3 stale, 0 gaps\n")?;
        let new = "  + cache-missing default/ConfigMap/new at cp-2: the cache does not show the object";
        equal("told once", ended.stdout.matches(new).count(), 1)?;
        equal("exit code", ended.code, 1)?;
        let ended = run(&self.config, &format!("configmaps -n default --contexts cp-1,cp-2 {flags} -o json"));
        for line in ended.stdout.lines() {
            let report: Value = serde_json::from_str(line)?;
            equal("findings of a round", report["findings"].as_array().map(Vec::len), Some(5))?;
        }
        equal("documents", ended.stdout.lines().count(), 2)
    }
}
