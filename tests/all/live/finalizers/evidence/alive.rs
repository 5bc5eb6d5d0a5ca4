//! Whether what runs a controller is alive, on a real Deployment and a real Lease.

use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_test_support::ControlPlane;
use kubectl_finalizers::evidence::{Alive, Evidence, KnownBy, Verdict};
use libtest_mimic::{Failed, Trial};

use super::{Of, judge, until};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "live/finalizers/evidence of a controller that renews its lease, and of one scaled to 0",
            scaled,
        ),
        Trial::test("live/finalizers/evidence of a controller whose pods crash", crashing),
    ]
}

/// A controller with an object that waits for it.
struct Controller {
    plane: &'static ControlPlane,
    namespace: String,
}

impl Controller {
    fn new(annotations: &str) -> Controller {
        let plane = ControlPlane::full();
        let namespace = plane.namespace("controlled");
        plane.apply(&format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {namespace}-keeper, namespace: {namespace}}}\nspec:\n  replicas: 1\n\
             \x20 selector: {{matchLabels: {{app: keeper}}}}\n  template:\n\
             \x20   metadata: {{labels: {{app: keeper}}, annotations: {{{annotations}}}}}\n\
             \x20   spec: {{containers: [{{name: main, image: keeper}}]}}\n"
        ));
        plane.kubectl(&["create", "configmap", "kept", "--from-literal=a=b", "-n", &namespace]);
        let manager = format!("--field-manager={namespace}-keeper");
        let patch = "{\"metadata\":{\"finalizers\":[\"unheard.of/keep\"]}}";
        plane.kubectl(&["patch", "configmap/kept", "-n", &namespace, "--type=merge", "-p", patch, &manager]);
        Controller { plane, namespace }
    }

    /// Writes its lease as it would be some seconds ago.
    fn lease(&self, seconds_ago: i64) {
        let at = Timestamp::from_second(time::now().as_second() - seconds_ago).expect("it is a time");
        let namespace = &self.namespace;
        self.plane.apply(&format!(
            "apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {{name: leader, namespace: {namespace}}}\n\
             spec: {{holderIdentity: {namespace}-keeper-abc_1, leaseDurationSeconds: 15, renewTime: \"{}\"}}\n",
            at.to_string().replace('Z', ".000000Z")
        ));
    }

    fn judge(&self) -> Result<Evidence, Failed> {
        let of = Of { resource: "configmaps", namespace: Some(&self.namespace), name: "kept" };
        judge(self.plane, of, "unheard.of/keep")
    }
}

fn scaled() -> Result<(), Failed> {
    let controller = Controller::new("");
    let (plane, namespace) = (controller.plane, controller.namespace.as_str());
    let deployment = format!("deployment/{namespace}-keeper");
    plane.kubectl(&["rollout", "status", &deployment, "-n", namespace, "--timeout=60s"]);
    controller.lease(1);
    let evidence = controller.judge()?;
    equal("owner", evidence.owner.known_by, KnownBy::ManagedFields)?;
    equal("name", evidence.owner.name.as_str(), format!("{namespace}-keeper").as_str())?;
    let workload = format!("Deployment {namespace}/{namespace}-keeper");
    equal("workload", evidence.owner.workload.as_deref(), Some(workload.as_str()))?;
    equal("last write", evidence.owner.last_write.is_some(), true)?;
    equal("alive", evidence.alive, Alive::Yes)?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;

    // Ready pods of which none leads: nobody knows.
    controller.lease(600);
    equal("alive without a leader", controller.judge()?.alive, Alive::Unknown)?;

    plane.kubectl(&["scale", &deployment, "-n", namespace, "--replicas=0"]);
    let ready = ["get", &deployment, "-n", namespace, "-o", "jsonpath={.status.readyReplicas}"];
    until("no pod is ready", || Ok(plane.kubectl(&ready).is_empty()))?;
    let evidence = controller.judge()?;
    equal("alive at 0", evidence.alive, Alive::No)?;
    // What it protects is not known, so nothing is safe.
    equal("verdict at 0", evidence.verdict, Verdict::Unknown)?;
    contains(evidence.cure.as_deref().unwrap_or_default(), &format!("start {workload} again"))?;
    let expired = evidence.facts.iter().any(|fact| fact.what.starts_with("the lease expired"));
    equal("the lease is told", expired, true)?;

    // Somebody renews the lease: it runs elsewhere.
    controller.lease(1);
    equal("alive elsewhere", controller.judge()?.alive, Alive::Yes)?;
    controller.lease(600);
    plane.kubectl(&["delete", &deployment, "-n", namespace]);
    // Not found is not dead.
    equal("alive when gone", controller.judge()?.alive, Alive::Unknown)
}

fn crashing() -> Result<(), Failed> {
    let controller = Controller::new("kubecheck.test/crash: '3'");
    let (plane, namespace) = (controller.plane, controller.namespace.as_str());
    plane.kubectl(&["wait", "pod", "-l", "app=keeper", "-n", namespace, "--for=create", "--timeout=60s"]);
    let restarts = "jsonpath={.items[0].status.containerStatuses[0].restartCount}";
    let restarts = ["get", "pods", "-l", "app=keeper", "-n", namespace, "-o", restarts];
    until("it restarted", || Ok(plane.kubectl(&restarts).parse::<u32>().is_ok_and(|count| count >= 2)))?;
    // In between it is ready; that is no life.
    let judged = std::cell::RefCell::new(controller.judge()?);
    until("it is found between two starts", || {
        let evidence = judged.replace(controller.judge()?);
        equal("alive", evidence.alive == Alive::Yes, false)?;
        Ok(judged.borrow().alive == Alive::No)
    })?;
    let evidence = judged.into_inner();
    let told = evidence.facts.iter().any(|fact| fact.what.starts_with("CrashLoopBackOff"));
    equal("the crash is told", told, true)
}
