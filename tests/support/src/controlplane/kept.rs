//! Processes that live exactly as long as who started them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::programs::harness;

/// What to start, and how one knows that it runs.
pub(crate) struct Start<'a> {
    /// The program.
    pub(crate) program: &'a Path,
    /// Its arguments.
    pub(crate) arguments: Vec<String>,
    /// The file that takes what it writes.
    pub(crate) log: PathBuf,
    /// The address that answers 200 once it is ready.
    pub(crate) ready: String,
    /// The folder that goes when the process does.
    pub(crate) remove: Option<&'a Path>,
}

/// A process under a keeper (`tests/controlplane/harness/keep.go`), which ends with the pipe to it: when this value is
/// dropped, and also when the test's process is killed.
pub(crate) struct Kept {
    keeper: Child,
    log: PathBuf,
}

impl Kept {
    /// Starts a process; it need not be ready yet.
    pub(crate) fn start(what: &Start<'_>) -> Kept {
        let mut command = Command::new(harness());
        command.arg("keep").arg("--log").arg(&what.log).arg("--ready").arg(&what.ready);
        if let Some(folder) = what.remove {
            command.arg("--remove").arg(folder);
        }
        command.arg("--").arg(what.program).args(&what.arguments);
        // What the programs would take from the environment belongs to whoever runs the tests.
        command.env_clear().env("HOME", what.log.parent().unwrap_or(Path::new("/")));
        let keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let keeper = keeper.unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        Kept { keeper, log: what.log.clone() }
    }

    /// Waits until the process is ready.
    ///
    /// # Errors
    /// Why it never will be, with the end of what it wrote.
    pub(crate) fn ready(&mut self) -> Result<(), String> {
        let answers = self.keeper.stdout.take().expect("standard output is a pipe");
        let mut line = String::new();
        let read = BufReader::new(answers).read_line(&mut line);
        match read.map(|_| line.trim_end()) {
            Ok("ready") => Ok(()),
            Ok(why) => Err(format!("{why}\n{}", self.tail())),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Returns the end of what the process wrote.
    fn tail(&self) -> String {
        let log = fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        let tail = &lines[lines.len().saturating_sub(20)..];
        format!("the end of {}:\n{}", self.log.display(), tail.join("\n"))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // The keeper waits for nothing else; a keeper that is gone already took its process with it.
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Returns a port that was free a moment ago. Somebody may be faster, so a start that fails on it is tried again.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    listener.local_addr().expect("a listener has an address").port()
}

/// Starts something on free ports, and again on others if somebody took them in the meantime.
///
/// # Panics
/// If it does not become ready.
pub(crate) fn on_free_ports<T>(name: &str, start: impl Fn() -> Result<T, String>) -> T {
    let mut attempts = 0;
    loop {
        match start() {
            Ok(started) => return started,
            Err(why) if why.contains("address already in use") && attempts < 5 => attempts += 1,
            Err(why) => panic!("{name} does not start: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::on_free_ports;

    #[test]
    fn a_port_that_is_taken_is_not_the_end() {
        let attempts = Cell::new(0);
        let started = on_free_ports("it", || {
            attempts.set(attempts.get() + 1);
            if attempts.get() < 3 {
                Err("bind: address already in use".to_owned())
            } else {
                Ok(attempts.get())
            }
        });
        assert_eq!(started, 3);
    }

    #[test]
    #[should_panic(expected = "it does not start: no such file")]
    fn anything_else_is() {
        on_free_ports("it", || Err::<(), String>("no such file".to_owned()));
    }
}
