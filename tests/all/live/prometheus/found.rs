//! A Prometheus that nobody named. All of it is one trial, because it looks into the whole cluster.

use std::path::Path;

use kubecheck_core::kube::{ConnectionArgs, Fault, FaultKind};
use kubecheck_core::source::prometheus::{Prometheus, PrometheusArgs};
use kubecheck_test_support::{ControlPlane, Exposed};
use libtest_mimic::{Failed, Trial};

use super::through::shared_port;
use super::{PATIENT, ask, instant, number, text, told};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/prometheus/found by its labels, or told how to name it", found)]
}

fn look(kubeconfig: &Path) -> Result<Prometheus, Fault> {
    let connection = ConnectionArgs { kubeconfig: Some(kubeconfig.to_owned()), ..ConnectionArgs::default() };
    Prometheus::open(&PrometheusArgs::default(), &connection, PATIENT)
}

const WAYS: [&str; 3] =
    ["--prometheus URL", "--prometheus-service NAMESPACE/NAME:PORT", "app.kubernetes.io/name=prometheus"];

fn found() -> Result<(), Failed> {
    let plane = ControlPlane::start(&[]);
    let all = |text: &str| WAYS.iter().try_for_each(|way| contains(text, way));
    let fault = look(plane.kubeconfig()).expect_err("there is none");
    equal(&text(&fault), fault.kind, FaultKind::Configuration)?;
    contains(&text(&fault), "no Prometheus is named, and none is found in the cluster of ")?;
    all(&text(&fault))?;
    let namespace = plane.namespace("monitoring");
    let expose = |name, labels, port_name, port| {
        plane.expose(&Exposed { namespace: &namespace, name, labels, port_name, port }, shared_port());
    };
    expose(
        "prometheus-k8s",
        "{app.kubernetes.io/name: prometheus, app.kubernetes.io/component: prometheus}",
        "web",
        9090,
    );
    expose("prometheus-alertmanager", "{app: prometheus, component: alertmanager}", "web", 9093);
    let prometheus = told(look(plane.kubeconfig()))?;
    equal("number", number(ask(&prometheus, instant("vector(1)")))?, 1.0)?;
    contains(prometheus.name(), &format!("{namespace}/prometheus-k8s in context "))?;
    expose("thanos", "{app.kubernetes.io/name: thanos-query}", "http", 10902);
    let fault = look(plane.kubeconfig()).expect_err("there are two");
    equal(&text(&fault), fault.kind, FaultKind::Configuration)?;
    contains(
        &text(&fault),
        &format!(
            "name one of them:\n  --prometheus-service {namespace}/prometheus-k8s:web\n  --prometheus-service {namespace}/thanos:http"
        ),
    )?;
    let fault = look(&plane.user("nobody-found", &[])).expect_err("nobody may look");
    equal(&text(&fault), fault.kind, FaultKind::Forbidden)?;
    contains(
        &text(&fault),
        "a ClusterRole needs apiGroups: [\"\"], resources: [\"services\"], verbs: [\"list\"]",
    )?;
    all(&text(&fault))?;
    let fault = look(Path::new("/nowhere/config")).expect_err("there is no cluster");
    contains(&text(&fault), "no Prometheus is named, and none can be looked for in a cluster")?;
    all(&text(&fault))
}
