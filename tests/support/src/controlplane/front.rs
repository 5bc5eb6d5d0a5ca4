//! What stands in front of a server and ends TLS: `tests/controlplane/harness/front.go`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};

use super::pki::Pki;
use super::programs::harness;

/// A running front; it ends when this value is dropped.
pub(crate) struct Front {
    child: Mutex<(Child, BufReader<ChildStdout>)>,
    /// The port of loopback on which it answers.
    pub(crate) port: u16,
}

impl Front {
    /// Starts a front to an address. Before an API server it makes the users of client certificates known to it.
    pub(crate) fn start(to: &str, pki: &Pki, certificate: &str, authenticates: bool) -> Front {
        let mut command = Command::new(harness());
        command.args(["front", "--to", to, &pki.flag("authority", "ca"), &pki.flag("server", certificate)]);
        command.args(authenticates.then(|| pki.flag("proxy", "front-proxy")));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let mut answers = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        let first = line(&mut answers);
        let port = first.trim().parse().unwrap_or_else(|_| panic!("{command:?}: {first}"));
        Front { child: Mutex::new((child, answers)), port }
    }

    /// Gives an order and returns the answer.
    pub(crate) fn order(&self, order: &Value) -> Value {
        let mut held = self.child.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (child, answers) = &mut *held;
        let orders = child.stdin.as_mut().expect("standard input is a pipe");
        writeln!(orders, "{order}").unwrap_or_else(|error| panic!("the front has ended: {error}"));
        let answer = line(answers);
        serde_json::from_str(&answer).unwrap_or_else(|_| panic!("the front refuses {order}: {answer}"))
    }

    /// Asks what it has seen.
    pub(crate) fn report(&self) -> Value {
        self.order(&json!({}))
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        let (child, _) = self.child.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        drop(child.stdin.take());
        let _ = child.wait();
    }
}

fn line(answers: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    let read = answers.read_line(&mut line);
    read.unwrap_or_else(|error| panic!("the front gave no answer: {error}"));
    line
}
