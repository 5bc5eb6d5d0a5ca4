//! `kubectl finalizers drift` on a real control plane.
//!
//! `cut_off` has two API servers on one etcd, one of them cut off from it; `churn` has writers at work; `faults` is what cannot be
//! read, and `page` runs the examples of the rules' pages.

mod churn;
mod cut_off;
mod faults;
mod page;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::process::{self, Ended};

pub(crate) use page::example;

pub(super) fn trials() -> Vec<Trial> {
    let name = |what| format!("live/finalizers/drift {what}");
    vec![
        Trial::test(
            name("finds what a server that is cut off from etcd shows, and nothing else"),
            cut_off::finds,
        ),
        Trial::test(name("finds nothing under churn"), churn::finds_nothing),
        Trial::test(name("says what cannot be read, and hangs no longer than it may"), faults::told),
        Trial::test(name("needs no more than the role it prints"), faults::role),
        Trial::test(name("refuses what cannot be compared"), faults::refused),
    ]
}

/// Runs the command with a kubeconfig.
fn run(kubeconfig: &Path, arguments: &str) -> Ended {
    let folder = kubeconfig.parent().unwrap_or(Path::new("/"));
    process::shell(
        &format!("KUBECONFIG={} kubectl finalizers drift {arguments}", kubeconfig.display()),
        folder,
    )
}

/// What a run told.
struct Told {
    report: Value,
    code: i32,
    took: Duration,
}

impl Told {
    /// Runs the command and reads its report.
    fn of(kubeconfig: &Path, arguments: &str) -> Result<Told, Failed> {
        let begun = Instant::now();
        let ended = run(kubeconfig, &format!("{arguments} -o json"));
        let report = serde_json::from_str(&ended.stdout)
            .map_err(|_| format!("no report: {}{}", ended.stdout, ended.stderr))?;
        Ok(Told { report, code: ended.code, took: begun.elapsed() })
    }

    /// Returns the findings: rule, object and server, in the order of the alphabet.
    fn found(&self) -> Vec<String> {
        let findings = self.report["findings"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let one = |finding: &Value| {
            let (object, place) = (&finding["place"]["object"], &finding["place"]);
            let name = [text(&object["kind"]), text(&object["name"])].join("/");
            format!("{} {} {}", text(&finding["rule"]), name.trim_end_matches('/'), text(&place["context"]))
        };
        let mut found: Vec<String> = findings.map(one).collect();
        found.sort();
        found
    }

    /// Returns what could not be read, and why.
    fn gaps(&self) -> Vec<String> {
        let gaps = self.report["gaps"].as_array().into_iter().flatten();
        gaps.map(|gap| {
            format!(
                "{}: {}",
                gap["what"].as_str().unwrap_or_default(),
                gap["why"].as_str().unwrap_or_default()
            )
        })
        .collect()
    }

    /// Returns what is said of a type on a server.
    fn of_type(&self, resource: &str, server: &str) -> &Value {
        let types = self.report["drift"]["types"].as_array().map(Vec::as_slice).unwrap_or_default();
        let own = types.iter().find(|own| own["resource"] == resource && own["server"] == server);
        own.unwrap_or(&Value::Null)
    }
}

/// Waits until something is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) -> Result<(), Failed> {
    let begun = Instant::now();
    while !is_so() {
        if begun.elapsed() > Duration::from_secs(60) {
            return Err(format!("after a minute still not so: {what}").into());
        }
        thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}
