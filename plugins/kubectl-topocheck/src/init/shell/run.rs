//! Puts the values of variables into commands, and follows functions and shells that run shells.

use std::collections::BTreeMap;

use super::parse::{Node, parse};
use super::words::{Change, Piece, Word, cut, word};
use super::{COMMANDS, DEPTH, LONGEST, WORD};

/// A program that is run, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The program and its arguments. What is not known stands as `$NAME` there.
    pub words: Vec<String>,
    /// The files that it reads from or writes to.
    pub files: Vec<String>,
    /// Whether it decides over a loop.
    pub is_condition: bool,
}

impl Call {
    /// Returns the name of the program, without its folder.
    pub fn program(&self) -> &str {
        let first = self.words.first().map_or("", String::as_str);
        first.rsplit('/').next().unwrap_or(first)
    }
}

/// Finds the programs that a command line runs, those inside of shells among them.
pub fn calls(command: &[String], environment: &BTreeMap<String, String>) -> Vec<Call> {
    let mut runner =
        Runner { variables: environment.clone(), functions: BTreeMap::new(), calls: Vec::new(), commands: 0 };
    runner.program(command.to_vec(), Vec::new(), false, 0);
    runner.calls
}

/// The longest value of which something is cut off: it is tried at each of its characters.
const CUT: usize = 512;
/// How many values of one loop are followed.
const VALUES: usize = 16;

struct Runner {
    variables: BTreeMap<String, String>,
    functions: BTreeMap<String, Vec<Node>>,
    calls: Vec<Call>,
    commands: usize,
}

impl Runner {
    fn script(&mut self, script: &str, is_condition: bool, depth: usize) {
        if script.len() <= LONGEST {
            let nodes = parse(&cut(script));
            self.nodes(&nodes, is_condition, depth);
        }
    }

    fn nodes(&mut self, nodes: &[Node], is_condition: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        for node in nodes {
            self.commands += 1;
            if self.commands > COMMANDS {
                return;
            }
            match node {
                Node::Command { words, files } => self.command(words, files, is_condition, depth),
                Node::Loop { condition, body } => {
                    self.nodes(condition, true, depth + 1);
                    self.nodes(body, is_condition, depth + 1);
                }
                Node::For { name, values, body } => {
                    let values: Vec<String> =
                        values.iter().flat_map(|value| self.split(value)).take(VALUES).collect();
                    for value in values {
                        self.variables.insert(name.clone(), value);
                        self.nodes(body, is_condition, depth + 1);
                    }
                }
                Node::Function { name, body } => drop(self.functions.insert(name.clone(), body.clone())),
                Node::Group(inside) => self.nodes(inside, is_condition, depth + 1),
            }
        }
    }

    fn command(&mut self, words: &[Word], files: &[Word], is_condition: bool, depth: usize) {
        for piece in words.iter().flat_map(|word| &word.pieces) {
            if let Piece::Output(command) = piece {
                self.inner(command, is_condition, depth);
            }
        }
        let mut words: Vec<String> = words.iter().flat_map(|word| self.split(word)).collect();
        let files: Vec<String> = files.iter().map(|file| self.whole(file)).collect();
        if words.first().is_some_and(|first| first == "export" || first == "local" || first == "readonly") {
            words.remove(0);
        }
        while let Some((name, value)) = words.first().and_then(|first| assignment(first)) {
            self.variables.insert(name, value);
            words.remove(0);
        }
        if !words.is_empty() || !files.is_empty() {
            self.program(words, files, is_condition, depth);
        }
    }

    /// Follows a command whose output is used: `[ "$(curl …)" = 200 ]`. What it sets is forgotten.
    fn inner(&mut self, command: &str, is_condition: bool, depth: usize) {
        if depth <= DEPTH && !is_namespace(command) {
            let before = self.variables.clone();
            self.script(command, is_condition, depth + 1);
            self.variables = before;
        }
    }

    /// Follows a program if it runs others, or else keeps it.
    fn program(&mut self, words: Vec<String>, files: Vec<String>, is_condition: bool, depth: usize) {
        if depth > DEPTH || self.calls.len() > COMMANDS {
            return;
        }
        let call = Call { words, files, is_condition };
        let rest = &call.words[1.min(call.words.len())..];
        match call.program() {
            "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" => {
                if let Some((script, arguments)) = of_shell(rest) {
                    let numbered = arguments.into_iter().enumerate().take(10);
                    self.variables.extend(numbered.map(|(at, argument)| (at.to_string(), argument)));
                    return self.script(&script, is_condition, depth + 1);
                }
            }
            "eval" => return self.script(&rest.join(" "), is_condition, depth + 1),
            "timeout" | "exec" | "nice" | "nohup" | "sudo" | "command" | "busybox" | "env" | "time"
            | "tini" | "dumb-init" | "stdbuf" => {
                let inner = unwrapped(call.program(), rest);
                for (name, value) in inner.1 {
                    self.variables.insert(name, value);
                }
                if !inner.0.is_empty() {
                    return self.program(inner.0, call.files.clone(), is_condition, depth + 1);
                }
            }
            name => {
                if let Some(body) = self.functions.get(name).cloned() {
                    let rest = rest.to_vec();
                    return self.function(&body, &rest, is_condition, depth);
                }
            }
        }
        self.calls.push(call);
    }

    fn function(&mut self, body: &[Node], arguments: &[String], is_condition: bool, depth: usize) {
        let before = self.variables.clone();
        for (at, argument) in arguments.iter().enumerate().take(9) {
            self.variables.insert((at + 1).to_string(), argument.clone());
        }
        self.variables.insert("@".to_owned(), arguments.join(" "));
        self.nodes(body, is_condition, depth + 1);
        self.variables = before;
    }

    /// Returns the text of a word; what is longer than any address is cut off, since a variable can be doubled again and again.
    fn whole(&self, word: &Word) -> String {
        let mut text = String::new();
        for piece in &word.pieces {
            text.push_str(&self.value(piece, 0));
            if text.len() > WORD {
                text.truncate(text.floor_char_boundary(WORD));
                break;
            }
        }
        text
    }

    /// Returns the text of a word, cut at spaces if it is a variable outside of quotes.
    fn split(&self, word: &Word) -> Vec<String> {
        let text = self.whole(word);
        let is_variable = !word.is_quoted && word.pieces.iter().any(|piece| !matches!(piece, Piece::Text(_)));
        if is_variable { text.split_whitespace().map(str::to_owned).collect() } else { vec![text] }
    }

    fn value(&self, piece: &Piece, depth: usize) -> String {
        match piece {
            Piece::Text(text) => text.clone(),
            Piece::Variable(name, change) => {
                let value = self.variables.get(name);
                match (value, change) {
                    (Some(value), Change::Cut(cut)) if value.len() <= CUT => cut.of(value),
                    (_, Change::Other | Change::Cut(_)) | (None, Change::None) => format!("${name}"),
                    (Some(value), Change::None) => value.clone(),
                    (Some(value), Change::Default(_)) if !value.is_empty() => value.clone(),
                    (_, Change::Default(default)) if depth < DEPTH => {
                        let default = word(default);
                        default.pieces.iter().take(VALUES).map(|piece| self.value(piece, depth + 1)).collect()
                    }
                    (_, Change::Default(_)) => String::new(),
                }
            }
            Piece::Output(command) => self.output(command),
        }
    }

    /// Returns what a command prints, where that is known: the namespace that a pod is told.
    fn output(&self, command: &str) -> String {
        let known = is_namespace(command).then(|| self.variables.get(super::super::env::NAMESPACE)).flatten();
        known.cloned().unwrap_or_else(|| "$(…)".to_owned())
    }
}

/// Tells whether a command prints the namespace that a pod is told.
fn is_namespace(command: &str) -> bool {
    command.contains("/var/run/secrets/kubernetes.io/serviceaccount/namespace")
}

/// Reads `NAME=value`.
fn assignment(word: &str) -> Option<(String, String)> {
    let (name, value) = word.split_once('=')?;
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    is_name.then(|| (name.to_owned(), value.to_owned()))
}

/// Returns the script of `sh -c SCRIPT`, and what follows it.
fn of_shell(arguments: &[String]) -> Option<(String, Vec<String>)> {
    let at = arguments.iter().position(|argument| {
        argument.starts_with('-') && argument.contains('c') && !argument.starts_with("--")
    })?;
    let rest: Vec<String> =
        arguments[at + 1..].iter().skip_while(|argument| argument.as_str() == "--").cloned().collect();
    let (script, rest) = rest.split_first()?;
    Some((script.clone(), rest.to_vec()))
}

/// Returns the command that another one runs, and the variables that it sets.
fn unwrapped(program: &str, arguments: &[String]) -> (Vec<String>, Vec<(String, String)>) {
    let mut rest = arguments;
    let mut variables = Vec::new();
    let mut is_duration_left = program == "timeout";
    while let Some(first) = rest.first() {
        let takes_value = matches!(
            (program, first.as_str()),
            ("timeout", "-s" | "-k" | "--signal" | "--kill-after") | ("nice", "-n")
        );
        if first.starts_with('-') && first.len() > 1 {
            rest = &rest[(1 + usize::from(takes_value)).min(rest.len())..];
        } else if program == "env" && assignment(first).is_some() {
            variables.extend(assignment(first));
            rest = &rest[1..];
        } else if is_duration_left {
            is_duration_left = false;
            rest = &rest[1..];
        } else {
            break;
        }
    }
    (rest.to_vec(), variables)
}
