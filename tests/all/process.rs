//! Runs the real programs: builds them once, and gives them an environment that is the same on every machine.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::suite::PLUGINS;

/// What a command printed, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

/// The folder of the whole repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace")
}

/// Runs a line of shell in a folder, with the plugins and a `kubectl` that finds them first on the path.
pub(crate) fn shell(line: &str, folder: &Path) -> Ended {
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", PROGRAMS.display()))
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell");
    let text = |bytes: &[u8]| scrub(&String::from_utf8_lossy(bytes), folder);
    Ended {
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Runs a line of shell and returns what a terminal would show: both streams, as they come.
pub(crate) fn terminal(line: &str, folder: &Path) -> Ended {
    shell(&format!("{{ {line}\n}} 2>&1"), folder)
}

/// What is shown under another name, since it is another one in each run.
static SHOWN: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());

/// Shows a text as another one from now on.
pub(crate) fn show_as(text: &str, shown: &'static str) {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(text.to_owned(), shown);
}

/// Replaces what differs from machine to machine or from release to release.
fn scrub(text: &str, folder: &Path) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut text = text.replace(&folder.display().to_string(), "[FOLDER]");
    for (own, shown) in &*SHOWN.lock().unwrap_or_else(PoisonError::into_inner) {
        text = text.replace(own, shown);
    }
    for (quote, end) in [("\"", "\""), ("ersion: ", "\n")] {
        text = text.replace(&format!("{quote}{version}{end}"), &format!("{quote}[VERSION]{end}"));
    }
    // A server has some objects more or less of its own, by the moment.
    let lines = text.split_inclusive('\n').map(|line| match line.split_once(" objects in context ") {
        Some((number, rest)) if rest.contains(", all namespaces") && number.parse::<u32>().is_ok() => {
            format!("[N] objects in context {rest}")
        }
        _ => line.to_owned(),
    });
    lines.collect()
}

/// The folder with the programs under test, built now, and with a `kubectl` that starts plugins as kubectl does.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("programs-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the target folder can be written");
    for program in PLUGINS.map(|plugin| plugin.program) {
        let link = folder.join(program);
        let _ = fs::remove_file(&link);
        symlink(build(program), &link).expect("the target folder takes links");
    }
    let kubectl = folder.join("kubectl");
    fs::write(&kubectl, "#!/bin/sh\nplugin=$1\nshift\nexec \"kubectl-$plugin\" \"$@\"\n")
        .expect("the target folder can be written");
    let made = Command::new("chmod").arg("+x").arg(&kubectl).status().expect("there is chmod");
    assert!(made.success(), "chmod failed");
    folder
});

/// Returns the folder with the programs under test.
pub(crate) fn programs() -> &'static Path {
    &PROGRAMS
}

/// Builds a program with cargo, which knows whether there is anything to do, and returns where it lies.
///
/// The environment variable `CARGO_BIN_EXE_…` is only set for programs of the package that is tested.
pub(crate) fn build(program: &str) -> PathBuf {
    let mut cargo = kubecheck_test_support::cargo();
    // All programs with the same features, so that what they are made of is built once.
    cargo.args(["build", "--quiet", "--workspace", "--bin", program, "--message-format=json"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let output = cargo.current_dir(root()).stderr(Stdio::inherit()).output().expect("cargo can be started");
    assert!(output.status.success(), "{program} does not build");
    let messages = String::from_utf8_lossy(&output.stdout);
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut built = artifacts.filter(|message| message["target"]["name"] == program);
    let path = built.find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)));
    path.expect("cargo names what it built")
}
