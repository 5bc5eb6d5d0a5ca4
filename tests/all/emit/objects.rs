//! The objects of a Job on the real API server: it takes them, the restricted Pod Security Standard takes the pod, and the rights are
//! no more than one service.

use std::time::Duration;

use kubecheck_test_support::ControlPlane;
use kubectl_slocheck::emit::job::{Job, Key, Runner, Secrets, Spec, Way, documents};
use kubectl_slocheck::emit::yaml;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::expect::{contains, equal};
use crate::process::shell;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/job is taken by the API server", is_taken),
        Trial::test("live/job is restricted", is_restricted),
        Trial::test("live/job may ask one service", may_ask_one_service),
        Trial::test("live/job is fine to gvkcheck", is_fine),
    ]
}

/// A Job of everything that there can be.
pub(super) fn job(namespace: &str, monitoring: &str) -> Job {
    let way = Way::Service {
        namespace: monitoring.to_owned(),
        proxied: "prometheus-k8s:web".to_owned(),
        flag: format!("{monitoring}/prometheus-k8s:web"),
    };
    Job {
        name: "slocheck-gate".to_owned(),
        namespace: Some(namespace.to_owned()),
        image: "registry.example.com/kubectl-slocheck:1.0".to_owned(),
        pull_secret: Some("registry".to_owned()),
        specs: vec![Spec {
            name: "slo.yaml".to_owned(),
            text: "version: prometheus/v1\nservice: on\n".to_owned(),
        }],
        way,
        secrets: Secrets::default(),
        arguments: vec!["--slo-name=checkout".to_owned(), "--remaining-burn=15%".to_owned()],
        deadline: Duration::from_secs(300),
        retries: 2,
        runner: Runner::Kubernetes,
    }
}

/// The other way, with everything that it can need, for Argo CD.
fn direct(namespace: &str) -> Job {
    let key = |name: &str| Some(Key { name: name.to_owned(), key: "key".to_owned() });
    let secrets = Secrets {
        username: Some("ann".to_owned()),
        password: key("prometheus"),
        authority: key("authority"),
        ..Secrets::default()
    };
    let way = Way::Address("https://prometheus.example.com".to_owned());
    Job { way, secrets, runner: Runner::ArgoCd, ..job(namespace, "") }
}

pub(super) fn written(job: &Job) -> Result<String, Failed> {
    Ok(yaml(&[], &documents(job).map_err(|refused| refused.message)?)?)
}

fn is_taken() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (own, monitoring) = (plane.namespace("gate"), plane.namespace("monitoring"));
    for (job, count) in [(job(&own, &monitoring), 5), (direct(&own), 3)] {
        let apply = ["apply", "--dry-run=server", "--validate=strict", "-f", "-"];
        let applied = plane.kubectl_with(&apply, &written(&job)?).succeeded();
        equal(
            "objects",
            applied.lines().filter(|line| line.contains("created (server dry run)")).count(),
            count,
        )?;
    }
    // What it says stays what it is.
    plane.apply(&written(&job(&own, &monitoring))?);
    let map = plane.kubectl(&[
        "get",
        "configmap",
        "slocheck-gate",
        "-n",
        &own,
        "-o",
        "jsonpath={.data.slo\\.yaml}",
    ]);
    equal("the SLO", map.as_str(), "version: prometheus/v1\nservice: on\n")
}

fn is_restricted() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (own, monitoring) = (plane.namespace("gate"), plane.namespace("monitoring"));
    let labels = ["enforce", "warn"].map(|mode| format!("pod-security.kubernetes.io/{mode}=restricted"));
    plane.kubectl(&["label", "namespace", &own, &labels[0], &labels[1]]);
    for job in [job(&own, &monitoring), direct(&own)] {
        let applied = plane.kubectl_with(&["apply", "-f", "-"], &written(&job)?);
        equal("warnings", applied.stderr.as_str(), "")?;
        equal("exit code", applied.code, 0)?;
        let create =
            |pod: &Value| plane.kubectl_with(&["create", "--dry-run=server", "-f", "-"], &pod.to_string());
        let mut pod = pod(&job, &own)?;
        contains(&create(&pod).succeeded(), "created (server dry run)")?;
        // And it is the standard that says so.
        pod["spec"]["containers"][0]["securityContext"] = json!({});
        contains(&create(&pod).stderr, "violates PodSecurity \"restricted:latest\"")?;
        plane.kubectl_with(&["delete", "--wait=false", "-f", "-"], &written(&job)?).succeeded();
    }
    Ok(())
}

/// The pod that the Job would make.
fn pod(job: &Job, namespace: &str) -> Result<Value, Failed> {
    let documents = documents(job).map_err(|refused| refused.message)?;
    let spec = &documents.last().ok_or("the Job is the last")?["spec"]["template"]["spec"];
    let metadata = json!({"name": "gate", "namespace": namespace});
    Ok(json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}))
}

fn may_ask_one_service() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (own, monitoring) = (plane.namespace("gate"), plane.namespace("monitoring"));
    plane.apply(&written(&job(&own, &monitoring))?);
    let who = format!("--as=system:serviceaccount:{own}:slocheck-gate");
    for (verb, what, namespace, may) in [
        ("get", "services/prometheus-k8s:web", &monitoring, true),
        ("get", "services/prometheus-k8s", &monitoring, false),
        ("get", "services/grafana:web", &monitoring, false),
        ("get", "services/prometheus-k8s:web", &own, false),
        ("create", "services/prometheus-k8s:web", &monitoring, false),
    ] {
        let ask = ["auth", "can-i", verb, what, "--subresource=proxy", "-n", namespace, &who];
        equal(&format!("{verb} {what} in {namespace}"), plane.try_kubectl(&ask).code == 0, may)?;
    }
    for what in ["services", "secrets", "configmaps", "pods"] {
        for namespace in [&own, &monitoring] {
            let ask = ["auth", "can-i", "get", what, "-n", namespace, &who];
            equal(what, plane.try_kubectl(&ask).code, 1)?;
        }
    }
    Ok(())
}

fn is_fine() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    for (name, job) in [("job.yaml", job("shop", "monitoring")), ("argocd.yaml", direct("shop"))] {
        std::fs::write(folder.path().join(name), written(&job)?)?;
    }
    let checked = shell("kubectl gvkcheck check job.yaml argocd.yaml", folder.path());
    contains(&checked.stdout, "2 files, 8 objects at Kubernetes ")?;
    contains(&checked.stdout, ": no findings")?;
    equal("exit code", checked.code, 0)
}
