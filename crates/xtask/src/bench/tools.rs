//! The two programs: how they are built, at which versions, and how they are called.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use kubecheck_test_support::cargo;
use serde_json::Value;

const KUBECONFORM: &str = "github.com/yannh/kubeconform/cmd/kubeconform";
const KUBECONFORM_VERSION: &str = "v0.8.0";

/// A program to measure, with the arguments that every run of it has.
pub(crate) struct Tool {
    /// The name that figures are told under.
    pub(crate) name: &'static str,
    version: String,
    program: PathBuf,
    /// The flags that make it judge strictly and write JSON.
    flags: Vec<OsString>,
    /// What comes before the path of a folder.
    folder: &'static [&'static str],
}

/// Both programs.
pub(crate) struct Pair {
    /// The plugin of this repository.
    pub(crate) ours: Tool,
    /// The program that it is measured by.
    pub(crate) theirs: Tool,
    /// Where the schemas of the latter are.
    pub(crate) schemas: PathBuf,
}

impl Tool {
    /// Gives the command that judges a folder, a file, or `-`.
    pub(crate) fn judge(&self, path: &Path) -> Vec<OsString> {
        let folder = if path.is_dir() { self.folder } else { &[] };
        let program = std::iter::once(self.program.clone().into_os_string());
        program
            .chain(self.flags.iter().cloned())
            .chain(folder.iter().map(OsString::from))
            .chain([path.as_os_str().to_owned()])
            .collect()
    }

    /// Judges a path and gives the report; a program that finds something may exit with 1.
    pub(crate) fn report(&self, path: &Path, more: &[&str]) -> Result<Value> {
        let command = self.judge(path);
        let output = Command::new(&command[0])
            .args(more)
            .args(&command[1..])
            .output()
            .with_context(|| format!("cannot start {}", self.name))?;
        let code = output.status.code();
        ensure!(
            matches!(code, Some(0 | 1)),
            "{} failed: {}",
            self.name,
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).with_context(|| format!("{} wrote no JSON", self.name))
    }
}

impl Pair {
    /// Tells the machine, the versions and the sizes.
    pub(crate) fn describe(&self, out: &mut dyn Write) -> Result<()> {
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        writeln!(out, "machine: {} cores, {os} {arch}", cores())?;
        for tool in [&self.ours, &self.theirs] {
            #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
            let size = std::fs::metadata(&tool.program)?.len() as f64 / 1e6;
            writeln!(out, "{}: {}, binary {size:.1} MB", tool.name, tool.version)?;
        }
        Ok(())
    }
}

/// Builds both programs, to judge by a release of Kubernetes.
pub(crate) fn build(home: &Path, schemas: PathBuf, release: &str) -> Result<Pair> {
    let minor = release.rsplit_once('.').map_or(release, |(minor, _)| minor);
    let location = schemas.join("{{.ResourceKind}}{{.KindSuffix}}.json");
    let theirs = Tool {
        name: "kubeconform",
        version: format!("{KUBECONFORM_VERSION}, {}", tell("go", &["version"])?),
        program: kubeconform(home)?,
        flags: [
            ["-n", &cores().to_string()],
            ["-kubernetes-version", release],
            ["-schema-location", &location.to_string_lossy()],
            ["-output", "json"],
        ]
        .concat()
        .into_iter()
        .chain(["-strict", "-ignore-missing-schemas", "-summary"])
        .map(OsString::from)
        .collect(),
        folder: &[],
    };
    let program = plugin("kubectl-gvkcheck")?;
    let ours = Tool {
        name: "gvkcheck",
        version: format!(
            "{}, {}",
            tell(&program.to_string_lossy(), &["--version"])?,
            tell("rustc", &["--version"])?
        ),
        program,
        flags: ["--k8s", minor, "-o", "json", "--exit-zero"].map(OsString::from).to_vec(),
        folder: &["-R"],
    };
    Ok(Pair { ours, theirs, schemas })
}

/// Builds a plugin as it is released.
pub(crate) fn plugin(program: &str) -> Result<PathBuf> {
    run(cargo().args(["build", "--release", "--locked", "--package", program]))?;
    Ok(target_folder()?.join("release").join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
}

fn kubeconform(home: &Path) -> Result<PathBuf> {
    let bin = home.join("bin");
    run(Command::new("go")
        // Without symbols, as ours is.
        .args(["install", "-ldflags=-s -w", &format!("{KUBECONFORM}@{KUBECONFORM_VERSION}")])
        .env("GOBIN", &bin)
        // Outside any module, so that no go.mod of ours is read.
        .current_dir(std::env::temp_dir()))?;
    Ok(bin.join(format!("kubeconform{}", std::env::consts::EXE_SUFFIX)))
}

/// Gives the folder that cargo builds into.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let metadata = tell("cargo", &["metadata", "--format-version=1", "--no-deps", "--locked"])?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata gave no JSON")?;
    Ok(PathBuf::from(metadata["target_directory"].as_str().context("no target_directory")?))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {:?}", command.get_program()))?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}

/// Runs a program and gives what it writes, without the last line's end.
fn tell(program: &str, arguments: &[&str]) -> Result<String> {
    let output =
        Command::new(program).args(arguments).output().with_context(|| format!("cannot start {program}"))?;
    ensure!(output.status.success(), "{program} {arguments:?} failed");
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}
