//! `gvkcheck cluster` on a real control plane: what it says is what the server does.

mod admission;
mod hanging;
mod helm;
mod missing;
mod old;
mod rights;
mod worlds;

use std::path::Path;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::Trial;
use serde_json::Value;

use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    let parts = [
        old::trials(),
        hanging::trials(),
        helm::trials(),
        missing::trials(),
        admission::trials(),
        rights::trials(),
        worlds::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// What a run told.
struct Told {
    report: Value,
    code: i32,
    stderr: String,
}

impl Told {
    /// Returns the findings of a rule as `severity object: message`.
    fn of(&self, rule: &str) -> Vec<String> {
        let findings = self.report["findings"].as_array().cloned().unwrap_or_default();
        let own = findings.iter().filter(|finding| finding["rule"] == rule);
        own.map(|finding| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let object = &finding["place"]["object"];
            let (kind, name) = (text(&object["kind"]), text(&object["name"]));
            format!("{} {kind}/{name}: {}", text(&finding["severity"]), text(&finding["message"]))
        })
        .collect()
    }

    /// Returns what gaps there are.
    fn gaps(&self) -> Vec<String> {
        let gaps = self.report["gaps"].as_array().cloned().unwrap_or_default();
        gaps.iter().map(|gap| gap["what"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// Runs `gvkcheck cluster` with some flags.
fn judge_as(kubeconfig: &Path, flags: &str) -> Told {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let line = format!("kubectl gvkcheck cluster -o json --kubeconfig {} {flags}", kubeconfig.display());
    let ended = process::shell(&line, folder.path());
    let report = serde_json::from_str(&ended.stdout);
    let report = report.unwrap_or_else(|error| panic!("{error}: {}{}", ended.stdout, ended.stderr));
    Told { report, code: ended.code, stderr: ended.stderr }
}

/// Runs `gvkcheck cluster` on a namespace as the administrator.
fn judge(plane: &ControlPlane, namespace: &str) -> Told {
    judge_as(plane.kubeconfig(), &format!("-n {namespace}"))
}
