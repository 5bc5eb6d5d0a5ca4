//! What scripts rely on, stated here and not in files that `UPDATE=1` rewrites.

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::process;

/// An apiVersion and kind that cannot be, and what must be said of it.
struct Wrong {
    api_version: &'static str,
    kind: &'static str,
    rule: &'static str,
    line: u64,
    column: u64,
    /// What the message must name: the right thing.
    names: &'static str,
}

const fn wrong(
    api_version: &'static str,
    kind: &'static str,
    rule: &'static str,
    at: (u64, u64),
    names: &'static str,
) -> Wrong {
    Wrong { api_version, kind, rule, line: at.0, column: at.1, names }
}

const WRONG: [Wrong; 7] = [
    wrong("apps/v1", "ConfigMap", "wrong-group", (1, 13), "v1"),
    wrong("v1", "Deployment", "wrong-group", (1, 13), "apps/v1"),
    wrong("extensions/v1beta1", "Ingress", "removed-version", (1, 13), "networking.k8s.io/v1"),
    wrong("v1", "Deployments", "plural-kind", (2, 7), "Deployment"),
    wrong("apps/v1", "Deploymnet", "unknown-kind", (2, 7), "Deployment"),
    wrong("apps/v1", "Secret", "wrong-group", (1, 13), "v1"),
    wrong("apps/v1", "Pod", "wrong-group", (1, 13), "v1"),
];

/// One trial a wrong apiVersion and kind.
pub(crate) fn trials() -> Vec<Trial> {
    let trial = |wrong: &'static Wrong| {
        let name = format!("contract/{} {}", wrong.api_version, wrong.kind);
        Trial::test(name, move || is_one_error(wrong))
    };
    WRONG.iter().map(trial).collect()
}

/// Demands exactly one error, of the right rule, at the wrong word, that names the right thing; and exit code 1.
fn is_one_error(wrong: &Wrong) -> Result<(), Failed> {
    let manifest =
        format!("apiVersion: {}\\nkind: {}\\nmetadata: {{name: x}}\\n", wrong.api_version, wrong.kind);
    let line = format!("printf '{manifest}' | kubectl-gvkcheck -f - -o json");
    let ended = process::shell(&line, process::programs());
    let report: Value = serde_json::from_str(&ended.stdout)?;
    let errors: Vec<&Value> =
        report["findings"].as_array().into_iter().flatten().filter(|f| f["severity"] == "error").collect();
    let [error] = errors.as_slice() else {
        return Err(format!("there are {} errors, not one:\n{}", errors.len(), ended.stdout).into());
    };
    let said = format!("{} {}", error["message"], error["help"]);
    let words: Vec<&str> = said.split(|c: char| !c.is_alphanumeric() && !"./".contains(c)).collect();
    let place = &error["place"];
    let right = error["rule"] == wrong.rule
        && place["line"] == wrong.line
        && place["column"] == wrong.column
        && words.contains(&wrong.names)
        && ended.code == 1;
    if right { Ok(()) } else { Err(format!("exit {}: {error:#}", ended.code).into()) }
}
