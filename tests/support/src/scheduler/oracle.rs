//! The real kube-scheduler's plugins, asked about the pending pods of a world.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::controlplane::scheduler_filters;

/// The program `scheduler-filters` of `tests/controlplane`, which links kube-scheduler.
///
/// For each pending pod it answers what each plugin says when all are asked (`preFilter`, and `filters` of `nodes`), and what the
/// scheduler would do if it took the pod now: `gated`, `fits`, the `reason` and `message` of the condition, `preemption`.
pub struct SchedulerOracle {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What the API server makes of objects.
#[derive(Debug)]
pub struct Stored {
    /// The objects as it would store them, with its defaults.
    pub objects: Vec<Value>,
    /// Why it would not take some of them.
    pub invalid: Vec<String>,
    /// What the oracle says of the stored objects.
    pub answer: Value,
}

/// How long the real scheduler took, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// From objects to its snapshot.
    pub learn: u64,
    /// All plugins on all nodes, for all pending pods, one after the other.
    pub filters: u64,
    /// Its own way, which ends at the first refusal of each node, and preemption.
    pub schedule: u64,
}

impl SchedulerOracle {
    /// Starts the oracle; the first call of a test run builds it.
    ///
    /// # Panics
    /// If there is no Go, or the program cannot be built or started.
    #[expect(clippy::new_without_default, reason = "it starts a process")]
    pub fn new() -> SchedulerOracle {
        let mut child = Command::new(scheduler_filters())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start scheduler-filters: {error}"));
        let requests = child.stdin.take().expect("standard input is a pipe");
        let answers = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        SchedulerOracle { child, requests, answers }
    }

    /// Asks about the objects of a world, as the API server would give them.
    ///
    /// # Panics
    /// If the oracle has ended, or an object is none that Kubernetes knows.
    pub fn ask(&mut self, objects: &[Value]) -> Value {
        self.exchange(&json!({ "objects": objects }))
    }

    /// Has objects stored by the API server's own code, and asks about what is stored.
    ///
    /// # Panics
    /// If the oracle has ended, or an object is none that Kubernetes knows.
    pub fn store(&mut self, objects: &[Value]) -> Stored {
        let mut answer = self.exchange(&json!({ "objects": objects, "store": true }));
        let list = |value: Value| match value {
            Value::Array(items) => items,
            _ => Vec::new(),
        };
        let objects = list(answer["stored"].take());
        let invalid = list(answer["invalid"].take());
        let invalid = invalid.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect();
        Stored { objects, invalid, answer }
    }

    /// Says how long the real scheduler takes for all pending pods of a world.
    ///
    /// # Panics
    /// If the oracle has ended, or an object is none that Kubernetes knows.
    pub fn time(&mut self, objects: &[Value]) -> Times {
        let answer = self.exchange(&json!({ "objects": objects, "time": true }));
        let of = |name: &str| answer["time"][name].as_u64().expect("times are whole numbers");
        Times { learn: of("learn"), filters: of("filters"), schedule: of("schedule") }
    }

    fn exchange(&mut self, question: &Value) -> Value {
        let answer =
            self.lines(question).unwrap_or_else(|error| panic!("the oracle gave no answer: {error}"));
        let answer: Value = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("the oracle's answer is no JSON: {error}: {answer}"));
        assert!(answer["error"].is_null(), "the oracle cannot answer: {}", answer["error"]);
        answer
    }

    fn lines(&mut self, question: &Value) -> std::io::Result<String> {
        serde_json::to_writer(&mut self.requests, question)?;
        self.requests.write_all(b"\n")?;
        self.requests.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer)
    }
}

impl Drop for SchedulerOracle {
    fn drop(&mut self) {
        // It may have ended by itself; nothing depends on how it ends.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
