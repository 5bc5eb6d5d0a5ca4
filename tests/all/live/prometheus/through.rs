//! A real Prometheus behind the API server of a cluster.

use std::path::Path;
use std::time::{Duration, Instant};

use kubecheck_core::kube::{ConnectionArgs, FaultKind};
use kubecheck_core::source::prometheus::{Prometheus, PrometheusArgs, Service};
use kubecheck_test_support::prometheus::END;
use kubecheck_test_support::{ControlPlane, Exposed, Fault, Prometheus as Server};
use libtest_mimic::{Failed, Trial};

use super::{PATIENT, ask, instant, number, text, told};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/prometheus/through the API server it answers", answers),
        Trial::test("live/prometheus/through it nobody comes who may not", nobody_comes_who_may_not),
        Trial::test("live/prometheus/through it services are told from each other", which_service),
        Trial::test("live/prometheus/through one that fails, all ends in time", ends_in_time),
    ]
}

/// The port of the server that all share.
pub(super) fn shared_port() -> u16 {
    Server::shared()
        .url()
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("its address has a port")
}

/// A namespace with the service `prometheus-k8s`, behind which is the server that all share.
fn namespace() -> String {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("monitoring");
    let name = "prometheus-k8s";
    plane.expose(
        &Exposed { namespace: &namespace, name, labels: "{}", port_name: "web", port: 9090 },
        shared_port(),
    );
    namespace
}

/// Opens the service that a flag names, as the user of a kubeconfig.
fn reach(kubeconfig: &Path, service: &str) -> Result<Prometheus, kubecheck_core::kube::Fault> {
    let connection = ConnectionArgs { kubeconfig: Some(kubeconfig.to_owned()), ..ConnectionArgs::default() };
    let service = Service::read(service).expect("the test writes it right");
    let args = PrometheusArgs { prometheus_service: Some(service), ..PrometheusArgs::default() };
    Prometheus::open(&args, &connection, PATIENT)
}

fn answers() -> Result<(), Failed> {
    let (plane, namespace) = (ControlPlane::shared(), namespace());
    let total = "sum(increase(http_requests_total{job=\"checkout\"}[30d]))";
    // By name, by number, and found out.
    for port in [":web", ":9090", ""] {
        let prometheus = told(reach(plane.kubeconfig(), &format!("{namespace}/prometheus-k8s{port}")))?;
        let found = number(ask(&prometheus, instant(total)))?;
        equal(port, Some(found), Server::shared().number(total, END))?;
        contains(prometheus.name(), &format!("{namespace}/prometheus-k8s in context "))?;
    }
    let prometheus = told(reach(plane.kubeconfig(), &format!("{namespace}/prometheus-k8s:web")))?;
    let long = vec!["1"; 5000].join(" + ");
    equal("posted", number(ask(&prometheus, instant(&long)))?, 5000.0)?;
    let fault = ask(&prometheus, instant("sum(")).expect_err("the question is wrong");
    equal(&text(&fault), fault.kind, FaultKind::Invalid)?;
    contains(&fault.message, "Prometheus answers 400 to /api/v1/query: bad_data: ")?;
    // What is shown to be pasted does what it says.
    let link = prometheus.link(&instant("vector(3)"));
    let words = link.strip_prefix("kubectl ").ok_or("kubectl asks through an API server")?;
    let words: Vec<&str> = words.split(' ').map(|word| word.trim_matches('\'')).collect();
    contains(&plane.kubectl(&words), "\"3\"")
}

fn nobody_comes_who_may_not() -> Result<(), Failed> {
    let (plane, namespace) = (ControlPlane::shared(), namespace());
    let name = format!("{namespace}-reader");
    let reader = plane.user(&name, &[]);
    let service = format!("{namespace}/prometheus-k8s:web");
    let prometheus = told(reach(&reader, &service))?;
    let fault = ask(&prometheus, instant("vector(1)")).expect_err("the user has no rights");
    equal(&text(&fault), fault.kind, FaultKind::Forbidden)?;
    let rule = "apiGroups: [\"\"], resources: [\"services/proxy\"], resourceNames: [\"prometheus-k8s:web\"], verbs: ";
    contains(&text(&fault), &format!("a Role in the namespace {namespace} needs {rule}[\"get\"]"))?;
    // What it says is enough, and not more than enough.
    plane.apply(&format!(
        "---\n{{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {{name: r, namespace: {namespace}}}, \
         rules: [{{{rule}[\"get\"]}}]}}\n\
         ---\n{{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {{name: r, namespace: {namespace}}}, \
         roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}}, \
         subjects: [{{apiGroup: rbac.authorization.k8s.io, kind: User, name: {name}}}]}}\n"
    ));
    let begun = Instant::now();
    while ask(&prometheus, instant("vector(1)")).is_err() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(100));
    }
    equal("with that rule", number(ask(&prometheus, instant("vector(1)")))?, 1.0)?;
    let long = vec!["1"; 5000].join(" + ");
    let fault = ask(&prometheus, instant(&long)).expect_err("to post is another right");
    contains(&text(&fault), "verbs: [\"get\", \"create\"]")?;
    // Without a port the service has to be read, which is another right as well.
    let fault = reach(&reader, &format!("{namespace}/prometheus-k8s")).expect_err("it may not be read");
    equal(&text(&fault), fault.kind, FaultKind::Forbidden)?;
    contains(&text(&fault), &format!("--prometheus-service {namespace}/prometheus-k8s:web"))
}

fn which_service() -> Result<(), Failed> {
    let (plane, namespace) = (ControlPlane::shared(), namespace());
    let _other = plane.serve(&namespace, "hello", |_| (200, "\"hello\"".to_owned()));
    let _stranger = plane.serve(&namespace, "stranger", |_| (401, "who are you?".to_owned()));
    plane.kubectl(&["create", "service", "clusterip", "many", "--tcp=1:1", "--tcp=2:2", "-n", &namespace]);
    for (service, kind, part) in [
        ("nowhere", FaultKind::Configuration, "there is no service nowhere in the namespace"),
        ("nowhere:web", FaultKind::NotFound, "kubectl get services -A"),
        ("many", FaultKind::Configuration, "has several ports or none: 1-1, 2-2"),
        ("prometheus-k8s:9091", FaultKind::NotFound, "the service has no such port"),
        ("prometheus-k8s:grpc", FaultKind::Server, "has no port of that name"),
        ("hello", FaultKind::Refused, "makes no sense"),
        ("hello:443", FaultKind::Refused, "NAMESPACE/https:NAME:PORT"),
        ("https:stranger:443", FaultKind::Unauthorized, "passes no credentials on"),
    ] {
        let prometheus = reach(plane.kubeconfig(), &format!("{namespace}/{service}"));
        let fault = prometheus
            .and_then(|prometheus| ask(&prometheus, instant("x")))
            .expect_err("it is no Prometheus");
        equal(&format!("{service}: {}", text(&fault)), fault.kind, kind)?;
        contains(&text(&fault), part)?;
    }
    Ok(())
}

fn ends_in_time() -> Result<(), Failed> {
    let (plane, namespace) = (ControlPlane::shared(), namespace());
    let faults = plane.faults();
    let bound = Duration::from_secs(2);
    let args = |service: Option<String>| PrometheusArgs {
        prometheus_service: service.map(|service| Service::read(&service).expect("the test writes it right")),
        ..PrometheusArgs::default()
    };
    let connection =
        ConnectionArgs { kubeconfig: Some(faults.kubeconfig().to_owned()), ..ConnectionArgs::default() };
    for service in
        [Some(format!("{namespace}/prometheus-k8s:web")), Some(format!("{namespace}/prometheus-k8s")), None]
    {
        faults.set(&[Fault::hang("")]);
        let begun = Instant::now();
        let prometheus = Prometheus::open(&args(service.clone()), &connection, bound);
        let fault =
            prometheus.and_then(|prometheus| ask(&prometheus, instant("x"))).expect_err("nobody answers");
        equal(&text(&fault), fault.kind, FaultKind::Timeout)?;
        contains(&text(&fault), "within 2s")?;
        contains(&text(&fault), "--timeout")?;
        equal("bounded", begun.elapsed() < bound * 4, true)?;
    }
    // So does a plugin that asks somebody who is not there; nothing of it is left.
    let folder = tempfile::tempdir()?;
    let mark = folder.path().join("mark");
    let script = format!("touch '{}'; exec sleep 600", mark.display());
    let config = serde_json::json!({
        "current-context": "c", "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        "clusters": [{"name": "c", "cluster": {"server": "https://127.0.0.1:1"}}],
        "users": [{"name": "u", "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "sh",
            "args": ["-c", script], "interactiveMode": "Never"}}}],
    });
    let config = super::write(folder.path(), "config", &config.to_string())?;
    let plugin = ConnectionArgs { kubeconfig: Some(config), ..ConnectionArgs::default() };
    let begun = Instant::now();
    let service = Some(format!("{namespace}/prometheus-k8s:web"));
    let fault = Prometheus::open(&args(service.clone()), &plugin, bound).expect_err("the plugin never ends");
    equal(&text(&fault), fault.kind, FaultKind::Timeout)?;
    contains(&fault.message, "the credential plugin sh does not end within 2s")?;
    equal("it ran, and not for long", mark.exists() && begun.elapsed() < bound * 4, true)?;
    // A connection to the API server that breaks is made again.
    faults.set(&[Fault::break_after("/proxy/", 0).times(1)]);
    let prometheus =
        told(Prometheus::open(&args(Some(format!("{namespace}/prometheus-k8s:web"))), &connection, PATIENT))?;
    equal("number", number(ask(&prometheus, instant("vector(1)")))?, 1.0)
}
