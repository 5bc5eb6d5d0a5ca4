//! A user's machine: an empty home, and a folder on the PATH with what was installed.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::process::{self, Ended};
use crate::suite::PLUGINS;

/// The real kubectl, built from its library.
static KUBECTL: LazyLock<PathBuf> = LazyLock::new(kubecheck_test_support::kubectl);

/// The task runner of this repository.
static XTASK: LazyLock<PathBuf> = LazyLock::new(|| process::build("xtask"));

/// An archive of the tests' program and stamped manifests, made once a run; trials only read it.
static RELEASED: LazyLock<Result<(PathBuf, PathBuf), String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("released");
    // What an earlier run left would be stamped too.
    let _ = fs::remove_dir_all(&folder);
    let archive = dist(&folder, &[]).map_err(|failed| format!("{failed:?}"))?;
    Ok((folder, archive))
});

/// A user's machine.
pub(crate) struct Machine {
    folder: TempDir,
}

impl Machine {
    /// A machine that has kubectl and nothing of ours.
    pub(crate) fn new() -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        for name in ["bin", "home", "krew/bin"] {
            fs::create_dir_all(folder.path().join(name))?;
        }
        symlink(&*KUBECTL, folder.path().join("bin/kubectl"))?;
        Ok(Machine { folder })
    }

    /// A machine with the plugins on its PATH.
    pub(crate) fn with_plugin() -> Result<Self, Failed> {
        let machine = Machine::new()?;
        for plugin in PLUGINS {
            symlink(
                process::programs().join(plugin.program),
                machine.path(&format!("bin/{}", plugin.program)),
            )?;
        }
        Ok(machine)
    }

    /// Returns a path on this machine.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a line of shell in the folder of the machine.
    pub(crate) fn run(&self, line: &str) -> Result<Ended, Failed> {
        let path = [
            self.path("bin"),
            self.path("krew/bin"),
            "/usr/local/bin".into(),
            "/usr/bin".into(),
            "/bin".into(),
        ];
        let output = Command::new("bash")
            .args(["-c", line])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::join_paths(path)?)
            .env("HOME", self.path("home"))
            .env("KREW_ROOT", self.path("krew"))
            // The real krew would ask the network for a newer one.
            .env("KREW_NO_UPGRADE_CHECK", "1")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = output.status.code().unwrap_or(-1);
        Ok(Ended { stdout: text(&output.stdout), stderr: text(&output.stderr), code })
    }

    /// Runs a line of shell that must succeed, and returns what it printed.
    pub(crate) fn succeed(&self, line: &str) -> Result<String, Failed> {
        let ended = self.run(line)?;
        match ended.code {
            0 => Ok(ended.stdout),
            code => Err(format!("{line}: exit {code}\n{}{}", ended.stdout, ended.stderr).into()),
        }
    }
}

/// Returns the program of the plugin, which was built for the tests.
pub(crate) fn plugin() -> PathBuf {
    process::programs().join("kubectl-gvkcheck")
}

/// Runs a task of this repository; what it prints is returned if it fails too.
pub(crate) fn xtask<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Result<String, Failed> {
    let output =
        Command::new(&*XTASK).args(args).current_dir(process::root()).stdin(Stdio::null()).output()?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    if output.status.success() { Ok(text) } else { Err(text.into()) }
}

/// Returns a folder with stamped manifests, and the archive in it.
pub(crate) fn released() -> Result<(&'static Path, &'static Path), Failed> {
    let (folder, archive) = RELEASED.as_ref().map_err(String::as_str)?;
    Ok((folder, archive))
}

/// Packs the programs of the tests into a folder as a release would be, and returns the archive of gvkcheck.
pub(crate) fn dist(out: &Path, more: &[&str]) -> Result<PathBuf, Failed> {
    let programs = process::programs().as_ref();
    let mut args: Vec<&OsStr> = vec!["dist".as_ref(), "--programs".as_ref(), programs, "--out".as_ref()];
    args.push(out.as_ref());
    args.extend(more.iter().map(OsStr::new));
    xtask(args)?;
    let mut files = fs::read_dir(out)?.flatten().map(|entry| entry.path());
    let archive = files.find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("kubectl-gvkcheck-") && name.ends_with(".gz")
    });
    archive.ok_or_else(|| "dist made no archive".into())
}
