//! Rollouts that get done by themselves are never called hopeless, however little patience there is.

use std::thread;
use std::time::Duration;

use kubecheck_core::model::time;
use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{Told, Web, eventually, run};
use crate::expect::equal;

/// No grace at all: what cannot heal by itself is hopeless at once.
const HASTY: &str = "--grace 0";

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full topocheck rollout: waits until it is done", done),
        Trial::test("live/full topocheck rollout: waits for time alone, and says until when", min_ready),
        Trial::test("live/full topocheck rollout: room that old pods make", room),
        Trial::test("live/full topocheck rollout: a quota that old pods make room in", quota),
        Trial::test("live/full topocheck rollout: pods that get well", heals),
        Trial::test("live/full topocheck rollout: crashes that end", crashes),
        Trial::test("live/full topocheck rollout: Recreate waits for old pods", recreate),
        Trial::test("live/full topocheck rollout: a change while it is waited for", changes),
        Trial::test("live/full topocheck rollout: one change after the other, looked at all the time", churn),
    ]
}

fn is_done(told: &Told) -> Result<(), Failed> {
    told.is("done", "", "", 0)
}

fn done() -> Result<(), Failed> {
    let web = Web::absent(8, "");
    web.apply();
    is_done(&web.wait(HASTY)?)?;
    let web = web.next("");
    is_done(&web.wait(HASTY)?)?;
    equal("updated", web.field(".status.updatedReplicas").as_str(), "8")?;
    // Scaled, and several times in a row.
    for replicas in [3, 12, 0, 5] {
        let scale = format!("--replicas={replicas}");
        ControlPlane::full().kubectl(&["scale", "deployment/web", &scale, "-n", &web.namespace]);
        is_done(&web.wait(HASTY)?)?;
        equal("replicas", web.field(".status.availableReplicas").parse().unwrap_or(0), replicas)?;
    }
    // In the list of the namespace nothing is left.
    let all = run(ControlPlane::full().kubeconfig(), &format!("-n {}", web.namespace))?;
    equal(
        "listed",
        (all.document["items"].as_array().map(Vec::len), all.number("/counts/done")),
        (Some(0), 1),
    )
}

fn min_ready() -> Result<(), Failed> {
    let web = Web::new(2, "minReadySeconds: 1").next("");
    ControlPlane::full().kubectl(&[
        "patch",
        "deployment",
        "web",
        "-n",
        &web.namespace,
        "-p",
        r#"{"spec":{"minReadySeconds":8}}"#,
    ]);
    let told = eventually(|| {
        let told = web.look("")?;
        told.is("progressing", "rollout-min-ready", "min-ready", 0)?;
        equal("when it is done", told.document["readyAt"].is_string(), true).map(|()| told)
    })?;
    let at = time::parse(told.text("/readyAt")).ok_or("no time")?;
    is_done(&web.wait(HASTY)?)?;
    let late = time::seconds(at, time::now());
    equal(&format!("told {at}, done {late}s later"), (0..5).contains(&late), true)
}

/// The node has room for as many pods as there are: the next of the new template fits when one of the old has gone.
fn room() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let mut web = Web::absent(3, "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}");
    let node = web.namespace.clone();
    plane.node(&node, &[("rollout", &node)]);
    plane.kubectl(&["taint", "node", &node, "rollout=here:NoSchedule"]);
    let size = r#"{"status":{"allocatable":{"cpu":"3","pods":"100"},"capacity":{"cpu":"3","pods":"100"}}}"#;
    plane.kubectl(&["patch", "node", &node, "--subresource=status", "-p", size]);
    web.pods =
        format!(", nodeSelector: {{rollout: {node}}}, tolerations: [{{key: rollout, operator: Exists}}]");
    web.container = ", resources: {requests: {cpu: '1'}}".to_owned();
    web.apply();
    is_done(&web.wait(HASTY)?)?;
    is_done(&web.next("").wait(HASTY)?)
}

/// No pod may be made beyond those that are there: those of the old template go first.
fn quota() -> Result<(), Failed> {
    let web = Web::new(4, "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}");
    ControlPlane::full().kubectl(&["create", "quota", "small", "--hard=pods=4", "-n", &web.namespace]);
    eventually(|| {
        let path = "jsonpath={.status.used.pods}";
        let used = ControlPlane::full().kubectl(&["get", "quota", "small", "-n", &web.namespace, "-o", path]);
        equal("used", used.as_str(), "4")
    })?;
    let web = web.next("");
    // After each refusal the ReplicaSet's controller waits twice as long, up to 17 minutes; whatever changes makes it look at once.
    let look = |times: usize| {
        let mark = format!("kubecheck.test/look={times}");
        ControlPlane::full().kubectl(&["annotate", "rs", "--all", &mark, "--overwrite", "-n", &web.namespace])
    };
    let told = thread::scope(|scope| {
        let waits = scope.spawn(|| web.wait(HASTY).map_err(|failed| format!("{failed:?}")));
        for times in 0.. {
            if waits.is_finished() {
                break;
            }
            look(times);
            thread::sleep(Duration::from_secs(2));
        }
        waits.join().unwrap_or_else(|_| Err("it does not wait".to_owned()))
    });
    is_done(&told?)
}

fn heals() -> Result<(), Failed> {
    let web = Web::new(3, "").next("kubecheck.test/unready: 'true'");
    thread::scope(|scope| {
        let waited = scope.spawn(|| web.wait(HASTY));
        // Every pod gets well some seconds after it came.
        for _ in 0..10 {
            thread::sleep(Duration::from_secs(3));
            let annotation = "kubecheck.test/unready-";
            ControlPlane::full().kubectl(&["annotate", "pods", "--all", "-n", &web.namespace, annotation]);
        }
        is_done(&waited.join().map_err(|_| "the thread that waits panicked")??)
    })
}

/// Three crashes are less than five: they may have waited for something.
fn crashes() -> Result<(), Failed> {
    let web = Web::new(1, "minReadySeconds: 4").next("kubecheck.test/crash: '1'");
    thread::scope(|scope| {
        let waited = scope.spawn(|| web.wait(HASTY));
        eventually(|| {
            let path = "jsonpath={.items[*].status.containerStatuses[0].restartCount}";
            let counts = ControlPlane::full().kubectl(&["get", "pods", "-n", &web.namespace, "-o", path]);
            equal(&counts, counts.split(' ').any(|count| count == "3"), true)
        })?;
        ControlPlane::full().kubectl(&[
            "annotate",
            "pods",
            "--all",
            "-n",
            &web.namespace,
            "kubecheck.test/crash-",
        ]);
        is_done(&waited.join().map_err(|_| "the thread that waits panicked")??)
    })
}

fn recreate() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let mut web = Web::new(2, "strategy: {type: Recreate}");
    plane.kubectl(&["annotate", "pods", "--all", "-n", &web.namespace, "kubecheck.test/hold=yes"]);
    web.pods = ", terminationGracePeriodSeconds: 1".to_owned();
    let web = web.next("");
    let told = eventually(|| {
        let told = web.look("")?;
        equal(told.text("/blocking/0/cause"), told.text("/blocking/0/cause"), "terminating").map(|()| told)
    })?;
    equal("state", told.state(), "progressing")?;
    plane.kubectl(&["annotate", "pods", "--all", "-n", &web.namespace, "kubecheck.test/hold-"]);
    is_done(&web.wait(HASTY)?)
}

fn changes() -> Result<(), Failed> {
    let web = Web::new(3, "").next("kubecheck.test/unready: 'true'");
    thread::scope(|scope| {
        let waited = scope.spawn(|| web.wait(HASTY));
        thread::sleep(Duration::from_secs(3));
        ControlPlane::full().kubectl(&["rollout", "undo", "deployment/web", "-n", &web.namespace]);
        is_done(&waited.join().map_err(|_| "the thread that waits panicked")??)
    })?;
    // What is deleted meanwhile cannot get done.
    let web = web.next("kubecheck.test/unready: 'true'");
    let line = format!("deploy/web -n {} --wait", web.namespace);
    let ended = thread::scope(|scope| {
        let waited = scope.spawn(|| {
            let config = ControlPlane::full().kubeconfig().display();
            let line = format!("KUBECONFIG={config} kubectl topocheck rollout {line}");
            crate::process::shell(&line, &std::env::temp_dir())
        });
        thread::sleep(Duration::from_secs(3));
        ControlPlane::full().kubectl(&["delete", "deployment", "web", "-n", &web.namespace]);
        waited.join()
    });
    let ended = ended.map_err(|_| "the thread that waits panicked")?;
    equal(
        &ended.stderr,
        (ended.code, ended.stderr.contains("it was deleted while it was waited for")),
        (1, true),
    )
}

/// Whatever moment of a healthy Deployment is seen, nothing holds it: lists that were read one after the other agree often enough.
fn churn() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let web = Web::new(4, "");
    let deployment = ["deployment/web", "-n", &web.namespace];
    let is_over = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        let looked = scope.spawn(|| {
            let mut states = std::collections::BTreeMap::<String, usize>::new();
            while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                let told = web.look(HASTY)?;
                equal(&format!("{:#}", told.document), told.code, 0)?;
                *states.entry(told.state().to_owned()).or_default() += 1;
            }
            Ok::<_, Failed>(states)
        });
        for round in 0..12 {
            let image = format!("main=web:{round}");
            let replicas = format!("--replicas={}", 2 + round % 5);
            let strategy = match round % 3 {
                0 => r#"{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}"#,
                1 => {
                    r#"{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":1}}}}"#
                }
                _ => {
                    r#"{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"100%","maxUnavailable":0}}}}"#
                }
            };
            plane.kubectl(&[&["set", "image"][..], &deployment, &[&image]].concat());
            plane.kubectl(&[&["scale"][..], &deployment, &[&replicas]].concat());
            plane.kubectl(&[&["patch"][..], &deployment, &["-p", strategy]].concat());
            plane.kubectl(&[&["rollout", "restart"][..], &deployment].concat());
            thread::sleep(Duration::from_millis(700));
        }
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        let states = looked.join().map_err(|_| "the thread that looks panicked")??;
        equal(&format!("{states:?}"), states.get("progressing").is_some_and(|count| *count > 20), true)
    })?;
    is_done(&web.wait(HASTY)?)
}
