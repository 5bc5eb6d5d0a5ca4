//! Random worlds, in which all filters of the scheduler have something to say: each verdict on each node, the message and preemption
//! are those of the real plugins.
//!
//! `KUBECHECK_SCHEDULER_WORLDS` says how many worlds, `KUBECHECK_SCHEDULER_SEED` which one is the first: each is known by its number.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Write as _, stderr};
use std::path::{Path, PathBuf};

use kubecheck_test_support::scheduler::{Compared, Difference, SchedulerOracle, World, compare, shrink};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::process;

/// How many worlds there are, unless the environment says otherwise.
const WORLDS: u64 = 100;

/// How much is shown, if much differs.
const SHOWN: usize = 5;

/// The lists of a dump of a whole cluster, so that what is in none of them is known not to be there.
const LISTS: [(&str, &str); 17] = [
    ("v1", "Namespace"),
    ("v1", "Node"),
    ("v1", "PersistentVolume"),
    ("v1", "PersistentVolumeClaim"),
    ("v1", "Pod"),
    ("apps/v1", "ReplicaSet"),
    ("policy/v1", "PodDisruptionBudget"),
    ("resource.k8s.io/v1", "DeviceClass"),
    ("resource.k8s.io/v1", "ResourceClaim"),
    ("resource.k8s.io/v1", "ResourceClaimTemplate"),
    ("resource.k8s.io/v1", "ResourceSlice"),
    ("scheduling.k8s.io/v1", "PriorityClass"),
    ("storage.k8s.io/v1", "CSIDriver"),
    ("storage.k8s.io/v1", "CSINode"),
    ("storage.k8s.io/v1", "CSIStorageCapacity"),
    ("storage.k8s.io/v1", "StorageClass"),
    ("storage.k8s.io/v1", "VolumeAttachment"),
];

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("topocheck/worlds at random are judged as the scheduler judges them", random)]
}

/// A number from the environment.
fn number(variable: &str, otherwise: u64) -> Result<u64, Failed> {
    match std::env::var(variable) {
        Ok(text) => Ok(text.parse().map_err(|error| format!("{variable} is {text:?}: {error}"))?),
        Err(_) => Ok(otherwise),
    }
}

fn random() -> Result<(), Failed> {
    let (first, count) =
        (number("KUBECHECK_SCHEDULER_SEED", 0)?, number("KUBECHECK_SCHEDULER_WORLDS", WORLDS)?);
    let mut look = Look { oracle: SchedulerOracle::new(), folder: folder()? };
    let (mut kinds, mut tally) = (BTreeMap::<String, Kind>::new(), Tally::default());
    for seed in first..first + count {
        let (compared, answer) = look.world(seed)?;
        tally.count(&compared, &answer);
        for difference in compared.differences {
            let known = kinds.entry(difference.kind()).or_default();
            if known.worlds.last() != Some(&seed) {
                known.worlds.push(seed);
            }
            known.first.get_or_insert(difference);
        }
    }
    writeln!(stderr(), "{tally}")?;
    if !kinds.is_empty() {
        return Err(look.tell(kinds)?.into());
    }
    // Worlds in which everything fits, or nothing, would prove nothing.
    tally.is_mixed()
}

/// Differences that seem to have one cause.
#[derive(Default)]
struct Kind {
    /// The worlds.
    worlds: Vec<u64>,
    /// One of them.
    first: Option<Difference>,
}

/// Where the worlds are kept in which something differs.
fn folder() -> Result<PathBuf, Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scheduler-worlds");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Looks at worlds from both sides.
struct Look {
    oracle: SchedulerOracle,
    folder: PathBuf,
}

impl Look {
    /// Compares what both sides say of a world; returns what the scheduler says too.
    fn world(&mut self, seed: u64) -> Result<(Compared, Value), Failed> {
        let stored = self.oracle.store(&World::new(seed).objects);
        if !stored.invalid.is_empty() {
            return Err(format!("world {seed}: no API server takes it: {}", stored.invalid.join("; ")).into());
        }
        let document = self.document(&self.folder.join(format!("{seed}.yaml")), &stored.objects)?;
        Ok((compare(&stored.answer, &document), stored.answer))
    }

    /// Asks the program about objects.
    fn document(&self, file: &Path, objects: &[Value]) -> Result<Value, Failed> {
        fs::write(file, dump(objects))?;
        let line = format!("kubectl topocheck pending -f {} -o json --allow-gaps", file.display());
        let ended = process::shell(&line, &self.folder);
        let document = serde_json::from_str(&ended.stdout).map_err(|_| {
            format!(
                "{}: no document (exit code {}): {}{}",
                file.display(),
                ended.code,
                ended.stdout,
                ended.stderr
            )
        })?;
        fs::remove_file(file)?;
        Ok(document)
    }

    /// Says what differs, the most frequent first, and leaves some of the worlds in files.
    fn tell(&mut self, kinds: BTreeMap<String, Kind>) -> Result<String, Failed> {
        let mut kinds: Vec<(String, Kind)> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, kind)| Reverse(kind.worlds.len()));
        let mut text = String::from("the scheduler says otherwise:\n");
        for (name, kind) in &kinds {
            let some = &kind.worlds[..kind.worlds.len().min(SHOWN)];
            writeln!(text, "in {} worlds, such as {some:?}: {name}", kind.worlds.len())?;
        }
        for (name, kind) in kinds.iter().take(SHOWN) {
            if let Some(first) = &kind.first {
                text.push_str(&self.show(kind.worlds[0], name, first)?);
            }
        }
        Ok(text)
    }

    /// Shows a world in which something differs: the whole in a file, and in another one what of it matters.
    fn show(&mut self, seed: u64, kind: &str, first: &Difference) -> Result<String, Failed> {
        let stored = self.oracle.store(&World::new(seed).objects);
        let [whole, small, part] =
            ["", "-small", "-part"].map(|what| self.folder.join(format!("{seed}{what}.yaml")));
        fs::write(&whole, dump(&stored.objects))?;
        let left = shrink(&stored.objects, &mut |objects| {
            let document = self.document(&part, objects);
            document.is_ok_and(|document| {
                let differences = compare(&self.oracle.ask(objects), &document).differences;
                differences.iter().any(|other| other.pod == first.pod && other.kind() == kind)
            })
        });
        fs::write(&small, dump(&left))?;
        let document = self.document(&part, &left)?;
        let differences = compare(&self.oracle.ask(&left), &document).differences;
        let shown: Vec<String> = differences.iter().take(SHOWN).map(ToString::to_string).collect();
        Ok(format!(
            "\nworld {seed}: {}\n{first}\nwhat of it matters: {}\n{}\n",
            whole.display(),
            small.display(),
            shown.join("\n")
        ))
    }
}

/// Returns a dump of a cluster with these objects, list by list.
fn dump(objects: &[Value]) -> String {
    let lists = LISTS.iter().map(|(version, kind)| {
        let is_of = |object: &&Value| object["apiVersion"] == *version && object["kind"] == *kind;
        let items: Vec<&Value> = objects.iter().filter(is_of).collect();
        json!({"apiVersion": version, "kind": format!("{kind}List"), "items": items}).to_string()
    });
    lists.collect::<Vec<_>>().join("\n---\n")
}

/// What there was in all worlds.
#[derive(Default)]
struct Tally {
    pods: usize,
    partial: usize,
    /// How many pods fit nowhere, and how many of them preemption helps.
    unfit: usize,
    helped: usize,
    nodes: usize,
    /// How many nodes are refused by so many filters.
    refused: BTreeMap<usize, usize>,
    /// How often each filter refuses a node.
    filters: BTreeMap<String, usize>,
}

impl Tally {
    fn count(&mut self, compared: &Compared, answer: &Value) {
        self.pods += compared.pods;
        self.partial += compared.partial;
        for pod in list(&answer["pods"]) {
            self.unfit += usize::from(list(&pod["fits"]).is_empty());
            self.helped +=
                usize::from(pod["preemption"]["nominated"].as_str().is_some_and(|node| !node.is_empty()));
            for node in list(&pod["nodes"]) {
                let filters = list(&node["filters"]);
                self.nodes += 1;
                *self.refused.entry(filters.len()).or_default() += 1;
                for filter in filters {
                    *self
                        .filters
                        .entry(filter["plugin"].as_str().unwrap_or_default().to_owned())
                        .or_default() += 1;
                }
            }
        }
    }

    fn is_mixed(&self) -> Result<(), Failed> {
        let fits = self.pods - self.unfit;
        let many: usize = self.refused.range(2..).map(|(_, nodes)| nodes).sum();
        for (what, part, all) in [
            ("pods that fit", fits, self.pods),
            ("pods that fit nowhere", self.unfit, self.pods),
            ("nodes that several filters refuse", many, self.nodes),
            ("verdicts that are whole", self.pods - self.partial, self.pods),
        ] {
            if part * 10 < all {
                return Err(format!("{what}: {part} of {all}\n{self}").into());
            }
        }
        Ok(())
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Tally { pods, partial, unfit, helped, nodes, refused, filters } = self;
        writeln!(
            f,
            "{pods} pods: {unfit} fit nowhere, preemption helps {helped} of them; {partial} verdicts are partial"
        )?;
        let refused: Vec<String> =
            refused.iter().map(|(filters, nodes)| format!("{nodes} by {filters}")).collect();
        writeln!(f, "{nodes} nodes, refused by so many filters: {}", refused.join(", "))?;
        let filters: Vec<String> = filters.iter().map(|(name, times)| format!("{name} {times}")).collect();
        write!(f, "refusals: {}", filters.join(", "))
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
