//! A cluster that is broken on purpose, so that nobody else uses it: an APIService and a conversion webhook whose services are gone.

use std::sync::LazyLock;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{Told, define, eventually, insist, run, version, why, widget};
use crate::expect::equal;
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/finalizers why: a dead APIService, and a conversion webhook that is gone", broken)]
}

/// With controllers, since it is them who delete.
static BROKEN: LazyLock<ControlPlane> = LazyLock::new(|| {
    let mut plane = ControlPlane::start(&[]);
    plane.start_controllers();
    plane
});

fn broken() -> Result<(), Failed> {
    webhook(&BROKEN)?;
    service(&BROKEN)
}

fn service(plane: &ControlPlane) -> Result<(), Failed> {
    plane.apply(
        "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1beta1.metrics.k8s.io}\n\
         spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, \
         insecureSkipTLSVerify: true, service: {namespace: kube-system, name: metrics-server}}\n",
    );
    let namespace = plane.namespace("why-dead");
    let until = "--for=condition=Available=false";
    plane.kubectl(&["wait", "apiservice/v1beta1.metrics.k8s.io", until, "--timeout=60s"]);
    plane.kubectl(&["delete", "namespace", &namespace, "--wait=false"]);
    let object = format!("ns/{namespace}");
    eventually(|| why(plane, &object)?.link("NamespaceDeletionDiscoveryFailure").map(drop))?;
    let told = why(plane, &object)?;
    equal("verdict", (told.verdict(), told.code), ("stuck", 1))?;
    let link = told.link("Available is False, ServiceNotFound")?;
    equal("service", link["owner"].as_str(), Some("service kube-system/metrics-server"))?;
    equal("alive", link["alive"].as_str(), Some("no"))?;
    equal("what is not known", told.gaps(), vec!["metrics.k8s.io/v1beta1"])?;
    let next = "kubectl delete apiservice.apiregistration.k8s.io/v1beta1.metrics.k8s.io";
    equal("next", told.document["next"].as_str(), Some(next))?;

    // The list says the same, and is incomplete besides.
    let listed = run(plane.kubeconfig(), "stuck --older-than 0")?;
    equal("exit code", listed.code, 1)?;
    equal("gaps", listed.gaps(), vec!["metrics.k8s.io/v1beta1"])?;

    // So does a dump.
    let folder = tempfile::tempdir()?;
    let everything = plane.kubectl(&["get", "ns,apiservices,configmaps,serviceaccounts", "-A", "-o", "yaml"]);
    std::fs::write(folder.path().join("dump.yaml"), everything)?;
    let line = format!("kubectl finalizers why {object} --older-than 0 -f dump.yaml -o json");
    let document = serde_json::from_str(&process::shell(&line, folder.path()).stdout)?;
    let dumped = Told { document, code: 1 };
    equal("links of the dump", dumped.says(), told.says())?;
    equal("gaps of the dump", dumped.gaps().is_empty(), false)?;

    // What is to be typed next is the cure.
    let line = next.strip_prefix("kubectl ").unwrap_or_default().split(' ').collect::<Vec<_>>();
    plane.kubectl(&line);
    plane.kubectl(&["wait", &object, "--for=delete", "--timeout=90s"]);
    Ok(())
}

fn webhook(plane: &ControlPlane) -> Result<(), Failed> {
    let group = "converted.why.example";
    let both = |first| format!("{}, {}", version("v1", first), version("v2", !first));
    define(plane, group, &both(true));
    let namespace = plane.namespace("why-webhook");
    insist(plane, &widget(group, &namespace, "old", ""))?;
    // The object is stored in v1, and v2 is stored from now on.
    let crd = format!("crd/widgets.{group}");
    let patch = format!(
        r#"[{{"op":"replace","path":"/spec/versions/0/storage","value":false}},
            {{"op":"replace","path":"/spec/versions/1/storage","value":true}},
            {{"op":"add","path":"/spec/conversion","value":{{"strategy":"Webhook","webhook":{{"conversionReviewVersions":["v1"],
              "clientConfig":{{"service":{{"namespace":"{namespace}","name":"converter"}}}}}}}}}}]"#
    );
    plane.kubectl(&["patch", &crd, "--type=json", "-p", &patch]);
    plane.kubectl(&["delete", &crd, "--wait=false"]);
    eventually(|| why(plane, &crd)?.link("Terminating (InstanceDeletionFailed)").map(drop))?;
    let told = why(plane, &crd)?;
    equal("verdict", (told.verdict(), told.code), ("stuck", 1))?;
    let link =
        told.link(&format!("its conversion webhook fails, service {namespace}/converter is not there"))?;
    equal("alive", link["alive"].as_str(), Some("no"))?;
    let object = why(plane, &format!("widget/old -n {namespace}"))?;
    equal("an object that cannot be read", (object.verdict(), object.code), ("unknown", 3))?;
    object.link("its conversion webhook fails")?;
    // What is to be typed next is the cure.
    let folder = tempfile::tempdir()?;
    let next = told.document["next"].as_str().unwrap_or_default();
    let line = next.replacen("kubectl", &kubecheck_test_support::kubectl().display().to_string(), 1);
    let ended =
        process::shell(&format!("{line} --kubeconfig {}", plane.kubeconfig().display()), folder.path());
    equal(&ended.stderr, ended.code, 0)?;
    plane.kubectl(&["wait", &crd, "--for=delete", "--timeout=120s"]);
    Ok(())
}
