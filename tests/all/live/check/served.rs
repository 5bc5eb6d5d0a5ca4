//! What the server serves decides.

use kubecheck_test_support::{ControlPlane, Fault};
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::Run;
use crate::expect::{contains, equal};
use crate::pages;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/check sees a CRD that was installed a moment ago", sees_a_new_crd),
        Trial::test("live/check believes the server about built-in groups", believes_the_server),
        Trial::test("live/check asks nothing that it knows", asks_nothing_that_it_knows),
        Trial::test("live/check leaves stale groups alone", leaves_stale_groups_alone),
        Trial::test("live/check tells what it may not read", tells_what_it_may_not_read),
        Trial::test("live/check ends as it must where there is no server", ends_without_a_server),
        Trial::test("live/check a wrong group is answered as its page says", a_wrong_group_is_not_found),
    ]
}

fn crd(group: &str) -> String {
    format!(
        "
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: widgets.{group}}}
spec:
  group: {group}
  scope: Namespaced
  names: {{kind: Widget, plural: widgets}}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {{type: object, properties: {{size: {{type: integer}}}}}}
"
    )
}

fn sees_a_new_crd() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let group = format!("{}.example.com", plane.namespace("widgets"));
    let widget = |size: &str| {
        format!("apiVersion: {group}/v1\nkind: Widget\nmetadata: {{name: w}}\nspec:\n  size: {size}\n")
    };
    let run = Run::new(&widget("1"));
    let before = run.check("");
    equal("before", (before.stdout.contains("unknown-custom"), before.code), (true, 1))?;
    // What discovery said is on disk now, and this group is not in it.
    plane.apply(&crd(&group));
    let after = run.check("");
    equal("after", (after.stdout.contains("no findings"), after.code), (true, 0))?;
    run.write(&widget("large"));
    contains(&run.check("").stdout, "wrong-type")
}

const OFF: &str = "
apiVersion: admissionregistration.k8s.io/v1beta1
kind: MutatingAdmissionPolicyBinding
metadata: {name: a}
spec: {policyName: a}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec:
  maxReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: a}
rules:
  - {apiGroups: [coordination.k8s.io], resources: [leasecandidates], verbs: [get]}
";

fn believes_the_server() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let default = Run::new(OFF).check("");
    contains(
        &default.stdout,
        "admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding is not served by this server; it is off by default",
    )?;
    contains(&default.stdout, "leasecandidates of coordination.k8s.io is not served by this server")?;
    contains(&default.stdout, "in context test (v1.36.3): 1 error, 1 warning")?;
    equal("code", default.code, 1)?;
    let all = plane.another_api_server(&["--runtime-config=api/all=true"]);
    let all = Run::on(all.kubeconfig(), OFF).check("--fail-on info -o name");
    // It is deprecated, and served.
    equal("all", (all.stdout.as_str(), all.code), ("", 0)).or_else(|_| {
        equal("all", all.stdout.contains("not-served-here") || all.stdout.contains("dead-rbac-rule"), false)
    })?;
    let less = plane.another_api_server(&["--runtime-config=autoscaling/v1=false"]);
    let less = Run::on(less.kubeconfig(), OFF).check("-o json");
    contains(&less.stdout, "autoscaling/v1 HorizontalPodAutoscaler is not served by this server")?;
    contains(&less.stdout, "it serves HorizontalPodAutoscaler as autoscaling/v2; it is on by default")
}

fn asks_nothing_that_it_knows() -> Result<(), Failed> {
    // Of its own: on the shared one others install CRDs meanwhile.
    let plane = ControlPlane::start(&[]);
    let faults = plane.faults();
    let run = Run::on(faults.kubeconfig(), "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n");
    let asked =
        |what: &str| faults.requests().iter().filter(|request| request.path.starts_with(what)).count();
    equal("code", run.check("").code, 0)?;
    equal("discovery, cold", (asked("/api"), asked("/apis/apiextensions.k8s.io")), (3, 1))?;
    equal("code", run.check("").code, 0)?;
    // Only the version is asked for again, and the CRDs and the APIServices, by which what is known is still so.
    equal("discovery, warm", asked("/api"), 5)?;
    equal("code", run.shell("kubectl gvkcheck check - --live < x.yaml").code, 0)?;
    // What can be read once only is judged by what is served now.
    equal("discovery, from a pipe", asked("/api"), 8)
}

fn leaves_stale_groups_alone() -> Result<(), Failed> {
    let faults = ControlPlane::shared().faults();
    let groups = json!({"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": [
        {"metadata": {"name": "metrics.k8s.io"}, "versions": [{"version": "v1beta1", "freshness": "Stale", "resources": []}]},
        {"metadata": {"name": "apps"}, "versions": [{"version": "v1", "freshness": "Current", "resources": []}]},
    ]});
    let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    faults.set(&[Fault::answer("^/apis$", 200, aggregated, &groups.to_string())]);
    let metrics = "{apiVersion: metrics.k8s.io/v1beta1, kind: NodeMetrics, metadata: {name: a}}\n";
    let ended = Run::on(faults.kubeconfig(), metrics).check("");
    contains(&ended.stdout, "gap: what the server has in metrics.k8s.io/v1beta1")?;
    contains(&ended.stdout, "no findings; 1 gap")?;
    equal("code", ended.code, 3)?;
    let other = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n";
    equal("what has nothing to do with it", Run::on(faults.kubeconfig(), other).check("").code, 0)
}

fn tells_what_it_may_not_read() -> Result<(), Failed> {
    let user = ControlPlane::shared().user("reader", &[]);
    let run = Run::on(&user, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n");
    let ended = run.check("");
    contains(&ended.stdout, "gap: the CRDs of the cluster")?;
    contains(&ended.stdout, "resources: [\"customresourcedefinitions\"]")?;
    equal("code", ended.code, 3)?;
    let ended = run.check("--exists -n default");
    contains(
        &ended.stdout,
        "gap: configmaps in namespace default: the user may not read them; a Role needs",
    )?;
    equal("code", ended.code, 3)
}

fn ends_without_a_server() -> Result<(), Failed> {
    let run = Run::new("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n");
    equal("unreachable", run.check("--server https://127.0.0.1:1").code, 4)?;
    equal("unknown context", run.check("--context nowhere").code, 2)?;
    equal("both", run.check("--k8s 1.29").code, 2)?;
    let flags = run.shell("kubectl gvkcheck check x.yaml --exists");
    contains(&flags.stderr, "--live")?;
    equal("exists alone", flags.code, 2)
}

/// The claim of the page, proved: path, status and body.
fn a_wrong_group_is_not_found() -> Result<(), Failed> {
    let object = json!({"apiVersion": "apps/v1", "kind": "ConfigMap", "metadata": {"name": "settings"}});
    let plain = ControlPlane::shared().plain();
    let (status, body) = plain.post("/apis/apps/v1/namespaces/default/configmaps", &object);
    equal("status", status, 404)?;
    let message = body["message"].as_str().unwrap_or_default();
    equal("reason", body["reason"].as_str(), Some("NotFound"))?;
    let page = std::fs::read_to_string(pages::path(
        &kubectl_gvkcheck::cmd::PLUGIN,
        &kubectl_gvkcheck::checks::wrong_group::RULE,
    ))?;
    contains(&page, &format!("gets 404 and the message `{message}`"))?;
    let refused = ControlPlane::shared().kubectl_with(&["create", "-f", "-"], &object.to_string());
    contains(
        &refused.stderr,
        "no matches for kind \"ConfigMap\" in version \"apps/v1\"\nensure CRDs are installed first",
    )?;
    equal("kubectl", refused.code, 1)?;
    let told = Run::new(&object.to_string()).check("-o json");
    contains(&told.stdout, "the server has no /apis/apps/v1/…/configmaps and answers 404")
}
