//! Races of removals: the program takes a finalizer off an object, while other clients change its finalizers, take the same one
//! off, and make another object of the same name. The tests run a few, `cargo xtask soak` many.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{ControlPlane, Plain};

/// The finalizer that is taken off, and those of others.
const OURS: &str = "example.com/ours";
const THEIRS: [&str; 3] = ["example.com/theirs", "example.com/more", "example.com/new"];

/// How many races run at once.
const AT_ONCE: usize = 4;

/// What came of many races.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many there were.
    pub races: usize,
    /// How the program ended: done, done already, changed under it, something else.
    pub done: usize,
    /// There was nothing left to do.
    pub already: usize,
    /// It gave up, because the object changed again and again.
    pub changed: usize,
    /// How often others changed the object: statuses, lists, removals.
    pub changes: usize,
    /// How often the object was made again under its name while the program ran.
    pub made_again: usize,
    /// Everything that must not be: foreign finalizers that were lost, new objects that were touched, other ends.
    pub wrong: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { races, done, already, changed, changes, made_again, wrong, took } = self;
        writeln!(
            f,
            "{races} races in {took:.1?}: {done} done, {already} already done, {changed} changed under us"
        )?;
        writeln!(
            f,
            "others changed the objects {changes} times and made {made_again} again under the same name"
        )?;
        write!(f, "foreign finalizers lost, new objects touched: {}", wrong.len())
    }
}

/// Runs races of a program, `kubectl-finalizers`.
///
/// # Panics
/// If the API server or the program fails in a way that is no race.
pub fn removals(plane: &ControlPlane, program: &Path, races: usize) -> Tally {
    let begun = Instant::now();
    let namespace = plane.namespace("races");
    let arena = Arena {
        path: format!("/api/v1/namespaces/{namespace}/configmaps"),
        plain: plane.plain(),
        program: program.to_owned(),
        kubeconfig: plane.kubeconfig().to_owned(),
        folder: plane.folder(),
        namespace,
    };
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(Tally { races, ..Tally::default() }));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= races {
                        return;
                    }
                    let one = arena.race(number);
                    tally.lock().expect("no race panics").add(one);
                }
            });
        }
    });
    let tally = tally.into_inner().expect("no race panics");
    Tally { took: begun.elapsed(), ..tally }
}

impl Tally {
    fn add(&mut self, one: Tally) {
        self.done += one.done;
        self.already += one.already;
        self.changed += one.changed;
        self.changes += one.changes;
        self.made_again += one.made_again;
        self.wrong.extend(one.wrong);
    }
}

/// Where races run.
struct Arena {
    plain: Plain,
    program: PathBuf,
    kubeconfig: PathBuf,
    folder: PathBuf,
    namespace: String,
    path: String,
}

impl Arena {
    /// Runs one race: a plan is made for the object, and while it is carried out others do what they do.
    fn race(&self, number: usize) -> Tally {
        let name = format!("race-{number}");
        let old = self.make(&name, &[OURS, THEIRS[0], THEIRS[1]]);
        self.delete(&name);
        let plan = self.folder.join(format!("{name}.json"));
        std::fs::write(&plan, self.run(&["plan", &format!("cm/{name}"), "-o", "json"]).1)
            .expect("the folder can be written");
        only_ours(&plan);

        let others = Others::new(self, name, number);
        let ended = AtomicBool::new(false);
        let (code, out) = thread::scope(|scope| {
            scope.spawn(|| others.act(&ended));
            let result = self.run(&[
                "apply",
                &plan.display().to_string(),
                "--accept-risk=unknown",
                "--timeout=0",
                "-o",
                "json",
            ]);
            ended.store(true, Ordering::Release);
            result
        });
        let mut tally = others.judge(&old);
        match (code, out.contains("\"done\""), out.contains("\"already-done\"")) {
            (0, true, _) => tally.done = 1,
            (0, false, _) => tally.already = 1,
            (4, ..) => tally.changed = 1,
            _ => tally.wrong.push(format!("race {number}: exit {code}: {out}")),
        }
        tally
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(&self.program);
        command.env_clear().env("HOME", &self.folder).env("KUBECONFIG", &self.kubeconfig);
        command.args(arguments).args(["--older-than=0", "--backup-dir"]).arg(self.folder.join("backups"));
        if arguments[0] == "plan" {
            command.args(["-n", &self.namespace]);
        }
        let output = command.output().expect("the program can be started");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, error) = (text(&output.stdout), text(&output.stderr));
        let is_good = matches!(output.status.code(), Some(0 | 3));
        (output.status.code().unwrap_or(-1), if is_good { out } else { out + &error })
    }

    fn make(&self, name: &str, finalizers: &[&str]) -> String {
        let body = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "finalizers": finalizers}});
        let (code, made) = self.plain.post(&self.path, &body);
        assert!(code == 201, "the server answers {code} to a new object: {made}");
        made["metadata"]["uid"].as_str().expect("an object has a UID").to_owned()
    }

    fn delete(&self, name: &str) {
        self.plain.send("DELETE", &format!("{}/{name}", self.path), "application/json", &Value::Null);
    }

    fn get(&self, name: &str) -> Option<Value> {
        let (code, object) =
            self.plain.send("GET", &format!("{}/{name}", self.path), "application/json", &Value::Null);
        (code == 200).then_some(object)
    }
}

/// Leaves only the step that takes our finalizer off.
fn only_ours(plan: &Path) {
    let text = std::fs::read_to_string(plan).expect("the plan was written");
    let mut plan_: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("no plan: {error}\n{text}"));
    let steps = plan_["steps"].as_array_mut().expect("a plan has steps");
    steps.retain(|step| step["patch"]["remove"]["value"] == OURS);
    assert!(steps.len() == 1, "the plan takes our finalizer off: {text}");
    std::fs::write(plan, plan_.to_string()).expect("the folder can be written");
}

/// Other clients of one object.
struct Others<'a> {
    arena: &'a Arena,
    name: String,
    random: Mutex<u64>,
    /// Whose finalizers they took off the old object themselves.
    taken: Mutex<Vec<&'static str>>,
    /// The UID of the object that was made again, and its list.
    new: Mutex<Option<(String, Vec<&'static str>)>>,
    changes: AtomicUsize,
}

impl<'a> Others<'a> {
    fn new(arena: &'a Arena, name: String, number: usize) -> Others<'a> {
        let random =
            Mutex::new(0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9));
        let (taken, new, changes) = (Mutex::default(), Mutex::default(), AtomicUsize::new(0));
        Others { arena, name, random, taken, new, changes }
    }

    /// Returns a number below a bound (xorshift).
    fn random(&self, below: u64) -> u64 {
        let mut state = self.random.lock().expect("nobody panics here");
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state % below
    }

    /// Changes the object at random moments until the program has ended.
    fn act(&self, ended: &AtomicBool) {
        while !ended.load(Ordering::Acquire) {
            thread::sleep(Duration::from_millis(self.random(30)));
            let Some(object) = self.arena.get(&self.name) else {
                self.make_again();
                continue;
            };
            if self.new.lock().expect("nobody panics here").is_some() {
                continue;
            }
            match self.random(12) {
                0 => self.take(object, THEIRS[0]),
                1 => self.take(object, THEIRS[1]),
                2 => self.take(object, OURS),
                3 | 4 => self.turn_around(object),
                5 => self.add(object),
                6 => self.take_all(),
                _ => self.annotate(),
            }
        }
    }

    /// Writes a list as a controller does: the whole object, with the revision that was read.
    fn put(&self, mut object: Value, change: impl Fn(&mut Vec<Value>)) -> bool {
        let Some(list) = object.pointer_mut("/metadata/finalizers").and_then(Value::as_array_mut) else {
            return false;
        };
        change(list);
        let path = format!("{}/{}", self.arena.path, self.name);
        let (code, _) = self.arena.plain.send("PUT", &path, "application/json", &object);
        self.changes.fetch_add(usize::from(code == 200), Ordering::Relaxed);
        code == 200
    }

    fn take(&self, object: Value, finalizer: &'static str) {
        let is_there = object["metadata"]["finalizers"]
            .as_array()
            .is_some_and(|list| list.iter().any(|own| own == finalizer));
        if is_there && self.put(object, |list| list.retain(|own| own != finalizer)) {
            self.taken.lock().expect("nobody panics here").push(finalizer);
        }
    }

    /// Takes everything off, so that the object goes and its name is free.
    fn take_all(&self) {
        for finalizer in [THEIRS[0], THEIRS[1], OURS] {
            if let Some(object) = self.arena.get(&self.name) {
                self.take(object, finalizer);
            }
        }
        if self.arena.get(&self.name).is_none() {
            self.make_again();
        }
    }

    fn turn_around(&self, object: Value) {
        self.put(object, |list| list.reverse());
    }

    /// Tries to add one, which the server refuses on what is being deleted.
    fn add(&self, object: Value) {
        assert!(
            !self.put(object, |list| list.push(THEIRS[2].into())),
            "the server lets nobody add finalizers"
        );
    }

    fn annotate(&self) {
        let path = format!("{}/{}", self.arena.path, self.name);
        let patch = json!({"metadata": {"annotations": {"beat": self.random(1_000_000).to_string()}}});
        let (code, _) = self.arena.plain.send("PATCH", &path, "application/merge-patch+json", &patch);
        self.changes.fetch_add(usize::from(code == 200), Ordering::Relaxed);
    }

    /// Makes an object of the same name with the same finalizer, and deletes it too half of the time.
    fn make_again(&self) {
        let mut new = self.new.lock().expect("nobody panics here");
        if new.is_none() {
            let list = vec![OURS, THEIRS[2]];
            *new = Some((self.arena.make(&self.name, &list), list));
            if self.random(2) == 0 {
                self.arena.delete(&self.name);
            }
        }
    }

    /// Says what is as it must not be.
    fn judge(self, old: &str) -> Tally {
        let new = self.new.into_inner().expect("nobody panics here");
        let taken = self.taken.into_inner().expect("nobody panics here");
        let mut tally = Tally {
            changes: self.changes.into_inner(),
            made_again: usize::from(new.is_some()),
            ..Tally::default()
        };
        let object = self.arena.get(&self.name);
        let uid = object.as_ref().and_then(|object| object["metadata"]["uid"].as_str());
        let list: Vec<&str> = object
            .iter()
            .flat_map(|object| object["metadata"]["finalizers"].as_array())
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let lost = THEIRS[..2]
            .iter()
            .filter(|name| !taken.contains(name) && (uid != Some(old) || !list.contains(name)));
        tally.wrong.extend(lost.map(|name| format!("{}: {name} was lost", self.name)));
        if let Some((made, expected)) = &new
            && (uid != Some(made) || list != *expected)
        {
            tally.wrong.push(format!("{}: the new object was touched: {object:?}", self.name));
        }
        tally
    }
}
