//! The real kubectl, as a user of a control plane.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::programs::program;

/// What a command printed, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
}

impl Ended {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command, input: &str) -> Ended {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        let output = std::thread::scope(|scope| {
            // A program that does not want to read all of it says so by itself.
            scope.spawn(move || stdin.write_all(input.as_bytes()));
            child.wait_with_output()
        });
        let output = output.unwrap_or_else(|error| panic!("cannot wait for {command:?}: {error}"));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = output.status.code().unwrap_or(-1);
        Ended { stdout: text(&output.stdout), stderr: text(&output.stderr), code }
    }

    /// Returns what a command printed that must have succeeded.
    ///
    /// # Panics
    /// If it failed.
    pub fn succeeded(self) -> String {
        assert!(self.code == 0, "exit {}\n{}{}", self.code, self.stdout, self.stderr);
        self.stdout
    }
}

/// Runs kubectl with a kubeconfig and nothing from the environment; its caches go into a folder.
pub(crate) fn run(kubeconfig: &Path, folder: &Path, arguments: &[&str], input: &str) -> Ended {
    let mut command = Command::new(program("kubectl"));
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", folder);
    command.arg("--kubeconfig").arg(kubeconfig).args(arguments).current_dir(folder);
    Ended::of(&mut command, input)
}
