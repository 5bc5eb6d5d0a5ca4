//! `kubectl topocheck rollout` beside the real controllers: what it says is what they do.

mod bounds;
mod done;
mod hopeless;
mod others;
mod rights;

use std::path::Path;
use std::time::{Duration, Instant};

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::expect::equal;
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    let parts = [bounds::trials(), done::trials(), hopeless::trials(), others::trials(), rights::trials()];
    parts.into_iter().flatten().collect()
}

/// What a run told.
struct Told {
    document: Value,
    stderr: String,
    code: i32,
    took: Duration,
}

impl Told {
    fn text(&self, pointer: &str) -> &str {
        self.document.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    fn number(&self, pointer: &str) -> i64 {
        self.document.pointer(pointer).and_then(Value::as_i64).unwrap_or(-1)
    }

    fn state(&self) -> &str {
        self.text("/state")
    }

    /// Demands a state, a rule and the cause of what is waited for first, and the exit code.
    fn is(&self, state: &str, rule: &str, cause: &str, code: i32) -> Result<(), Failed> {
        let found = (self.state(), self.text("/rule"), self.text("/blocking/0/cause"), self.code);
        equal(&format!("{}{:#}", self.stderr, self.document), found, (state, rule, cause, code))
    }
}

/// Runs `kubectl topocheck rollout` with a kubeconfig, and reads the document that it prints.
fn run(kubeconfig: &Path, arguments: &str) -> Result<Told, Failed> {
    let folder = tempfile::tempdir()?;
    let line = format!("KUBECONFIG={} kubectl topocheck rollout {arguments} -o json", kubeconfig.display());
    let begun = Instant::now();
    let ended = process::shell(&line, folder.path());
    let document = serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("{line}: {error}: {}{}", ended.stdout, ended.stderr))?;
    Ok(Told { document, stderr: ended.stderr, code: ended.code, took: begun.elapsed() })
}

/// A Deployment `web` in a namespace of its own.
struct Web {
    namespace: String,
    replicas: i64,
    image: &'static str,
    /// More of its spec.
    spec: String,
    /// The annotations of its pods, by which they fare badly.
    annotations: String,
    /// More of the spec of its pods.
    pods: String,
    /// More of their container.
    container: String,
}

impl Web {
    /// Makes one whose first template is rolled out.
    fn new(replicas: i64, spec: &str) -> Web {
        let web = Web::absent(replicas, spec);
        web.apply();
        let plane = ControlPlane::full();
        plane.kubectl(&["rollout", "status", "deployment/web", "-n", &web.namespace, "--timeout=120s"]);
        web
    }

    /// Describes one that is not there yet.
    fn absent(replicas: i64, spec: &str) -> Web {
        Web {
            namespace: ControlPlane::full().namespace("rollout"),
            replicas,
            image: "web:1",
            spec: spec.to_owned(),
            annotations: String::new(),
            pods: String::new(),
            container: String::new(),
        }
    }

    /// Applies it as it is described.
    fn apply(&self) {
        let Web { namespace, replicas, image, spec, annotations, pods, container } = self;
        ControlPlane::full().apply(&format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: {namespace}}}\n\
             spec:\n  replicas: {replicas}\n  selector: {{matchLabels: {{app: web}}}}\n{}\
             \x20 template:\n    metadata: {{labels: {{app: web}}, annotations: {{{annotations}}}}}\n\
             \x20   spec: {{containers: [{{name: main, image: '{image}'{container}}}]{pods}}}\n",
            spec.lines().map(|line| format!("  {line}\n")).collect::<String>(),
        ));
    }

    /// Rolls a second template out, whose pods have annotations.
    fn next(mut self, annotations: &str) -> Web {
        self.image = "web:2";
        self.annotations = annotations.to_owned();
        self.apply();
        self
    }

    /// Looks at its rollout.
    fn look(&self, flags: &str) -> Result<Told, Failed> {
        let kubeconfig = ControlPlane::full().kubeconfig();
        run(kubeconfig, &format!("deploy/web -n {} {flags}", self.namespace))
    }

    /// Waits for its rollout.
    fn wait(&self, flags: &str) -> Result<Told, Failed> {
        self.look(&format!("--wait --timeout 120s {flags}"))
    }

    /// Returns a field of it as the server has it.
    fn field(&self, path: &str) -> String {
        let path = format!("jsonpath={{{path}}}");
        ControlPlane::full().kubectl(&["get", "deployment", "web", "-n", &self.namespace, "-o", &path])
    }

    /// Types what the answer says is to be typed next.
    fn type_next(&self, told: &Told) -> Result<(), Failed> {
        let command = told.text("/next");
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["kubectl", rest @ ..] => drop(ControlPlane::full().kubectl(rest)),
            _ => return Err(format!("nothing is to be typed: {:#}", told.document).into()),
        }
        Ok(())
    }
}

/// Looks again and again until something is as expected, for a minute; then it fails as the last look did.
fn eventually<T>(look: impl Fn() -> Result<T, Failed>) -> Result<T, Failed> {
    let begun = Instant::now();
    loop {
        match look() {
            Err(_) if begun.elapsed() < Duration::from_secs(60) => {
                std::thread::sleep(Duration::from_millis(500))
            }
            last => return last,
        }
    }
}
