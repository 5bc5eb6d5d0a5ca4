//! `kubectl gvkcheck etcd` against a real etcd and what a real API server stored in it.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

use kubecheck_test_support::{ApiServer, ControlPlane};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::expect::{contains, equal};
use crate::process::{self, Ended};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/etcd understands every key, and finds nothing in a healthy cluster", healthy),
        Trial::test("live/etcd finds what was changed past the API server", tampered),
        Trial::test("live/etcd does not accuse what changed after a snapshot", later),
        Trial::test("live/etcd tells encrypted values by their provider", encrypted),
        Trial::test("live/etcd says what a user may not read", forbidden),
        Trial::test("live/etcd says why etcd does not answer", faults),
    ]
}

/// Runs the command with a kubeconfig.
fn run(kubeconfig: &Path, arguments: &str) -> Ended {
    let folder = kubeconfig.parent().unwrap_or(Path::new("/"));
    process::shell(&format!("KUBECONFIG={} kubectl gvkcheck etcd {arguments}", kubeconfig.display()), folder)
}

/// Runs the command with a kubeconfig and reads its report.
fn report(kubeconfig: &Path, arguments: &str) -> Result<Value, Failed> {
    let ended = run(kubeconfig, &format!("{arguments} -o json"));
    serde_json::from_str(&ended.stdout)
        .map_err(|_| format!("no report: {}{}", ended.stdout, ended.stderr).into())
}

/// Returns the findings of a report, each as rule and key.
fn found(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.map(|finding| format!("{} {}", text(&finding["rule"]), text(&finding["place"]["key"]))).collect()
}

/// A CRD with objects, and objects of kinds whose keys are unlike their names.
const OBJECTS: &str = "
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  names: {plural: crontabs, singular: crontab, kind: CronTab}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
---
{apiVersion: v1, kind: Node, metadata: {name: n1}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Endpoints, metadata: {name: web, namespace: default}}
---
{apiVersion: v1, kind: ReplicationController, metadata: {name: rc, namespace: default}, spec: {replicas: 0, selector: {a: b}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: default}, spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}}
---
{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: default}, spec: {template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: default, annotations: {a: \"ü\"}, finalizers: [example.com/x]}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: owned, namespace: default, ownerReferences: [{apiVersion: v1, kind: Node, name: n1, uid: x, controller: true}]}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: 'a:b'}}
---
{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e, namespace: default}, eventTime: 2026-01-01T00:00:00.000001Z, reportingController: example.com/c, reportingInstance: i, action: a, reason: r, type: Normal, regarding: {kind: Node, name: n1, namespace: default}}
";

const CRONTAB: &str = "
apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: nightly, namespace: default}
spec: {schedule: '0 3 * * *', replicas: 2}
";

/// Applies the objects; custom ones as soon as their kind is served.
pub(super) fn fill(plane: &ControlPlane) {
    plane.apply(OBJECTS);
    plane.kubectl(&["wait", "--for=condition=Established", "crd/crontabs.stable.example.com"]);
    plane.apply(CRONTAB);
}

fn healthy() -> Result<(), Failed> {
    let plane = ControlPlane::start(&["--runtime-config=api/all=true"]);
    fill(&plane);
    let folder = plane.folder();
    let live = format!("--endpoints {}", plane.etcd_url());
    let save = |format: &str| {
        let printed = plane.etcdctl(&["get", "/registry", "--prefix", "-w", format]).succeeded();
        let path = folder.join(format!("etcd.{format}"));
        fs::write(&path, printed).map(|()| path)
    };
    let (json, fields) = (save("json")?, save("fields")?);
    let snapshot = folder.join("snap.db");
    plane.snapshot(&snapshot);
    for source in [
        live,
        format!("--snapshot {}", snapshot.display()),
        format!("--snapshot {} --no-live --k8s 1.36", snapshot.display()),
        format!("--etcdctl-output {}", json.display()),
        format!("--etcdctl-output {}", fields.display()),
    ] {
        let report = report(plane.kubeconfig(), &source)?;
        equal(&source, found(&report), Vec::new())?;
        equal(&source, report["gaps"].clone(), Value::Array(Vec::new()))?;
        let objects = report["counts"]["objects"].as_u64().unwrap_or_default();
        if objects < 100 {
            return Err(format!("{source}: only {objects} objects were judged").into());
        }
    }
    one_object(&plane, &snapshot)?;
    the_printed_role_is_enough(&plane)?;
    let other = run(ControlPlane::shared().kubeconfig(), &format!("--snapshot {}", snapshot.display()));
    contains(
        &other.stderr,
        "is of another cluster than context test: the namespace kube-system has the UID",
    )?;
    equal("exit code", other.code, 2)
}

fn one_object(plane: &ControlPlane, snapshot: &Path) -> Result<(), Failed> {
    let from = format!("--snapshot {}", snapshot.display());
    let custom = report(plane.kubeconfig(), &format!("crontab/nightly -n default {from}"))?;
    equal("equal", &custom["etcd"]["equal"], &Value::from("whole"))?;
    equal("encoding", &custom["etcd"]["stored"]["encoding"], &Value::from("JSON"))?;
    let builtin = report(plane.kubeconfig(), &format!("deploy d -n default {from}"))?;
    equal("equal", &builtin["etcd"]["equal"], &Value::from("metadata"))?;
    let (stored, live) = (&builtin["etcd"]["stored"], &builtin["etcd"]["live"]);
    equal("uid", &stored["uid"], &live["uid"])?;
    equal(
        "revision",
        stored["modRevision"].to_string(),
        live["resourceVersion"].as_str().unwrap_or("").to_owned(),
    )
}

/// With just the role that is printed, nothing is missing.
fn the_printed_role_is_enough(plane: &ControlPlane) -> Result<(), Failed> {
    let live = format!("--endpoints {}", plane.etcd_url());
    let role = run(plane.kubeconfig(), &format!("{live} --print-rbac"));
    plane.apply(&role.stdout);
    let (role, user) = ("--clusterrole=kubectl-gvkcheck-etcd", "--user=etcd-auditor");
    plane.kubectl(&["create", "clusterrolebinding", "etcd-auditor", role, user]);
    let report = report(&plane.user("etcd-auditor", &[]), &live)?;
    equal("gaps", report["gaps"].clone(), Value::Array(Vec::new()))?;
    equal("findings", found(&report), Vec::new())
}

fn tampered() -> Result<(), Failed> {
    let plane = ControlPlane::start(&[]);
    fill(&plane);
    removed(&plane)?;
    only_cached(&plane)?;
    let put = |key: &str, value: &str| plane.etcdctl(&["put", key, value]).succeeded();
    let crontabs = "/registry/stable.example.com/crontabs/default";
    let stored = plane.etcdctl(&["get", &format!("{crontabs}/nightly"), "--print-value-only"]).succeeded();
    put(&format!("{crontabs}/copy"), stored.trim());
    put(
        &format!("{crontabs}/old"),
        &stored.replace("example.com/v1\"", "example.com/v0\"").replace("nightly", "old"),
    );
    put("/registry/widgets/default/x", stored.trim());
    put("/registry/limitranges/default/bad", "hello");
    put(
        "/registry/left.example.com/things/a",
        r#"{"apiVersion":"left.example.com/v1","kind":"Thing","metadata":{"name":"a"}}"#,
    );
    let arguments = format!("--endpoints {} --request-timeout 5s", plane.etcd_url());
    let told = found(&report(plane.kubeconfig(), &arguments)?);
    let expected = [
        "stored-not-shown /registry/left.example.com/things/a",
        "unreadable-value /registry/limitranges/default/bad",
        "misplaced-key /registry/stable.example.com/crontabs/default/copy",
        "stored-version /registry/stable.example.com/crontabs/default/old",
        "unknown-key /registry/widgets/default/x",
    ];
    let missing: Vec<_> = expected.iter().filter(|finding| !told.iter().any(|own| own == *finding)).collect();
    equal("missing", missing, Vec::new())?;
    // Copies have the UID and the revision of another object: nothing else may be said than what concerns these keys.
    let others = told
        .iter()
        .filter(|own| !expected.iter().any(|known| known.split(' ').nth(1) == own.split(' ').nth(1)));
    equal("others", others.collect::<Vec<_>>(), Vec::new())
}

/// An object is deleted in etcd itself: neither side has it, and the snapshot still knows when it went.
fn removed(plane: &ControlPlane) -> Result<(), Failed> {
    plane.kubectl(&["create", "configmap", "removed", "-n", "default"]);
    plane.etcdctl(&["del", "/registry/configmaps/default/removed"]).succeeded();
    let arguments = format!("configmap/removed --endpoints {}", plane.etcd_url());
    let ended = run(plane.kubeconfig(), &arguments);
    contains(&ended.stdout, "not-persisted")?;
    contains(&ended.stdout, "the API does not show the object, and etcd has no such key\n")?;
    equal("exit code", ended.code, 1)?;
    let snapshot = plane.folder().join("removed.db");
    plane.snapshot(&snapshot);
    let ended = run(plane.kubeconfig(), &format!("cm removed --snapshot {}", snapshot.display()));
    contains(&ended.stdout, " deleted it\n")
}

/// An API server that no longer hears of etcd shows from its cache what was deleted there.
fn only_cached(plane: &ControlPlane) -> Result<(), Failed> {
    let second: ApiServer = plane.another_api_server(&[]);
    plane.kubectl(&["create", "configmap", "cached", "-n", "default"]);
    second.kubectl(&["get", "configmaps", "-n", "default"]);
    second.pause_etcd();
    plane.etcdctl(&["del", "/registry/configmaps/default/cached"]).succeeded();
    let arguments = format!("cm cached --endpoints {} --request-timeout 2s", plane.etcd_url());
    let ended = run(second.kubeconfig(), &arguments);
    second.resume_etcd();
    contains(&ended.stdout, "only the API server's watch cache shows the object")?;
    equal("exit code", ended.code, 1)
}

fn later() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("etcd");
    let create = |name: &str| plane.kubectl(&["create", "configmap", name, "-n", &namespace]);
    for name in ["same", "changed", "deleted", "again"] {
        create(name);
    }
    let snapshot = plane.folder().join(format!("{namespace}.db"));
    plane.snapshot(&snapshot);
    plane.kubectl(&["label", "configmap", "changed", "a=b", "-n", &namespace]);
    plane.kubectl(&["delete", "configmap", "deleted", "again", "-n", &namespace]);
    create("again");
    create("new");
    let report = report(plane.kubeconfig(), &format!("-n {namespace} --snapshot {}", snapshot.display()))?;
    equal("findings", found(&report), Vec::new())?;
    let skipped = &report["counts"]["skipped"];
    equal("changed since", &skipped["changed-since"], &Value::from(3))?;
    equal("gone since", &skipped["gone-since"], &Value::from(1))?;
    let single = run(plane.kubeconfig(), &format!("cm new -n {namespace} --snapshot {}", snapshot.display()));
    contains(&single.stdout, "take a newer snapshot")?;
    equal("exit code", single.code, 3)
}

fn encrypted() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("encryption.yaml");
    // The key is thirty-two bytes of zeros.
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    fs::write(
        &file,
        format!(
            "---\n{{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{{resources: [secrets], \
             providers: [{{secretbox: {{keys: [{{name: key1, secret: {key}}}]}}}}]}}]}}"
        ),
    )?;
    let plane = ControlPlane::start(&[&format!("--encryption-provider-config={}", file.display())]);
    plane.kubectl(&["create", "secret", "generic", "s", "-n", "default", "--from-literal=a=b"]);
    let ended = run(plane.kubeconfig(), &format!("--endpoints {}", plane.etcd_url()));
    contains(&ended.stdout, "1 encrypted value")?;
    contains(&ended.stderr, "1 value is encrypted (secretbox v1 with key key1): only its key was judged")?;
    equal("exit code", ended.code, 0)?;
    let one = run(plane.kubeconfig(), &format!("secret/s --endpoints {}", plane.etcd_url()));
    contains(&one.stdout, "STORED    encrypted (secretbox v1 with key key1), ")
}

fn forbidden() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("etcd");
    plane.kubectl(&["create", "configmap", "mine", "-n", &namespace]);
    plane.kubectl(&["create", "role", "read", "-n", &namespace, "--verb=get,list", "--resource=configmaps"]);
    plane.kubectl(&["create", "rolebinding", "read", "-n", &namespace, "--role=read", "--user=etcd-reader"]);
    let user = plane.user("etcd-reader", &[]);
    let all = run(&user, &format!("-n {namespace} --endpoints {}", plane.etcd_url()));
    contains(&all.stdout, "gap: live secrets: ")?;
    equal("exit code", all.code, 3)?;
    let one = run(&user, &format!("cm/mine -n {namespace} --endpoints {}", plane.etcd_url()));
    contains(&one.stdout, "COMPARED  UID, revision and every field of metadata: equal")
}

fn faults() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let ended = run(plane.kubeconfig(), "--endpoints http://127.0.0.1:1");
    contains(&ended.stderr, "error: cannot reach etcd at http://127.0.0.1:1: ")?;
    equal("exit code", ended.code, 4)?;
    let refusing = refusing("401 Unauthorized", r#"{"error":"etcdserver: user name is empty","code":16}"#)?;
    let ended = run(plane.kubeconfig(), &format!("--endpoints {refusing}"));
    contains(&ended.stderr, "answers 401: etcdserver: user name is empty\nhint: name a client certificate")?;
    equal("exit code", ended.code, 2)?;
    let ended =
        run(plane.kubeconfig(), &format!("--endpoints {} --cacert {}", plane.url(), plane.ca().display()));
    contains(&ended.stderr, "hint: ")?;
    equal("exit code", ended.code, 2)?;
    secure(plane)?;
    // The first that answers is read.
    let both = format!("-n default --endpoints http://127.0.0.1:1,{}", plane.etcd_url());
    contains(&run(plane.kubeconfig(), &both).stdout, &format!("etcd ({} at revision", plane.etcd_url()))
}

/// etcd asks for certificates, and the flags are called as etcdctl calls them.
fn secure(plane: &ControlPlane) -> Result<(), Failed> {
    let (certificate, key) = plane.etcd_certificate();
    let server =
        format!("-n default --endpoints {} --cacert {}", plane.etcd_secure_url(), plane.ca().display());
    let client = format!("{server} --cert {} --key {}", certificate.display(), key.display());
    contains(
        &run(plane.kubeconfig(), &client).stdout,
        &format!("etcd ({} at revision", plane.etcd_secure_url()),
    )?;
    let ended = run(plane.kubeconfig(), &server);
    contains(&ended.stderr, "hint: etcd usually wants https and certificates: --cacert, --cert and --key")?;
    equal("exit code", ended.code, 2)
}

/// Answers one request with a status, and returns the address.
fn refusing(status: &'static str, body: &'static str) -> Result<String, Failed> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let _ = stream.read(&mut [0; 4096]);
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nContent-Type: application/json\r\n\r\n{body}"
        );
        let _ = stream.write_all(answer.as_bytes());
    });
    Ok(address)
}
