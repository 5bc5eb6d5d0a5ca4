//! The gate in a cluster: SLOs are its objects, Prometheus is found in it or named, and the rights are those of somebody.

use std::path::Path;
use std::sync::LazyLock;

use kubecheck_test_support::prometheus::{END, HOUR, OUTAGE};
use kubecheck_test_support::{ControlPlane, Exposed, Prometheus};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::near;
use crate::expect::{contains, equal};
use crate::process::{self, Ended};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/slocheck passes before an outage, denies during it, and recovers", brief),
        Trial::test("live/slocheck reads objects of sloth and Pyrra", objects),
        Trial::test("live/slocheck needs no more rights than it prints", rights),
    ]
}

/// The brief's command line.
const BRIEF: &str =
    "kubectl slocheck gate --slo-name checkout --budget-days=30 --remaining-burn=15% --max-burn-rate=2.5";

const SLOTH: &str = "\
apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {name: shop, namespace: shop}
spec:
  service: shop
  slos:
  - name: checkout
    objective: 99.9
    sli:
      events:
        errorQuery: sum(rate(http_requests_total{job=\"checkout\",code=~\"5..\"}[{{.window}}]))
        totalQuery: sum(rate(http_requests_total{job=\"checkout\"}[{{.window}}]))
    alerting: {pageAlert: {disable: true}, ticketAlert: {disable: true}}
";

const PYRRA: &str = "\
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: catalog, namespace: shop}
spec:
  target: '99.9'
  window: 30d
  indicator:
    ratio:
      errors: {metric: 'http_requests_total{job=\"catalog\",code=~\"5..\"}'}
      total: {metric: 'http_requests_total{job=\"catalog\"}'}
";

/// A kind of somebody's, whose fields the server takes as they are.
fn kind(group: &str, version: &str, kind: &str, plural: &str) -> String {
    format!(
        "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {plural}.{group}}}\n\
         spec:\n  group: {group}\n  scope: Namespaced\n  names: {{plural: {plural}, kind: {kind}}}\n\
         \x20 versions: [{{name: {version}, served: true, storage: true, \
         schema: {{openAPIV3Schema: {{type: object, x-kubernetes-preserve-unknown-fields: true}}}}}}]\n"
    )
}

/// A control plane with SLOs and a Prometheus. Both are looked for in the whole cluster, so it is nobody else's.
pub(super) static SHOP: LazyLock<ControlPlane> = LazyLock::new(|| {
    let plane = ControlPlane::start(&[]);
    let sloth = kind("sloth.slok.dev", "v1", "PrometheusServiceLevel", "prometheusservicelevels");
    let pyrra = kind("pyrra.dev", "v1alpha1", "ServiceLevelObjective", "servicelevelobjectives");
    plane.apply(&format!("{sloth}{pyrra}"));
    for crd in ["prometheusservicelevels.sloth.slok.dev", "servicelevelobjectives.pyrra.dev"] {
        let crd = format!("crd/{crd}");
        plane.kubectl(&["wait", &crd, "--for=condition=Established", "--timeout=30s"]);
    }
    for namespace in ["shop", "monitoring"] {
        plane.apply(&format!(
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}}}\n---\n\
             apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: default, namespace: {namespace}}}\n"
        ));
    }
    plane.apply(&format!("{SLOTH}---\n{PYRRA}"));
    let labels = "{app.kubernetes.io/name: prometheus, app.kubernetes.io/component: prometheus}";
    let service =
        Exposed { namespace: "monitoring", name: "prometheus-k8s", labels, port_name: "web", port: 9090 };
    let url = Prometheus::shared().url();
    let port = url.rsplit(':').next().and_then(|port| port.parse().ok());
    plane.expose(&service, port.expect("its address has a port"));
    plane
});

/// Runs a line as the user of a kubeconfig, and with no Prometheus in the environment.
pub(super) fn run(kubeconfig: &Path, line: &str) -> Ended {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    process::shell(&format!("export KUBECONFIG={}\n{line}", kubeconfig.display()), folder.path())
}

fn gate(line: &str) -> Result<(Value, i32), Failed> {
    super::read(&run(SHOP.kubeconfig(), &format!("{line} -o json")))
}

fn brief() -> Result<(), Failed> {
    // The month is not full yet.
    let young = "--min-coverage=75%";
    for (at, verdict, code) in
        [(OUTAGE.0 - 600, "pass", 0), (OUTAGE.0 + 900, "deny", 1), (OUTAGE.1 + 12 * HOUR, "pass", 0)]
    {
        let (gate, ended) = gate(&format!("{BRIEF} --at {at} {young}"))?;
        equal(&format!("verdict at {at}: {}", gate["sentence"]), gate["verdict"].as_str(), Some(verdict))?;
        equal(&format!("exit code at {at}"), ended, code)?;
    }
    let told = run(SHOP.kubeconfig(), &format!("{BRIEF} --at {END}"));
    equal(&told.stderr, told.code, 0)?;
    contains(&told.stdout, "pass: shop/checkout may be released: 66.7")?;
    contains(&told.stdout, "monitoring/prometheus-k8s in context ")?;
    contains(&told.stderr, "--prometheus-service monitoring/prometheus-k8s:web")?;
    // Named, nothing is looked for.
    let told = run(
        SHOP.kubeconfig(),
        &format!("{BRIEF} --at {END} --prometheus-service monitoring/prometheus-k8s:web"),
    );
    equal(&told.stderr, (told.code, told.stderr.as_str()), (0, ""))
}

fn objects() -> Result<(), Failed> {
    let (gate, code) = gate(&format!("kubectl slocheck gate --slo-name shop/catalog --at {END}"))?;
    equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
    near("remaining", &gate["remaining"], 0.8, 1e-3)?;
    contains(gate["slo"]["place"].as_str().unwrap_or_default(), "catalog")?;
    let told = run(SHOP.kubeconfig(), &format!("kubectl slocheck gate --at {END}"));
    contains(&told.stderr, "several SLOs are meant")?;
    contains(&told.stderr, "shop/checkout")?;
    equal("exit code of several", told.code, 2)?;
    let told = run(SHOP.kubeconfig(), "kubectl slocheck gate --slo-name checkuot");
    contains(&told.stderr, "there are shop/")?;
    equal("exit code of none", told.code, 2)?;
    let told = run(SHOP.kubeconfig(), &format!("kubectl slocheck --at {END}"));
    equal(&format!("exit code of status: {}{}", told.stdout, told.stderr), told.code, 0)?;
    contains(&told.stdout, "checkout")?;
    contains(&told.stdout, "catalog")
}

/// What each command reads of the cluster.
const READS: [(&str, &str); 3] = [
    ("gate", "--slo-name checkout --max-burn-rate=2.5 --min-coverage=75%"),
    ("status", "--min-coverage=75%"),
    ("attribute", "--slo-name checkout --window 1h"),
];

fn rights() -> Result<(), Failed> {
    let named = "--prometheus-service monitoring/prometheus-k8s:web";
    for (number, (verb, flags)) in READS.into_iter().enumerate() {
        for (way, roles) in [("", 1), (named, 2), (&format!("-n shop {named}"), 2)] {
            let name = format!("{verb}-{number}-{}", way.len());
            complete(&name, verb, &format!("{flags} {way}"), roles).map_err(|failed| {
                Failed::from(format!("{verb} {way}: {}", failed.message().unwrap_or_default()))
            })?;
        }
    }
    // Where Prometheus is elsewhere, a denial stands without rights; what was rolled out is not told.
    let line = format!(
        "kubectl slocheck gate {} {} --prometheus {} --at {}",
        super::ALL,
        super::BAD,
        Prometheus::shared().url(),
        OUTAGE.1
    );
    let denied = run(&SHOP.user("nobody", &[]), &line);
    equal(&denied.stderr, denied.code, 1)?;
    contains(&denied.stdout, "rollouts just before are not known: ")?;
    contains(&denied.stdout, "apiGroups: [\"apps\"], resources: [\"replicasets\"], verbs: [\"list\"]")
}

/// Runs a command without rights, and with those that it prints.
fn complete(name: &str, verb: &str, flags: &str, roles: usize) -> Result<(), Failed> {
    let line = format!("kubectl slocheck {verb} {flags} --at {}", OUTAGE.1);
    let user = SHOP.user(name, &[]);
    let refused = run(&user, &line);
    equal(&refused.stderr, refused.code, 3)?;
    let rule =
        "needs apiGroups: [\"sloth.slok.dev\"], resources: [\"prometheusservicelevels\"], verbs: [\"list\"]";
    contains(&refused.stderr, rule)?;
    let printed = run(SHOP.kubeconfig(), &format!("{line} --print-rbac"));
    equal(&printed.stderr, printed.code, 0)?;
    let own = printed.stdout.replace(&format!("kubectl-slocheck-{verb}"), name);
    SHOP.apply(&own);
    equal(&own, own.split("---\n").map(|role| bind(name, role)).count(), roles)?;
    let may = wait(|| run(&user, &line), |told| told.code != 3);
    let expected = if verb == "attribute" { 0 } else { 1 };
    equal(&format!("with the role: {}{}", may.stdout, may.stderr), may.code, expected)?;
    equal("rollouts are read", may.stdout.contains("not known"), false)?;
    if verb != "status" {
        contains(&may.stdout, "nothing was rolled out in the two hours before")?;
    }
    Ok(())
}

/// Gives a role to the user of its name.
fn bind(name: &str, role: &str) {
    let (user, namespace) = (format!("--user={name}"), role.split("namespace: ").nth(1).map(str::trim_end));
    match namespace.and_then(|rest| rest.split('\n').next()) {
        None => {
            SHOP.kubectl(&["create", "clusterrolebinding", name, &format!("--clusterrole={name}"), &user])
        }
        Some(namespace) => {
            let role = format!("--role={name}");
            SHOP.kubectl(&["create", "rolebinding", name, "-n", namespace, &role, &user])
        }
    };
}

/// Runs until it is so, as the authorizer learns of new roles a moment later.
fn wait(run: impl Fn() -> Ended, is_so: impl Fn(&Ended) -> bool) -> Ended {
    let mut ended = run();
    for _ in 0..50 {
        if is_so(&ended) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        ended = run();
    }
    ended
}
