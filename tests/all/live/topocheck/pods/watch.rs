//! `-w`: causes come and go as they happen.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use kubecheck_test_support::{ControlPlane, Fault};
use libtest_mimic::{Failed, Trial};

use super::deployment;
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full/pods -w tells each cause once as it comes and as it goes", comes_and_goes),
        Trial::test("live/full/pods -w ends after its time, as it was at the end", ends),
        Trial::test("live/full/pods -w reads anew what is too old, and goes on where it broke", broken),
    ]
}

/// A command that goes on, and its lines as they come. It is ended with the test.
struct Followed {
    child: Child,
    lines: Receiver<String>,
}

impl Followed {
    fn new(kubeconfig: &Path, arguments: &[&str]) -> Result<Followed, Failed> {
        let program = process::programs().join("kubectl-topocheck");
        let mut child = Command::new(program)
            .args(arguments)
            .env("KUBECONFIG", kubeconfig)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (sender, lines) = channel();
        let output = child.stdout.take().ok_or("it has an output")?;
        thread::spawn(move || {
            let read = BufReader::new(output).lines().map_while(Result::ok);
            read.take_while(|line| sender.send(line.clone()).is_ok()).for_each(drop);
        });
        Ok(Followed { child, lines })
    }

    /// Waits for the next line.
    fn line(&self) -> Result<String, Failed> {
        self.lines.recv_timeout(Duration::from_secs(60)).map_err(|_| "no line came within a minute".into())
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn comes_and_goes() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("watch");
    let followed = Followed::new(plane.kubeconfig(), &["pods", "-w", "-n", &namespace, "--grace", "2s"])?;
    let said = "InvalidImageName: Failed to apply default image tag";
    plane.apply(&deployment(&namespace, 1, &format!("kubecheck.test/waiting: '{said}'"), ""));
    let line = followed.line()?;
    contains(&line, &format!("  + {namespace}/Pod/web-"))?;
    contains(&line, ": image-name-invalid: container main: ")?;
    // Time alone makes a cause of what only took long: events tell of it at once, and it counts after the grace.
    let other = deployment(&namespace, 1, "kubecheck.test/fails: sandbox", "").replace("web", "other");
    plane.apply(&other);
    let line = followed.line()?;
    contains(&line, &format!("  + {namespace}/Pod/other-"))?;
    contains(&line, ": sandbox-network: ")?;
    plane.kubectl(&["delete", "deployment", "web", "-n", &namespace]);
    let line = followed.line()?;
    contains(&line, &format!("  - {namespace}/Pod/web-"))?;
    contains(&line, ": image-name-invalid is gone")?;
    let more: Vec<String> = followed.lines.try_iter().collect();
    equal("more lines", more, Vec::new())
}

fn ends() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("watch");
    let arguments = |seconds: &str| format!("pods -w -n {namespace} --timeout {seconds} -o json");
    let folder = tempfile::tempdir()?;
    let run = |seconds: &str| {
        let config = plane.kubeconfig().display();
        process::shell(
            &format!("KUBECONFIG={config} kubectl topocheck {}", arguments(seconds)),
            folder.path(),
        )
    };
    equal("nothing", (run("2s").code, run("2s").stdout.as_str()), (0, ""))?;
    plane.apply(&deployment(&namespace, 1, "kubecheck.test/waiting: 'ErrImageNeverPull: no'", ""));
    let until = [
        "wait",
        "pod",
        "-l",
        "app=web",
        "-n",
        &namespace,
        "--for=jsonpath={.status.startTime}",
        "--timeout=60s",
    ];
    plane.kubectl(&["wait", "pod", "-l", "app=web", "-n", &namespace, "--for=create", "--timeout=60s"]);
    plane.kubectl(&until);
    let ended = run("2s");
    equal("exit", ended.code, 1)?;
    let line: serde_json::Value = serde_json::from_str(ended.stdout.trim())?;
    equal(
        "line",
        (line["kind"].as_str(), line["change"].as_str(), line["rule"].as_str()),
        (Some("PodCause"), Some("new"), Some("image-not-present")),
    )
}

/// Whatever becomes of watches, no change is missed, and none is told twice.
fn broken() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("watch");
    let faults = plane.faults();
    let path = format!("/namespaces/{namespace}/pods$");
    let too_old =
        r#"{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old resource version"}}"#;
    faults.set(&[
        Fault::answer(&path, 200, "application/json", &format!("{too_old}\n")).query("watch=true").times(1),
        Fault::status(&path, 410).query("watch=true").times(1),
        Fault::break_after(&path, 100).query("watch=true").times(1),
    ]);
    let followed = Followed::new(faults.kubeconfig(), &["pods", "-w", "-n", &namespace, "--grace", "2s"])?;
    let said = "kubecheck.test/waiting: 'InvalidImageName: no'";
    for name in ["first", "second"] {
        plane.apply(&deployment(&namespace, 1, said, "").replace("web", name));
        let line = followed.line()?;
        contains(&line, &format!("  + {namespace}/Pod/{name}-"))?;
    }
    plane.kubectl(&["delete", "deployment", "first", "-n", &namespace]);
    contains(&followed.line()?, &format!("  - {namespace}/Pod/first-"))?;
    let more: Vec<String> = followed.lines.try_iter().collect();
    equal("more lines", more, Vec::new())?;
    let pods = |query: &str| {
        let seen = faults.requests().into_iter();
        seen.filter(|seen| seen.path.ends_with(&format!("{namespace}/pods")) && seen.query.contains(query))
            .count()
    };
    // Twice it was too old; what broke went on.
    equal("lists", pods("limit="), 3)?;
    equal("watches", pods("watch=true") >= 4, true)
}
