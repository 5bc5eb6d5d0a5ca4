//! The program is killed between backup and patch, and run again.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_test_support::{ControlPlane, Fault};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{Hand, deleted, finalizers};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/remove may be killed between backup and patch", killed),
        Trial::test("live/finalizers/remove finds out what became of a patch whose answer was lost", lost),
    ]
}

/// Writes of this program that are not only tried.
const REAL: &str = "fieldManager=kubectl-finalizers&fieldValidation=Strict$";

fn killed() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("killed");
    deleted(plane, &namespace, "a", &["example.com/x"]);
    let faults = plane.faults();
    let hand = Hand::with(plane, faults.kubeconfig());
    faults.set(&[Fault::hang("/configmaps/a$").query(REAL)]);
    let mut child = Command::new(process::programs().join("kubectl-finalizers"))
        .args(["remove", "cm/a", "-n", &namespace, "--apply", "--accept-risk=unknown", "--older-than=0"])
        .env_clear()
        .env("HOME", &hand.folder)
        .env("KUBECONFIG", &hand.kubeconfig)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let end = Instant::now() + Duration::from_secs(60);
    let is_hanging =
        || faults.requests().iter().any(|asked| asked.method == "PATCH" && !asked.query.contains("dryRun"));
    while !is_hanging() && Instant::now() < end {
        thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    equal("it was not written", finalizers(plane, &namespace, "a").as_deref(), Some("[\"example.com/x\"]"))?;
    let (file, backup) = hand.backup()?;
    equal("the backup is whole", backup["object"]["metadata"]["name"].as_str(), Some("a"))?;
    let before = std::fs::read(&file)?;

    faults.set(&[]);
    let again = hand.run(&format!("remove cm/a -n {namespace} --apply --accept-risk=unknown"));
    equal("exit code", again.code, 0)?;
    equal("it is gone", finalizers(plane, &namespace, "a"), None)?;
    equal("the first backup is as it was", std::fs::read(&file)?, before)?;
    equal("and the second is beside it", hand.backups().len(), 2)?;
    let leftover = std::fs::read_dir(file.parent().ok_or("a file is in a folder")?)?.flatten();
    equal(
        "nothing else",
        leftover.filter(|entry| entry.file_name().to_string_lossy().starts_with('.')).count(),
        0,
    )
}

/// The server carries it out, and the connection breaks before the answer.
fn lost() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("lost");
    deleted(plane, &namespace, "a", &["example.com/x", "example.com/y"]);
    let faults = plane.faults();
    let hand = Hand::with(plane, faults.kubeconfig());
    faults.set(&[Fault::break_after("/configmaps/a$", 10).query(REAL)]);
    let remove =
        format!("remove cm/a example.com/x -n {namespace} --apply --accept-risk=unknown --timeout 0 -o json");
    let ended = hand.run(&remove);
    let line: Value = serde_json::from_str(&ended.stdout)?;
    equal("outcome", line["outcome"].as_str(), Some("done"))?;
    equal("the other", finalizers(plane, &namespace, "a").as_deref(), Some("[\"example.com/y\"]"))?;
    let sent = faults
        .requests()
        .iter()
        .filter(|asked| asked.method == "PATCH" && !asked.query.contains("dryRun"))
        .count();
    equal("it was sent once", sent, 1)?;
    // Nothing comes through at all: nobody knows, and trying again is safe.
    faults.set(&[Fault::break_after("/configmaps/a$", 0).query("fieldManager")]);
    let ended = hand.run(&format!("remove cm/a -n {namespace} --apply --accept-risk=unknown --timeout 0"));
    contains(&ended.stdout, "unreachable")?;
    equal("exit code", ended.code, 4)?;
    equal("still there", finalizers(plane, &namespace, "a").as_deref(), Some("[\"example.com/y\"]"))
}
