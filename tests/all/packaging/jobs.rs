//! The jobs that `kubectl gvkcheck emit` prints do what they say: their lines are run as GitHub, GitLab and make run them.
//!
//! What they fetch comes from a folder with a release, through a `curl` that stands before the real one.

use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::machine::{self, Machine};
use super::{contains, equal, yaml};
use crate::process::Ended;

pub(super) fn trials() -> Vec<Trial> {
    let no_make = !Path::new("/usr/bin/make").exists();
    vec![
        Trial::test("packaging/emit github: the steps gate and report", github),
        Trial::test("packaging/emit github: an archive of another sum is not installed", github_refuses),
        Trial::test("packaging/emit gitlab: the job gates and reports", gitlab),
        Trial::test("packaging/emit make: the target gates", make).with_ignored_flag(no_make),
        Trial::test("packaging/emit pre-commit: hooks and files are there", pre_commit),
    ]
}

const WRONG: &str = "apiVersion: apps/v1\nkind: ConfigMap\nmetadata: {name: a}\n";
const RIGHT: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

/// Fetches from the folder `release`, as long as the address is the one of this version.
const CURL: &str = r#"#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = --output ] && output=$2; shift; done
case $1 in
https://*/releases/download/v@VERSION@/*) cp "$RELEASE/${1##*/}" "$output" ;;
*) echo "curl: (22) there is no $1" >&2; exit 22 ;;
esac
"#;

/// A runner: a machine with a repository in which one manifest is wrong, and a release to install from.
struct Runner {
    machine: Machine,
}

impl Runner {
    fn new() -> Result<Self, Failed> {
        let machine = Machine::new()?;
        let (release, _) = machine::released()?;
        let curl = CURL.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
        for (name, text) in
            [("bin/curl", curl.as_str()), ("repo/de ploy/it's.yaml", WRONG), ("repo/values.yaml", "a: 1\n")]
        {
            let path = machine.path(name);
            fs::create_dir_all(path.parent().ok_or("a file lies in a folder")?)?;
            fs::write(path, text)?;
        }
        machine.succeed(&format!("chmod +x bin/curl; cp -r {} release; mkdir temp", release.display()))?;
        Ok(Runner { machine })
    }

    /// Prints a job for the folder with the manifest, and reads it as YAML.
    fn emit(&self, job: &str) -> Result<(String, Value), Failed> {
        let line = format!("cd repo && {} emit {job} 'de ploy' --k8s 1.33", machine::plugin().display());
        let text = self.machine.succeed(&line)?;
        let document = if job.starts_with("make") { Value::Null } else { yaml(&text)? };
        Ok((text, document))
    }

    /// Mends the manifest.
    fn mend(&self) -> Result<(), Failed> {
        Ok(fs::write(self.machine.path("repo/de ploy/it's.yaml"), RIGHT)?)
    }

    fn read(&self, name: &str) -> Result<String, Failed> {
        let path = self.machine.path(name);
        Ok(fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    /// Runs the lines of a step in the repository, as GitHub does with `shell: bash`, or GitLab.
    fn step(&self, variables: &Value, lines: &str) -> Result<Ended, Failed> {
        let root = self.machine.path("").display().to_string();
        let mut script = format!(
            "export RELEASE='{root}/release' RUNNER_TEMP='{root}/temp' GITHUB_PATH='{root}/github_path' \
             GITHUB_STEP_SUMMARY='{root}/summary.md'\n\
             [ ! -e \"$GITHUB_PATH\" ] || PATH=$(tail -n 1 \"$GITHUB_PATH\"):$PATH\ncd '{root}/repo'\n"
        );
        for (name, value) in variables.as_object().into_iter().flatten() {
            script.push_str(&format!("export {name}='{}'\n", value.as_str().unwrap_or_default()));
        }
        fs::write(self.machine.path("step.sh"), script + lines)?;
        self.machine.succeed("bash -n step.sh")?;
        self.machine.run("bash --noprofile --norc -eo pipefail step.sh")
    }

    /// Runs the steps of a workflow that have lines of shell, all of them, and returns how each ended.
    fn steps(&self, workflow: &Value) -> Result<Vec<(String, Ended)>, Failed> {
        equal("the shell", &workflow["defaults"]["run"]["shell"], &Value::from("bash"))?;
        let job = &workflow["jobs"]["gvkcheck"];
        let mut ended = Vec::new();
        for step in job["steps"].as_array().into_iter().flatten() {
            if let Some(lines) = step["run"].as_str() {
                let name = step["name"].as_str().unwrap_or_default().to_owned();
                ended.push((name, self.step(&job["env"], lines)?));
            }
        }
        Ok(ended)
    }
}

fn codes(steps: &[(String, Ended)]) -> Vec<(&str, i32)> {
    steps.iter().map(|(name, ended)| (name.as_str(), ended.code)).collect()
}

fn github() -> Result<(), Failed> {
    let runner = Runner::new()?;
    let (_, workflow) = runner.emit("github")?;
    equal("may write to code scanning", &workflow["permissions"]["security-events"], &Value::from("write"))?;
    let steps = runner.steps(&workflow)?;
    let expected = |gate| vec![("Install kubectl-gvkcheck", 0), ("Judge the manifests", gate), ("Report", 0)];
    equal("with a mistake the gate fails", codes(&steps), expected(1))?;
    contains(&steps[1].1.stdout, "::error file=de ploy/it's.yaml,line=1,")?;
    contains(&steps[1].1.stdout, " at Kubernetes 1.33: 1 error")?;
    contains(&runner.read("summary.md")?, "| de ploy/it's.yaml:1:13 | error | wrong-group |")?;
    let sarif: Value = serde_json::from_str(&runner.read("repo/gvkcheck.sarif")?)?;
    equal("results", sarif["runs"][0]["results"].as_array().map(Vec::len), Some(1))?;
    let upload = workflow["jobs"]["gvkcheck"]["steps"].as_array().and_then(|steps| steps.last());
    let file = upload.and_then(|step| step["with"]["sarif_file"].as_str());
    equal("what is uploaded", file, Some("gvkcheck.sarif"))?;
    runner.mend()?;
    equal("without one it passes", codes(&runner.steps(&workflow)?), expected(0))
}

fn github_refuses() -> Result<(), Failed> {
    let runner = Runner::new()?;
    let (_, workflow) = runner.emit("github")?;
    runner.machine.succeed("for archive in release/*.gz; do echo >> \"$archive\"; done")?;
    let steps = runner.steps(&workflow)?;
    contains(&steps[0].1.stdout, "tar.gz: FAILED")?;
    equal("the step that installs", steps[0].1.code, 1)?;
    equal("the program", runner.machine.path("temp/gvkcheck/kubectl-gvkcheck").exists(), false)?;
    // A sum of another release is none.
    runner.machine.succeed("rm github_path; sed -i s/-v/-w/ release/SHA256SUMS")?;
    equal("the step that installs", runner.steps(&workflow)?[0].1.code, 1)
}

fn gitlab() -> Result<(), Failed> {
    let runner = Runner::new()?;
    let (_, jobs) = runner.emit("gitlab")?;
    let job = &jobs["gvkcheck"];
    let lines = |name: &str| job[name].as_array().into_iter().flatten().filter_map(Value::as_str);
    let script: Vec<&str> = lines("before_script").chain(lines("script")).collect();
    let ended = runner.step(&job["variables"], &script.join("\n"))?;
    equal("with a mistake the job fails", ended.code, 1)?;
    contains(&ended.stdout, "de ploy/it's.yaml:1:13   error      wrong-group")?;
    let report = job["artifacts"]["reports"]["junit"].as_str().ok_or("there is no report")?;
    contains(&runner.read(&format!("repo/{report}"))?, " failures=\"1\" ")?;
    equal("the report comes in any case", &job["artifacts"]["when"], &Value::from("always"))?;
    runner.mend()?;
    equal("without one it passes", runner.step(&job["variables"], &script.join("\n"))?.code, 0)?;
    contains(
        &runner.read(&format!("repo/{report}"))?,
        "<testsuites name=\"gvkcheck\" tests=\"1\" failures=\"0\" ",
    )
}

fn make() -> Result<(), Failed> {
    let runner = Runner::new()?;
    let (text, _) = runner.emit("make '$HOME'")?;
    contains(&text, "\t$(GVKCHECK) -R '$$HOME' 'de ploy' --k8s 1.33\n")?;
    let (text, _) = runner.emit("make")?;
    fs::write(runner.machine.path("repo/Makefile"), text)?;
    let run = |more: &str| {
        runner
            .machine
            .run(&format!("cd repo && make {more} gvkcheck GVKCHECK={}", machine::plugin().display()))
    };
    equal("what would be run", run("-n")?.code, 0)?;
    let ended = run("")?;
    contains(&ended.stdout, "wrong-group")?;
    equal("make's own code for what failed", ended.code, 2)?;
    runner.mend()?;
    equal("without a mistake", run("")?.code, 0)
}

fn pre_commit() -> Result<(), Failed> {
    let runner = Runner::new()?;
    let (_, config) = runner.emit("pre-commit './deploy/' a.yaml")?;
    let repo = &config["repos"][0];
    equal("the revision", &repo["rev"], &Value::from(concat!("v", env!("CARGO_PKG_VERSION"))))?;
    let hook = &repo["hooks"][0];
    let hooks = super::hooks::all()?;
    equal("the hook is there", hooks.iter().filter(|known| known["id"] == hook["id"]).count(), 1)?;
    equal("the arguments", hook["args"].clone(), serde_json::json!(["--k8s", "1.33"]))?;
    let pattern = hook["files"].as_str().ok_or("there is no pattern")?;
    fs::write(
        runner.machine.path("names"),
        "deploy/a/b.yaml\na.yaml\nde ploy/x.yaml\ndeploy2/a.yaml\nx/a.yaml\naxyaml\n",
    )?;
    let matched = runner.machine.succeed(&format!("grep -E '{pattern}' names"))?;
    equal("the files", matched.as_str(), "deploy/a/b.yaml\na.yaml\nde ploy/x.yaml\n")
}
